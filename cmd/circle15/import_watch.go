package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/indicators"
)

// settleFor is how long a file must not have changed before it is read: offices copy large files over slow networks.
const settleFor = 2 * time.Second

type watchOptions struct {
	once bool
}

func (a *app) importWatchCommand() *cobra.Command {
	var o watchOptions
	c := &cobra.Command{
		Use:   "watch FOLDER",
		Short: "import the files of a folder when they come or change, until Ctrl+C: each is named after its layer",
		Long: `Import the files of a folder when they come or change, until Ctrl+C.

Each file is named after its layer: breakfast.csv is layer breakfast, communities.geojson the communities, and so are residents, osm, gtfs and the
tables that the workspace has. A name that no layer has yet is taken as a category. A layer keeps its datum (of tables), completeness, licence
and attribution. A file that the layer holds already is passed over; one that cannot be read is told and tried again when it changes.`,
		Example: `  circle15 import watch /srv/incoming
  circle15 -w city.gpkg import watch incoming --once`,
		Args: exactly(1, "FOLDER"),
		RunE: func(c *cobra.Command, args []string) error { return a.watch(c.Context(), args[0], o) },
	}
	c.Flags().BoolVar(&o.once, "once", false, "import what is there, and end")
	return c
}

// watch looks into the folder every second.
func (a *app) watch(ctx context.Context, dir string, o watchOptions) error {
	if _, err := os.ReadDir(dir); err != nil {
		return &data.FileError{File: dir, What: "is no folder that can be read", Err: err, Advice: "make it, or check who may read it"}
	}
	seen := map[string]string{} // stamp of each file that was dealt with
	var failed error
	for {
		files, err := settled(dir, o.once)
		if err != nil {
			return err
		}
		for _, f := range files {
			if seen[f.path] == f.stamp {
				continue
			}
			seen[f.path] = f.stamp
			if err := a.importDropped(ctx, f.path); ctx.Err() != nil {
				return nil // Ctrl+C is how it ends
			} else if err != nil {
				failed = errors.Join(failed, err)
				a.message("circle15: %v", err)
			}
			if err := a.out.Flush(); err != nil {
				return fmt.Errorf("write the result: %w", err)
			}
		}
		if o.once {
			return failed
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(time.Second):
		}
	}
}

// dropped is a file in the folder, with what changes when it is written again.
type dropped struct{ path, stamp string }

// settled are the files that nobody writes any more, by name; with all, every file.
func settled(dir string, all bool) ([]dropped, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, &data.FileError{File: dir, What: "can no longer be read", Err: err, Advice: "check the folder"}
	}
	var out []dropped
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~") || layerOf(e.Name()) == "" {
			continue // gone meanwhile, or a part of something
		}
		if all || time.Since(info.ModTime()) >= settleFor {
			out = append(out, dropped{filepath.Join(dir, e.Name()), fmt.Sprint(info.Size(), info.ModTime().UnixNano())})
		}
	}
	return out, nil
}

// droppedEndings are those of files that are layers by themselves; the parts of a Shapefile beside its .shp are not.
var droppedEndings = []string{".osm.pbf", ".osm.gz", ".osm.bz2", ".osm", ".shp.zip", ".zip", ".shp", ".geojson", ".geojsonl", ".csv", ".tsv", ".xlsx", ".gpkg", ".kml", ".kmz"}

// layerOf is the layer that a file is named after; empty for one that is no layer.
func layerOf(file string) string {
	lower := strings.ToLower(file)
	for _, ending := range droppedEndings {
		if name, ok := strings.CutSuffix(lower, ending); ok {
			return file[:len(name)]
		}
	}
	return ""
}

// importDropped imports a file as a user would, unless the layer holds it already.
func (a *app) importDropped(ctx context.Context, path string) error {
	src, err := data.OpenSource(path, 4<<30)
	if err != nil {
		return err
	}
	if err := src.Close(); err != nil {
		return err
	}
	name := layerOf(filepath.Base(path))
	layers, err := a.layersNow(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(layers, func(l data.Layer) bool { return l.Name == name })
	if i >= 0 && layers[i].Checksum == src.Checksum {
		return nil
	}
	before := &data.Layer{}
	if i >= 0 {
		before = &layers[i]
	}
	args, err := droppedArgs(name, path, before)
	if err != nil {
		return err
	}
	sub := *a
	root := sub.root()
	args = append([]string{"-w", a.workspace, "--lang", a.lang, "--by", a.by, fmt.Sprintf("--json=%t", a.json)}, args...)
	root.SetArgs(args)
	err = root.ExecuteContext(ctx)
	a.issues = a.issues || sub.issues
	return err
}

// droppedArgs is the command that imports a file under the name of its layer, with what was said of the version before.
func droppedArgs(name, path string, before *data.Layer) ([]string, error) {
	kind := before.Kind
	if known := data.Kind(name); kind == "" && slices.Contains([]data.Kind{data.KindOSM, data.KindGTFS, data.KindCommunities, data.KindResidents}, known) {
		kind = known
	} else if kind == "" && isOSM(path) {
		kind = data.KindOSM
	} else if kind == "" && name == indicators.CommunityTable {
		kind = data.KindTable
	}
	args := []string{"import", string(kind), path, "--as", name}
	switch kind {
	case data.KindFacilities, data.KindEdits, "":
		category := name
		if kind == data.KindFacilities && len(before.Categories) == 1 {
			category = before.Categories[0]
		} else if len(before.Categories) > 1 {
			return nil, &data.FileError{File: path, What: fmt.Sprintf("layer %s has several categories, and the file's name does not say which column they are in", name),
				Advice: "import it with circle15 import layer --category-from COLUMN, or a file for each category"}
		}
		args = []string{"import", "layer", category, path, "--as", name}
	}
	for _, f := range [][2]string{{"--complete", string(before.Completeness)}, {"--licence", before.Licence}, {"--attribution", before.Attribution}} {
		if f[1] != "" && kind != data.KindOSM && kind != data.KindGTFS {
			args = append(args, f[0], f[1])
		}
	}
	ending := strings.ToLower(filepath.Ext(path))
	if d := before.Datum; d != "" && d != "wgs84" && slices.Contains([]string{".csv", ".tsv", ".xlsx"}, ending) && kind != data.KindTable {
		args = append(args, "--datum", d)
	}
	if before.Restricted {
		args = append(args, "--restricted")
	}
	return args, nil
}

// layersNow are the layers of the workspace; none when it is not there yet.
func (a *app) layersNow(ctx context.Context) (layers []data.Layer, err error) {
	w, err := gpkg.Open(a.workspace, gpkg.ReadOnly)
	if errors.Is(err, data.ErrNoWorkspace) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	layers, err = w.Layers(ctx)
	return layers, errors.Join(err, w.Close())
}
