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

// findStandard is the standard of that name with its file, and after it the files that it extends: a file with the ending .yaml or
// .yml, else an embedded one, else that of a run in the workspace, as it was then. An empty name is the workspace's
// default, else the embedded default. w may be nil.
func findStandard(ctx context.Context, w *gpkg.Workspace, name string) (*indicators.Standard, []byte, error) {
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
	dir := ""
	if isStandardFile(name) {
		dir = filepath.Dir(name)
	}
	find := standardFinder(dir, runs)
	called, file, err := "", []byte(nil), error(nil)
	if dir != "" {
		called = filepath.Base(name)
		file, err = readStandard(name)
	} else {
		called, file, err = find(name)
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := indicators.ResolveStandard(called, file, find)
	if err != nil {
		return nil, nil, err
	}
	file, err = indicators.BundleStandard(called, file, find)
	return s, file, err
}

// isStandardFile says whether a name is that of a file.
func isStandardFile(name string) bool {
	ending := strings.ToLower(filepath.Ext(name))
	return ending == ".yaml" || ending == ".yml"
}

// standardFinder finds standards: files in the folder (with an empty one: none), embedded ones, and those of runs, the last run first.
func standardFinder(dir string, runs []data.Run) indicators.StandardFinder {
	return func(name string) (string, []byte, error) {
		if isStandardFile(name) {
			if dir == "" || !filepath.IsLocal(name) {
				return "", nil, fmt.Errorf("a file that is extended lies beside the one that extends it: %s does not", name)
			}
			file, err := readStandard(filepath.Join(dir, name))
			return filepath.ToSlash(filepath.Clean(name)), file, err
		}
		if called, file, err := indicators.FindEmbedded(name); err == nil {
			return called, file, nil
		}
		known := indicators.EmbeddedIDs()
		for _, r := range slices.Backward(runs) {
			if r.Standard.ID == name && len(r.StandardFile) > 0 {
				return name, r.StandardFile, nil
			}
			known = append(known, r.Standard.ID)
		}
		slices.Sort(known)
		return "", nil, fmt.Errorf("standard %q is not known: known are %s; a file ends in .yaml", name, strings.Join(slices.Compact(known), ", "))
	}
}

func readStandard(path string) ([]byte, error) {
	src, err := data.OpenSource(path, maxStandardBytes)
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(path)
	if err := errors.Join(err, src.Close()); err != nil {
		return nil, &data.FileError{File: path, What: "cannot be read", Err: err, Advice: "check who may read it"}
	}
	return file, nil
}
