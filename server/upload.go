package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"circle15/data"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// The bounds of uploads.
const (
	maxUploadBytes = 64 << 20
	uploadsAtOnce  = 2
	uploadTimeout  = 5 * time.Minute // for the body: 64 MiB at 1.8 Mbit/s
	mostFields     = 64              // map.FIELD parameters
)

// uploadOptions are the parameters of an upload that become options of the import: the flags of circle15 import without their dashes.
var uploadOptions = []string{"category", "category_from", "as", "id", "name", "district", "weight", "key", "datum", "encoding", "table",
	"complete", "date", "licence", "attribution", "restricted", "standard"}

// uploadParams are all; map says which columns hold what, as field=column with commas between.
var uploadParams = append(append([]string{"file", "append", "map"}, uploadOptions...), "lang")

// fileForm is a name that a file may have here: no folder, no dot in front, no letter that a system takes for more than a letter.
var fileForm = regexp.MustCompile(`^[\p{L}\p{N}_][\p{L}\p{N}_ ().-]{0,99}$`)

func (s *Server) postLayer(w http.ResponseWriter, r *http.Request) error {
	up, err := readUpload(r)
	if err != nil {
		return err
	}
	if s.opt.Writer == nil {
		return &answer.Problem{Kind: answer.NoWriting}
	}
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	default:
		return &answer.Problem{Kind: answer.TooFast}
	}
	dir, err := os.MkdirTemp("", "circle15-upload-")
	if err != nil {
		return fmt.Errorf("make a folder for an upload: %w", err)
	}
	up.Path = filepath.Join(dir, up.Path)
	if err := receive(w, r, up.Path); err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	by := callerOf(r).Name
	j, err := s.start(r.Context(), "import "+up.Kind, by, func(ctx context.Context, d Desk, tell data.Progress) (any, error) {
		im, err := d.Import(ctx, up, tell)
		if removed := os.RemoveAll(dir); err == nil {
			err = removed
		}
		return im, err
	})
	if err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	return s.accepted(w, r, j)
}

// readUpload reads what is said about the file.
func readUpload(r *http.Request) (Upload, error) {
	q := r.URL.Query()
	up := Upload{Kind: mux.Vars(r)["kind"], Path: q.Get("file"), Options: map[string]string{}, Fields: map[string]string{}, Append: q.Get("append") == "true"}
	if !slices.Contains(UploadKinds, up.Kind) {
		return up, &answer.Problem{Kind: answer.NoSuchThing, Name: "kind", Got: up.Kind, Allowed: UploadKinds}
	}
	if !fileForm.MatchString(up.Path) {
		return up, &answer.Problem{Kind: answer.BadParameter, Name: "file", Got: up.Path, Allowed: []string{"the name of the file with its ending, as breakfast.csv"}}
	}
	for _, name := range []string{"append", "restricted"} {
		if err := answer.OneOf(q, name, []string{"true", "false"}); err != nil {
			return up, err
		}
	}
	if (q.Get("category") == "") == (q.Get("category_from") == "") && up.Kind == "layer" {
		return up, &answer.Problem{Kind: answer.BadParameter, Name: "category", Got: q.Get("category"), Allowed: []string{"the category of the facilities, or category_from: the column that has it"}}
	}
	for _, name := range uploadOptions {
		if v := q.Get(name); v != "" {
			up.Options[name] = v
		}
	}
	if err := up.readFields(q); err != nil {
		return up, err
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return up, &answer.Problem{Kind: answer.WrongMedia, Name: "Content-Encoding", Got: e, Allowed: []string{"identity"}}
	}
	if r.ContentLength > maxUploadBytes {
		return up, tooLarge()
	}
	return up, nil
}

// readFields reads map=field=column,field=column.
func (up *Upload) readFields(q url.Values) error {
	text := q.Get("map")
	if text == "" {
		return nil
	}
	parts := strings.Split(text, ",")
	for _, part := range parts {
		field, column, ok := strings.Cut(part, "=")
		if !ok || field == "" || column == "" || len(parts) > mostFields {
			return &answer.Problem{Kind: answer.BadParameter, Name: "map", Got: part, Allowed: []string{"field=column, with commas between"}}
		}
		up.Fields[field] = column
	}
	return nil
}

func tooLarge() *answer.Problem { return &answer.Problem{Kind: answer.LargeBody, Got: "64 MiB"} }

// receive writes the body to a file. It stops at the limit, whatever the headers said.
func receive(w http.ResponseWriter, r *http.Request, path string) error {
	// A deadline that cannot be set, as in tests without a connection, is none.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTimeout))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("keep an upload: %w", err)
	}
	n, err := io.Copy(f, http.MaxBytesReader(w, r.Body, maxUploadBytes))
	if e := f.Close(); err == nil {
		err = e
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return tooLarge()
	case err != nil && r.Context().Err() == nil && errors.Is(err, io.ErrUnexpectedEOF):
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: "it ended early", Err: err}
	case err != nil:
		return fmt.Errorf("receive an upload: %w", err)
	case n == 0:
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: "it is empty: send the file as it is"}
	}
	return nil
}
