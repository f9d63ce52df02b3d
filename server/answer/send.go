package answer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// Reply describes a representation before it is made.
type Reply struct {
	ContentType string
	// Tag stands for everything the content depends on beside the address. "" means that the answer is
	// made anew each time and must not be kept.
	Tag   string
	Cache string // Cache-Control; "" means: ask again each time
}

// etag is the same for the same bytes: it covers the content, the address with its parameters, and the encoding.
func (p Reply) etag(r *http.Request, encoding string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q", p.Tag, r.URL.EscapedPath(), r.URL.Query().Encode(), encoding))
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

// Send answers with what write writes, compressed if the client takes that. It answers a conditional request with 304, and HEAD,
// without calling write.
func Send(w http.ResponseWriter, r *http.Request, p Reply, write func(io.Writer) error) error {
	encoding := encodingFor(r.Header.Get("Accept-Encoding"))
	if done := p.begin(w, r, encoding); done {
		return nil
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	if encoding == "" {
		return write(w)
	}
	z, err := packer(w, encoding)
	if err != nil {
		return err
	}
	if err := write(z); err != nil {
		return err // z is left open on purpose: the cut stream must not look complete
	}
	return z.Close()
}

// packer packs what is written to it: by gzip at the fastest level (120 MB/s, and GeoJSON still shrinks to a quarter), or by brotli
// at one that is quick enough for answers that are made as they are sent.
func packer(w io.Writer, encoding string) (io.WriteCloser, error) {
	if encoding == "br" {
		const quick = 3
		return brotli.NewWriterLevel(w, quick), nil
	}
	return gzip.NewWriterLevel(w, gzip.BestSpeed)
}

// begin sets the headers of an answer; done when the client has it already and was told so.
func (p Reply) begin(w http.ResponseWriter, r *http.Request, encoding string) (done bool) {
	h := w.Header()
	h.Set("Content-Type", p.ContentType)
	h.Add("Vary", "Accept-Encoding")
	if p.Tag == "" {
		h.Set("Cache-Control", "no-store")
	} else {
		if p.Cache == "" {
			p.Cache = "no-cache"
		}
		h.Set("Cache-Control", p.Cache)
		h.Set("ETag", p.etag(r, encoding))
		if matches(r.Header.Get("If-None-Match"), h.Get("ETag")) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	return false
}

// SendJSON answers with v.
func SendJSON(w http.ResponseWriter, r *http.Request, tag string, v any) error {
	return Send(w, r, Reply{ContentType: "application/json", Tag: tag}, func(out io.Writer) error {
		return json.NewEncoder(out).Encode(v)
	})
}

// matches says whether If-None-Match names the tag; weak tags compare like strong ones there (RFC 9110, 13.1.2).
func matches(header, etag string) bool {
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for _, t := range strings.Split(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(t), "W/") == etag {
			return true
		}
	}
	return false
}

// encodingFor chooses how an answer is packed: by gzip, or by brotli for those who like it better. Brotli packs a quarter smaller and
// takes twice as long.
func encodingFor(header string) string {
	gz, br := accepts(header, "gzip"), accepts(header, "br")
	switch {
	case br > gz:
		return "br"
	case gz > 0:
		return "gzip"
	}
	return ""
}

// accepts is the quality that Accept-Encoding gives a coding: 0 for one that is not wanted.
func accepts(header, coding string) float64 {
	any := 0.0
	for _, part := range strings.Split(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name != coding && name != "*" {
			continue
		}
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			var err error
			if q, err = strconv.ParseFloat(v, 64); err != nil || !(q >= 0 && q <= 1) {
				q = 0
			}
		}
		if name == coding {
			return q
		}
		if coding == "gzip" { // * means the usual one
			any = q
		}
	}
	return any
}

// SendPacked answers with what is packed by gzip already; with nothing, 204. For a client that does not take gzip it is unpacked.
func SendPacked(w http.ResponseWriter, r *http.Request, p Reply, packed []byte) error {
	if len(packed) == 0 {
		h := w.Header()
		if p.Cache == "" {
			p.Cache = "no-cache"
		}
		h.Set("Cache-Control", p.Cache)
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if accepts(r.Header.Get("Accept-Encoding"), "gzip") == 0 {
		return Send(w, r, p, func(out io.Writer) error {
			z, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				return fmt.Errorf("unpack an answer: %w", err)
			}
			_, err = io.Copy(out, z)
			return err
		})
	}
	return sendBytes(w, r, p, packed)
}

// sendBytes sends bytes that are packed by gzip, as they are.
func sendBytes(w http.ResponseWriter, r *http.Request, p Reply, packed []byte) error {
	if done := p.begin(w, r, "gzip"); done {
		return nil
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(packed)))
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	_, err := w.Write(packed)
	return err
}
