package osm

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"circle15/data"
	"circle15/geo/network"
	"circle15/indicators"
)

// layerName is the name of the layer until the user gives another, and stands in its facilities.
const layerName = "osm"

// Options of Read. The zero value is ready for use.
type Options struct {
	Progress data.Progress // may be nil
}

// Read imports the extract at path: a .osm.pbf, or .osm XML, also packed with gzip or bzip2; the content decides
// which it is. A file that cannot be read, or that has no ways, gives a *data.FileError.
func Read(ctx context.Context, path string, opt Options) (*data.Import, error) {
	var f data.Findings
	e, src, err := decode(ctx, path, &f, opt.Progress)
	if err != nil {
		return nil, err
	}
	marks := e.nodeMarks()
	ways := e.streetWays(marks)
	if len(ways) == 0 {
		f.Add(data.Finding{Severity: data.Warning, Code: "no_streets", Message: "none of the ways may be walked, so nothing can be reached",
			Advice: "take an extract that was not filtered to other things than highways"})
	}
	opt.Progress.Tell("build streets", 0, 0)
	var b network.Builder
	extent := e.extentOf(ways)
	b.Extent(extent)
	e.addStreets(&b, ways, marks, &f)
	e.addBarriers(&b, marks)
	im := &data.Import{Layer: e.layer(src, data.KindOSM)}
	im.Layer.Extent = extent
	im.Streets = b.Build()
	reportIslands(im.Streets, &f)
	reportUntold(im.Streets, &f)
	opt.Progress.Tell("find facilities", 0, 0)
	im.Facilities = e.facilities(marks, &f)
	slices.SortFunc(im.Facilities, compareFacilities)
	opt.Progress.Tell("find the ground", 0, 0)
	im.Ground = append(e.ground(&f), e.sea(extent.Box(), &f)...)
	im.Layer.Categories = categoriesOf(im.Facilities)
	im.Layer.Count = len(ways) + len(im.Facilities) + len(im.Ground)
	im.Findings = f.List()
	im.Layer.Dropped = dropped(im.Findings)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return im, nil
}

func compareFacilities(a, b indicators.Facility) int {
	if c := strings.Compare(a.Category, b.Category); c != 0 {
		return c
	}
	return strings.Compare(a.ID, b.ID)
}

// categoriesOf are the categories of facilities that are sorted by them.
func categoriesOf(f []indicators.Facility) []string {
	var out []string
	for i := range f {
		if i == 0 || f[i].Category != f[i-1].Category {
			out = append(out, f[i].Category)
		}
	}
	return out
}

// dropped is how many features could not be taken.
func dropped(fs []data.Finding) int {
	n := 0
	for i := range fs {
		if fs[i].Severity == data.Failure {
			n += 1 + fs[i].Count
		}
	}
	return n
}

// layer is the record of the file.
func (e *extract) layer(src *data.Source, k data.Kind) data.Layer {
	source := src.Base()
	if e.program != "" {
		source += " (written by " + e.program + ")"
	}
	date := e.date
	if date == "" && e.newest > 0 {
		date = time.Unix(e.newest, 0).UTC().Format(time.DateOnly)
	}
	return data.Layer{
		Name: string(k), Kind: k, Source: source, Attribution: "© OpenStreetMap contributors", Licence: "ODbL 1.0",
		Date: date, Datum: "wgs84", Completeness: data.AssumedComplete, Checksum: src.Checksum,
	}
}

// maxFile is the largest file that is read, in bytes: our choice, several times the extract of a province.
const maxFile = 4 << 30

// maxUnpacked bounds what a packed file may unpack to, in bytes.
const maxUnpacked = 16 << 30

// decode reads the file at path into columns, with the tags of the tables and of extraKeys.
func decode(ctx context.Context, path string, f *data.Findings, p data.Progress, extraKeys ...string) (*extract, *data.Source, error) {
	src, err := data.OpenSource(path, maxFile)
	if err != nil {
		return nil, nil, err
	}
	defer src.Close()
	e := newExtract(extraKeys...)
	if err := decodeFrom(ctx, src, src.Size, e, f, p); err != nil {
		return nil, nil, asFileError(path, err)
	}
	if len(e.ways) == 0 {
		return nil, nil, &data.FileError{File: path, What: "has no ways: there is nothing that could be walked", Advice: "take an extract that was not filtered to nodes"}
	}
	e.finish(f)
	return e, src, nil
}

// decodeFrom reads r to its end, as PBF or XML by its first bytes.
func decodeFrom(ctx context.Context, r io.Reader, size int64, e *extract, f *data.Findings, p data.Progress) error {
	in := bufio.NewReaderSize(r, 1<<16)
	head, _ := in.Peek(512)
	if bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return &fault{where: "byte 0", what: "is not a gzip file", err: err}
		}
		in, size = bufio.NewReaderSize(io.LimitReader(z, maxUnpacked), 1<<16), 0
		head, _ = in.Peek(512)
	} else if bytes.HasPrefix(head, []byte("BZh")) {
		in, size = bufio.NewReaderSize(io.LimitReader(bzip2.NewReader(in), maxUnpacked), 1<<16), 0
		if head, err := in.Peek(512); len(head) == 0 {
			return &fault{where: "byte 0", what: "is not a bzip2 file", err: err}
		}
		head, _ = in.Peek(512)
	}
	var err error
	if text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"); bytes.HasPrefix(text, []byte("<")) {
		err = readXML(ctx, in, size, e, f, p)
	} else {
		err = readPBF(ctx, in, size, e, p)
	}
	return err
}

// asFileError says which file a fault is in; a cancelled context stays what it is.
func asFileError(path string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	const advice = "download or write the extract again (.osm.pbf or .osm)"
	var own *fault
	if errors.As(err, &own) {
		return &data.FileError{File: path, Where: own.where, What: own.what, Err: own.err, Advice: advice}
	}
	return &data.FileError{File: path, What: "cannot be read", Err: err, Advice: advice}
}

// reportIslands notes the connected parts of the walkable streets to which nothing attaches.
func reportIslands(s *network.Streets, f *data.Findings) {
	_, lengthM := s.Components(network.Foot, 0)
	parts, islands, islandM := 0, 0, 0.0
	for _, l := range lengthM {
		if l > 0 {
			parts++
		}
		if l > 0 && l < network.IslandM {
			islands++
			islandM += l
		}
	}
	if islands > 0 {
		f.Add(data.Finding{Severity: data.Note, Code: "islands", Value: fmt.Sprint(islands),
			Message: fmt.Sprintf("%d of %d connected parts of the walkable streets have less than %d m, %.1f km together: nothing attaches to them",
				islands, parts, network.IslandM, islandM/1000),
			Advice: "join them to the other streets in the source if people can walk there"})
	}
}
