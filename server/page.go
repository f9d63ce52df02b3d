package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"

	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// page is the files of the map page, in memory.
type page struct {
	index  asset
	assets map[string]asset // by name in the folder assets
}

type asset struct {
	contentType, tag string
	bytes            []byte
}

// mediaTypes are those of the files that the page is built of. A system's own table is not asked: on
// Windows it takes scripts for text.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".json": "application/json",
}

func newPage(files fs.FS) (*page, error) {
	p := &page{assets: map[string]asset{}}
	var err error
	if p.index, err = readAsset(files, "index.html"); err != nil {
		return nil, fmt.Errorf("the map page: %w", err)
	}
	names, err := fs.Glob(files, "assets/*")
	if err != nil {
		return nil, fmt.Errorf("the map page: %w", err)
	}
	for _, name := range names {
		a, err := readAsset(files, name)
		if err != nil {
			return nil, fmt.Errorf("the map page: %w", err)
		}
		p.assets[path.Base(name)] = a
	}
	return p, nil
}

func readAsset(files fs.FS, name string) (asset, error) {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return asset{}, err
	}
	a := asset{contentType: mediaTypes[path.Ext(name)], bytes: b}
	if a.contentType == "" {
		a.contentType = "application/octet-stream"
	}
	sum := sha256.Sum256(b)
	a.tag = hex.EncodeToString(sum[:8])
	return a, nil
}

func (s *Server) getPage(w http.ResponseWriter, r *http.Request) error {
	return sendAsset(w, r, s.page.index, "no-cache")
}

// getAsset sends a file whose name holds the hash of its content, so it never changes.
func (s *Server) getAsset(w http.ResponseWriter, r *http.Request) error {
	a, ok := s.page.assets[mux.Vars(r)["file"]]
	if !ok {
		return &answer.Problem{Kind: answer.NoSuchPath, Got: r.URL.Path}
	}
	return sendAsset(w, r, a, "public, max-age=31536000, immutable")
}

func sendAsset(w http.ResponseWriter, r *http.Request, a asset, cache string) error {
	return answer.Send(w, r, answer.Reply{ContentType: a.contentType, Tag: a.tag, Cache: cache}, func(out io.Writer) error {
		_, err := out.Write(a.bytes)
		return err
	})
}
