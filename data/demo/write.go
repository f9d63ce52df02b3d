package demo

import (
	_ "embed"
	"errors"
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
	Verb   string   // osm, gtfs, communities, residents, layer, table
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
	Seed     uint64
	Imports  []Import
	Standard string // file of the city's own standard
}

// StandardFile is the file of the city's own standard: it extends baoji-convenience-2023 and sets the numbers that the bulletin leaves open.
const StandardFile = "qinghe-2026.yaml"

//go:embed qinghe-2026.yaml
var standard []byte

// Write makes the city of a seed and writes its files into dir, which must exist. Files of the same names are
// replaced. The same seed gives the same bytes.
func Write(dir string, seed uint64) (Manifest, error) {
	m := Manifest{Seed: seed, Standard: StandardFile}
	files, err := draw(seed)
	if err != nil {
		return m, fmt.Errorf("draw the demo city: %w", err)
	}
	for _, f := range files {
		m.Imports = append(m.Imports, f.Import)
		if err := os.WriteFile(filepath.Join(dir, f.File), f.bytes, 0o644); err != nil {
			return m, fmt.Errorf("write the demo city: %w", err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, StandardFile), standard, 0o644); err != nil {
		return m, fmt.Errorf("write the standard of the demo city: %w", err)
	}
	return m, nil
}

// file is an import with its content.
type file struct {
	Import
	bytes []byte
}

// draw makes the files, in the order in which they are imported.
func draw(seed uint64) ([]file, error) {
	c := newCity(seed)
	c.streets()
	c.barriers()
	c.blocks()
	c.reservedHomes()
	c.routes()
	c.facilities()
	var out []file
	var errs []error
	add := func(bytes []byte, err error, i Import) {
		out, errs = append(out, file{i, bytes}), append(errs, err)
	}
	dated := []string{"--date", dataDate, "--licence", licence}
	named := []string{"--licence", licence, "--attribution", Attribution}
	add(c.osm.bytes(c.e7(spot{-extentX, extentS}), c.e7(spot{extentX, extentN})), nil, Import{"demo.osm", "osm", nil, named})
	feed, err := c.feed()
	add(feed, err, Import{"gtfs.zip", "gtfs", nil, append(named, "--complete", "yes")})
	communities, err := c.communities()
	add(communities, err, Import{"communities.geojson", "communities", nil, nil})
	add(c.residents(), nil, Import{"residents.csv", "residents", nil, append([]string{"--weight", "人口", "--group", "elderly=老人", "--group", "children=儿童"}, dated...)})
	add(c.ownTable(), nil, Import{"facilities.csv", "layer", nil, append([]string{"--category-from", "类别", "--as", "own"}, dated...)})
	breakfast, err := c.breakfastTable()
	add(breakfast, err, Import{"breakfast.csv", "layer", []string{"breakfast"}, append([]string{"--encoding", "gb18030", "--map", "kind=形式"}, dated...)})
	add(c.cameraTable(), nil, Import{"cameras.csv", "layer", []string{"camera"}, dated})
	grids, err := c.grids()
	add(grids, err, Import{"grids.geojson", "layer", []string{"grid"}, append([]string{"--as", "grid_areas", "--complete", "assumed"}, dated...)})
	table := func(name, key string, bytes []byte) {
		add(bytes, nil, Import{name + ".csv", "table", nil, append([]string{"--as", name, "--key", key}, dated...)})
	}
	table("community", "编号", c.communityTable())
	for _, t := range communityTemplates {
		table(t.name, "编号", c.table(t, false))
	}
	for _, t := range districtTemplates {
		table(t.name, "县区", c.table(t, true))
	}
	return out, errors.Join(errs...)
}
