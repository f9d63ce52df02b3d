package osm

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/klauspost/compress/zlib"

	"circle15/data"
	"circle15/geo"
)

// Sizes that the format allows (OSM wiki, "PBF Format": "The BlobHeader must be less than 64 KiB", "the uncompressed
// size of a Blob must be less than 32 MiB").
const (
	maxBlobHeader = 64 << 10
	maxBlob       = 32 << 20
)

// fault is what is wrong with a file, and where.
type fault struct {
	where, what string
	err         error
}

func (f *fault) Error() string { return f.where + ": " + f.what }

// blob is one uncompressed block of a file.
type blob struct {
	offset int64 // of its header in the file
	header bool  // an OSMHeader, else OSMData
	raw    []byte
	err    error // why there is no block: the last of the channel
}

// readPBF decodes a .osm.pbf file into e. Blocks are uncompressed one ahead of the one
// that is decoded, which keeps two cores busy and the order as it is.
//
// The decoder is our own: a library that decodes in goroutines of its own turns a damaged block into a crash of the program.
func readPBF(ctx context.Context, r io.Reader, size int64, e *extract, p data.Progress) error {
	ctx, cancel := context.WithCancel(ctx)
	blobs, free := make(chan blob, 2), make(chan []byte, 4)
	go func() {
		defer close(blobs)
		uncompress(ctx, bufio.NewReaderSize(r, 1<<16), blobs, free)
	}()
	defer func() {
		cancel()
		for range blobs { // until the goroutine has gone
		}
	}()
	d := blockDecoder{e: e}
	for b := range blobs {
		if b.err != nil {
			return b.err
		}
		p.Tell("read", b.offset, size)
		ok, what := true, "is not a PBF header block"
		if b.header {
			if err := readHeader(b.raw, e); err != nil {
				return &fault{where: fmt.Sprintf("byte %d", b.offset), what: err.Error()}
			}
		} else {
			ok, what = d.decode(b.raw), "is not a PBF data block"
		}
		if !ok {
			return &fault{where: fmt.Sprintf("byte %d", b.offset), what: "block " + what}
		}
		select {
		case free <- b.raw:
		default:
		}
	}
	p.Tell("read", size, size)
	return ctx.Err()
}

