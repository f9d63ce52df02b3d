package answer_test

import (
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"circle15/server/answer"

	"github.com/andybalholm/brotli"
)

// What a client says of encodings, and what it gets. Those who take both get gzip, which is made in half the time.
func TestEncodings(t *testing.T) {
	text := strings.Repeat("覆盖盲区 ", 1000)
	tags := map[string]string{}
	for accept, want := range map[string]string{
		"": "", "gzip": "gzip", "br": "br", "gzip, deflate, br, zstd": "gzip", "gzip;q=0.5, br;q=0.8": "br", "gzip;q=0, br": "br", "*": "gzip",
		"identity": "", "gzip;q=0": "", "br;q=0, gzip;q=0.1": "gzip", "gzip;q=x": "", "GZIP": "gzip",
	} {
		r, w := httptest.NewRequest("GET", "/x", nil), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", accept)
		if err := answer.Send(w, r, answer.Reply{ContentType: "text/plain", Tag: "1"}, func(out io.Writer) error {
			_, err := io.WriteString(out, text)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		got := w.Header().Get("Content-Encoding")
		var body io.Reader = w.Body
		switch got {
		case "gzip":
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			body = z
		case "br":
			body = brotli.NewReader(w.Body)
		}
		b, err := io.ReadAll(body)
		if got != want || err != nil || string(b) != text {
			t.Errorf("%q gets %q, want %q; %d bytes, %v", accept, got, want, len(b), err)
		}
		if tag := w.Header().Get("ETag"); tags[got] != "" && tags[got] != tag {
			t.Errorf("%q: ETag %s, before %s", accept, tag, tags[got])
		} else {
			tags[got] = tag
		}
	}
	if tags[""] == tags["gzip"] || tags["gzip"] == tags["br"] {
		t.Errorf("encodings share an ETag: %v", tags)
	}
}

func TestBest(t *testing.T) {
	offered := []string{"application/geo+json", "text/html; charset=utf-8", "text/csv; charset=utf-8"}
	for accept, want := range map[string]int{
		"": 0, "*/*": 0, "text/html": 1, "text/*": 1, "text/html;q=0.1, application/geo+json;q=0.9": 0, "text/html,application/xml;q=0.9,*/*;q=0.8": 1,
		"image/png": -1, "text/html;q=0, */*": 0, "application/*;q=0, */*;q=0.5": 1, "text/csv;header=present": 2,
	} {
		w := ""
		if want >= 0 {
			w = offered[want]
		}
		if got := answer.Best(accept, offered); got != w {
			t.Errorf("%q: %q, want %q", accept, got, w)
		}
	}
}
