package demo

import (
	"fmt"
	"os"
	"path/filepath"
)

// What the files say of themselves. Attribution marks the layers of a demo.
const (
	dataDate    = "2026-03-01"
	Attribution = "Invented data of the circle15 demo city"
	licence     = "CC0-1.0"
)

// Import is a file of the demo city and how it is imported: circle15 import Verb Before… FILE Flags….
type Import struct {
	File   string   // its name in the folder
	Verb   string   // osm, gtfs, communities, residents, layer
	Before []string // what stands before the file: the category of a layer
	Flags  []string
}

// Args are the arguments of circle15 that import the file from dir.
func (i Import) Args(dir string) []string {
	args := append([]string{"import", i.Verb}, i.Before...)
	return append(append(args, filepath.Join(dir, i.File)), i.Flags...)
}

// Manifest is what was written, in the order in which it is imported.
type Manifest struct {
	Seed    uint64
	Imports []Import
}

// Write makes the city of a seed and writes its files into dir, which must exist. Files of the same names are
// replaced. The same seed gives the same bytes.
func Write(dir string, seed uint64) (Manifest, error) {
	m := Manifest{Seed: seed, Imports: []Import{
		{File: "demo.osm", Verb: "osm", Flags: []string{"--licence", licence, "--attribution", Attribution}},
		{File: "gtfs.zip", Verb: "gtfs", Flags: []string{"--licence", licence, "--attribution", Attribution, "--complete", "yes"}},
		{File: "communities.geojson", Verb: "communities"},
		{File: "residents.csv", Verb: "residents", Flags: []string{"--weight", "人口", "--group", "elderly=老人", "--group", "children=儿童", "--date", dataDate, "--licence", licence}},
		{File: "facilities.csv", Verb: "layer", Flags: []string{"--category-from", "类别", "--as", "own", "--date", dataDate, "--licence", licence}},
		{File: "breakfast.csv", Verb: "layer", Before: []string{"breakfast"}, Flags: []string{"--encoding", "gb18030", "--map", "kind=形式", "--date", dataDate, "--licence", licence}},
	}}
	files, err := draw(seed)
	if err != nil {
		return m, fmt.Errorf("draw the demo city: %w", err)
	}
	for i, imp := range m.Imports {
		if err := os.WriteFile(filepath.Join(dir, imp.File), files[i], 0o644); err != nil {
			return m, fmt.Errorf("write the demo city: %w", err)
		}
	}
	return m, nil
}

// draw makes the content of the files, in the order of the manifest.
func draw(seed uint64) ([][]byte, error) {
	c := newCity(seed)
	c.streets()
	c.barriers()
	c.blocks()
	c.routes()
	c.facilities()
	feed, err := c.feed()
	if err != nil {
		return nil, err
	}
	communities, err := c.communities()
	if err != nil {
		return nil, err
	}
	breakfast, err := c.breakfastTable()
	if err != nil {
		return nil, err
	}
	osm := c.osm.bytes(c.e7(spot{-extentX, -extentY}), c.e7(spot{extentX, extentY}))
	return [][]byte{osm, feed, communities, c.residents(), c.ownTable(), breakfast}, nil
}