// uncompress sends the blocks of a file until its end or its first fault.
func uncompress(ctx context.Context, r io.Reader, out chan<- blob, free <-chan []byte) {
	z := &inflater{}
	for offset, first := int64(0), true; ; first = false {
		b, n, err := readBlob(r, offset, first, z, free)
		if err == io.EOF {
			return
		}
		b.offset, b.err = offset, err
		offset += n
		select {
		case out <- b:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// readBlob reads the block at offset and says how long it was; io.EOF at the end of the file. Blocks of other types than
// those that are known give an empty blob of data, since the format wants them to be passed over.
func readBlob(r io.Reader, offset int64, first bool, z *inflater, free <-chan []byte) (b blob, n int64, err error) {
	where := fmt.Sprintf("byte %d", offset)
	cut := func(err error) error {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return &fault{where: where, what: "the file is cut off in the block that begins here"}
		}
		return &fault{where: where, what: "cannot be read", err: err}
	}
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		if err == io.EOF && !first {
			return b, 0, io.EOF
		}
		return b, 0, cut(err)
	}
	headerSize := binary.BigEndian.Uint32(size[:])
	notPBF := &fault{where: where, what: "is not the beginning of a PBF block"}
	if headerSize == 0 || headerSize > maxBlobHeader {
		return b, 0, notPBF
	}
	z.body = slices.Grow(z.body[:0], int(headerSize))[:headerSize]
	if _, err := io.ReadFull(r, z.body); err != nil {
		return b, 0, cut(err)
	}
	typ, bodySize, ok := parseBlobHeader(z.body)
	if !ok || bodySize > maxBlob || first && typ != "OSMHeader" {
		return b, 0, notPBF
	}
	z.body = slices.Grow(z.body[:0], int(bodySize))[:bodySize]
	if _, err := io.ReadFull(r, z.body); err != nil {
		return b, 0, cut(err)
	}
	n = 4 + int64(headerSize) + int64(bodySize)
	if typ != "OSMHeader" && typ != "OSMData" {
		return b, n, nil
	}
	b.header = typ == "OSMHeader"
	var reuse []byte
	select {
	case reuse = <-free:
	default:
	}
	if b.raw, err = z.inflate(reuse); err != nil {
		return b, n, &fault{where: where, what: "block is damaged", err: err}
	}
	return b, n, nil
}

func parseBlobHeader(b []byte) (typ string, size uint64, ok bool) {
	w := wire{b: b}
	for {
		switch field, t := w.next(); field {
		case 0:
			return typ, size, !w.bad && typ != ""
		case 1:
			m := w.message(t)
			typ = string(m.b)
		case 3:
			size = w.number(t)
		default:
			w.skip(t)
		}
	}
}

// inflater uncompresses blocks, one after the other.
type inflater struct {
	body []byte // the Blob message
	in   bytes.Reader
	z    io.ReadCloser
}

// inflate gives the content of the Blob message, in reuse where it fits.
func (z *inflater) inflate(reuse []byte) ([]byte, error) {
	raw, packed, rawSize, err := parseBlob(z.body)
	switch {
	case err != nil:
		return nil, err
	case packed == nil:
		return append(reuse[:0], raw...), nil
	case rawSize > maxBlob:
		return nil, fmt.Errorf("it says that it unpacks to %d bytes, more than the format's 32 MiB", rawSize)
	}
	z.in.Reset(packed)
	if z.z == nil {
		z.z, err = zlib.NewReader(&z.in)
	} else {
		err = z.z.(zlib.Resetter).Reset(&z.in, nil)
	}
	if err != nil {
		return nil, err
	}
	if uint64(cap(reuse)) < rawSize {
		reuse = make([]byte, rawSize)
	}
	out := reuse[:rawSize]
	if _, err := io.ReadFull(z.z, out); err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	var rest [1]byte
	if n, err := z.z.Read(rest[:]); n > 0 || err != nil && err != io.EOF {
		return nil, errors.New("it unpacks to more than it says, or its checksum is wrong")
	}
	return out, nil
}

// parseBlob gives the content of a Blob message as it is, or packed with its size.
func parseBlob(b []byte) (raw, packed []byte, rawSize uint64, err error) {
	w := wire{b: b}
	for {
		switch field, t := w.next(); field {
		case 0:
			if w.bad {
				err = errors.New("not a Blob message")
			}
			return raw, packed, rawSize, err
		case 1:
			raw = w.message(t).b
		case 2:
			rawSize = w.number(t)
		case 3:
			packed = w.message(t).b
		case 4, 5, 6, 7:
			return nil, nil, 0, errors.New("it is packed with something other than zlib: write the file with zlib")
		default:
			w.skip(t)
		}
	}
}

// readHeader takes what an OSMHeader block says.
func readHeader(raw []byte, e *extract) error {
	w := wire{b: raw}
	for {
		switch field, t := w.next(); field {
		case 0:
			if w.bad {
				return errors.New("header block is damaged")
			}
			return nil
		case 1:
			readBounds(w.message(t), e)
		case 4:
			switch feature := string(w.message(t).b); feature {
			case "OsmSchema-V0.6", "DenseNodes":
			case "HistoricalInformation":
				return errors.New("is a history file; take an extract of one date from it")
			default:
				return fmt.Errorf("needs the feature %q, which is not known here", feature)
			}
		case 16:
			e.program = e.intern(w.message(t).b)
		case 32:
			if s := int64(w.number(t)); s > 0 && s < 1<<33 {
				e.date = time.Unix(s, 0).UTC().Format(time.DateOnly)
			}
		default:
			w.skip(t)
		}
	}
}

// readBounds takes a HeaderBBox: left, right, top, bottom in 1e-9 degree.
func readBounds(w wire, e *extract) {
	var v [5]int64
	found := 0
	for {
		field, t := w.next()
		if field == 0 {
			break
		}
		if field > 4 || t != varintType {
			w.skip(t)
			continue
		}
		v[field] = w.sint()
		found++
	}
	lo, okLo := e7FromNano(v[1], v[4])
	hi, okHi := e7FromNano(v[2], v[3])
	if found == 4 && okLo && okHi && lo.Lon < hi.Lon && lo.Lat < hi.Lat {
		e.bounds = geo.Box{Min: lo, Max: hi}
	}
}

// e7FromNano rounds a place in 1e-9 degree, half away from zero; false when it is not on the earth.
func e7FromNano(lon, lat int64) (geo.E7, bool) {
	if lon < -180e9 || lon > 180e9 || lat < -90e9 || lat > 90e9 {
		return geo.E7{}, false
	}
	return geo.E7{Lon: roundNano(lon), Lat: roundNano(lat)}, true
}

func roundNano(v int64) int32 {
	if v < 0 {
		return int32((v - 50) / 100)
	}
	return int32((v + 50) / 100)
}
