package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the arrows: a package may import what is in its own layer and those before it.
var layers = []string{"geo", "indicators", "data", "server", "cmd"}

// serverSees are the packages of data that the server may import: records, what is published of them, filters and encoders; no drivers.
var serverSees = []string{"circle15/data", "circle15/data/publish", "circle15/data/cql", "circle15/data/geojson", "circle15/data/mvt"}

// fences say where a library may be imported: by prefix of its path, the folders.
var fences = map[string][]string{
	"github.com/tidwall/":            {"geo/index"},
	"github.com/peterstace/":         {"geo/plane"},
	"github.com/gorilla/mux":         {"server"},
	"github.com/twpayne/":            {"data"},
	"github.com/paulmach/osm":        {"data/osm", "data/demo"},
	"zombiezen.com/":                 {"data/gpkg"},
	"modernc.org/":                   {"data/gpkg"},
	"database/sql":                   {"data/gpkg"},
	"github.com/klauspost/compress/": {"data", "server"},
	"github.com/andybalholm/":        {"server/answer"},
	"github.com/goccy/go-yaml":       {"indicators"},
	"github.com/spf13/":              {"cmd/circle15"},
	"github.com/xuri/":               {"data/xlsx"},
	"github.com/schollz/":            {"cmd/circle15"},
	"net/http":                       {"server"},
	"github.com/prometheus/":         {"server"},
	"golang.org/x/time/":             {"server"},
	"github.com/getkin/":             {}, // in tests only
}

// pure are the folders that touch no file, no network, no clock, no log and no random source; forbidden is what would.
var pure = []string{"geo", "indicators"}
var forbidden = []string{"os", "io/fs", "net", "database/sql", "log", "math/rand", "syscall", "path/filepath"}

// source is one parsed file that is no test.
type source struct {
	folder string // from the root, with slashes
	path   string
	file   *ast.File
	fset   *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	root := repository(t)
	var out []source
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "testdata" || name == "node_modules" || name == "bin" || strings.HasPrefix(name, ".") && path != root) {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		out = append(out, source{filepath.ToSlash(rel), path, f, fset})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d files found below %s", len(out), root)
	}
	return out
}

// repository is the folder with go.mod.
func repository(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}

func within(folder, of string) bool { return folder == of || strings.HasPrefix(folder, of+"/") }

// complaints are what is wrong with one import of a package in that folder.
func complaints(folder, path string) (out []string) {
	if own, ok := strings.CutPrefix(path, "circle15/"); ok {
		from := slices.IndexFunc(layers, func(l string) bool { return within(folder, l) })
		to := slices.IndexFunc(layers, func(l string) bool { return within(own, l) })
		if from < 0 || to < 0 || to > from {
			out = append(out, "the arrows are "+strings.Join(layers, " ← "))
		}
		if within(folder, "server") && within(own, "data") && !slices.Contains(serverSees, path) {
			out = append(out, "the server sees no drivers, only "+strings.Join(serverSees, ", "))
		}
	}
	for lib, allowed := range fences {
		if strings.HasPrefix(path, lib) && !slices.ContainsFunc(allowed, func(f string) bool { return within(folder, f) }) {
			out = append(out, fmt.Sprintf("%s… is only for %s", lib, strings.Join(allowed, ", ")))
		}
	}
	if slices.ContainsFunc(pure, func(p string) bool { return within(folder, p) }) &&
		slices.ContainsFunc(forbidden, func(f string) bool { return within(path, f) }) {
		out = append(out, "this package is pure")
	}
	return out
}

func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		for _, imp := range s.file.Imports {
			path, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range complaints(s.folder, path) {
				t.Errorf("%s imports %s: %s", s.path, path, c)
			}
			if imp.Name != nil && imp.Name.Name == "." {
				t.Errorf("%s imports %s into its own names", s.path, path)
			}
		}
	}
}

// The guard itself: what it has to complain about, and what not.
func TestComplaints(t *testing.T) {
	for _, test := range []struct {
		folder, path string
		want         bool
	}{
		{"geo/network", "circle15/indicators", true},
		{"indicators", "circle15/data", true},
		{"data/osm", "circle15/server", true},
		{"server", "circle15/data/gpkg", true},
		{"indicators", "net/url", true},
		{"indicators", "log/slog", true},
		{"indicators", "math/rand/v2", true},
		{"geo/network", "github.com/tidwall/rtree", true},
		{"data/batch", "zombiezen.com/go/sqlite", true},
		{"data/batch", "circle15/indicators", false},
		{"server", "circle15/data", false},
		{"indicators", "math", false},
		{"geo/index", "github.com/tidwall/rtree", false},
		{"cmd/circle15", "circle15/data/gpkg", false},
	} {
		if got := complaints(test.folder, test.path); (len(got) > 0) != test.want {
			t.Errorf("%s imports %s: got %v, want a complaint: %v", test.folder, test.path, got, test.want)
		}
	}
}

// The clock is not read where results are made: a run knows only the day it is told.
func TestNoClockNoInit(t *testing.T) {
	for _, s := range sources(t) {
		isPure := slices.ContainsFunc(append([]string{"data/batch"}, pure...), func(p string) bool { return within(s.folder, p) })
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && isPure && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, n.Sel.Name) {
					t.Errorf("%s reads the clock", s.fset.Position(n.Pos()))
				}
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: no init functions", s.fset.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

// Every exported name says what it is, and every package has a doc.go or a comment.
func TestExportedNamesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		documented[s.folder] = documented[s.folder] || s.file.Doc != nil
		for _, d := range s.file.Decls {
			for _, n := range undocumented(d) {
				t.Errorf("%s: %s has no comment", s.fset.Position(n.Pos()), n.Name)
			}
		}
	}
	for folder, ok := range documented {
		if !ok {
			t.Errorf("package %s has no comment", folder)
		}
	}
}

// undocumented are the exported names of a declaration without a comment of their own or of their group.
func undocumented(d ast.Decl) (out []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			out = append(out, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
					out = append(out, spec.Name)
				}
			case *ast.ValueSpec:
				for _, n := range spec.Names {
					if n.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
						out = append(out, n)
					}
				}
			}
		}
	}
	return out
}

// exportedReceiver says whether a function is one of an exported type, or of none.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}
