package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/indicators"
)

// maxStandardBytes is more than any standard's file has; the parser has a limit of its own.
const maxStandardBytes = 1 << 20

// findStandard is the standard of that name with its file: a file with the ending .yaml or .yml, else an embedded one, else that of a
// run in the workspace, as it was then. An empty name is the workspace's default, else the embedded default. w may be nil.
func findStandard(ctx context.Context, w *gpkg.Workspace, name string) (*indicators.Standard, []byte, error) {
	if ending := strings.ToLower(filepath.Ext(name)); ending == ".yaml" || ending == ".yml" {
		return standardFromFile(name)
	}
	var runs []data.Run
	if w != nil {
		var err error
		if name == "" {
			if name, err = w.DefaultStandard(ctx); err != nil {
				return nil, nil, err
			}
		}
		if runs, err = w.Runs(ctx); err != nil {
			return nil, nil, err
		}
	}
	if name == "" {
		name = indicators.DefaultStandard
	}
	if file, ok := indicators.Embedded(name); ok {
		s, err := indicators.ParseStandard(name, file)
		return s, file, err
	}
	known := indicators.EmbeddedIDs()
	for _, r := range slices.Backward(runs) {
		if r.Standard.ID == name {
			return r.Standard, r.StandardFile, nil
		}
		known = append(known, r.Standard.ID)
	}
	slices.Sort(known)
	return nil, nil, fmt.Errorf("standard %q is not known: known are %s; a file ends in .yaml", name, strings.Join(slices.Compact(known), ", "))
}

func standardFromFile(path string) (*indicators.Standard, []byte, error) {
	src, err := data.OpenSource(path, maxStandardBytes)
	if err != nil {
		return nil, nil, err
	}
	file, err := os.ReadFile(path)
	if err := errors.Join(err, src.Close()); err != nil {
		return nil, nil, &data.FileError{File: path, What: "cannot be read", Err: err, Advice: "check who may read it"}
	}
	s, err := indicators.ParseStandard(filepath.Base(path), file)
	return s, file, err
}
