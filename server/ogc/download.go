package ogc

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"time"

	"circle15/data"
	"circle15/data/publish"
	"circle15/geo/crs"
	"circle15/server/answer"
)

// Download is a format of whole files.
type Download struct {
	ID     string // as in f= and after a dot: "fgb"
	Media  string
	Title  string
	Ranges bool // the same features give the same bytes, so that parts of a file can be fetched
	Write  func(w io.Writer, l DownloadLayer) error
}

// DownloadLayer is what is written into a file.
type DownloadLayer struct {
	Name, Title string
	Geometry    publish.Geometry
	Fields      []data.Field
	Features    []data.Feature
	System      crs.System
	Chinese     bool // meanings of columns
}

// downloadsAtOnce is how many files are made at once: each is made in memory.
const downloadsAtOnce = 2

// sendDownload makes the file and sends it, or the parts of it that are asked for.
func (s *Service) sendDownload(w http.ResponseWriter, p *results, d *Download) error {
	h := w.Header()
	h.Set("Content-Type", d.Media)
	h.Set("Content-Disposition", `attachment; filename="`+p.c.ID+`.`+d.ID+`"`)
	h.Set("Cache-Control", "no-cache")
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", p.run.Tag, p.r.URL.EscapedPath(), p.r.URL.Query().Encode()))
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	switch {
	case p.r.Header.Get("If-None-Match") == h.Get("ETag"):
		h.Del("Content-Type")
		w.WriteHeader(http.StatusNotModified)
		return nil
	case p.r.Method == http.MethodHead:
		w.WriteHeader(http.StatusOK)
		return nil
	}
	select {
	case s.downloads <- struct{}{}:
		defer func() { <-s.downloads }()
	default:
		return &answer.Problem{Kind: answer.Busy}
	}
	features := make([]data.Feature, len(p.part))
	for i, at := range p.part {
		features[i] = p.chosen(int(at))
	}
	var b bytes.Buffer
	if err := d.Write(&b, DownloadLayer{p.c.ID, p.say(p.c.Title.Zh, p.c.Title.En), p.c.Geometry, p.fields(), features, p.q.crs, p.lang == "zh"}); err != nil {
		return fmt.Errorf("make %s of %s: %w", d.ID, p.c.ID, err)
	}
	if !d.Ranges {
		h.Set("Accept-Ranges", "none")
		p.r.Header.Del("Range")
	}
	http.ServeContent(w, p.r, "", time.Time{}, bytes.NewReader(b.Bytes()))
	return nil
}

// offered are the formats of items: those of pages, then whole files.
func (s *Service) offered() []format {
	out := itemsFormats[:len(itemsFormats):len(itemsFormats)]
	for _, d := range s.opt.Downloads {
		out = append(out, format{d.ID, d.Media, d.Title})
	}
	return out
}

// download is the whole-file format of that id; nil for those of pages.
func (s *Service) download(id string) *Download {
	for i := range s.opt.Downloads {
		if s.opt.Downloads[i].ID == id {
			return &s.opt.Downloads[i]
		}
	}
	return nil
}
