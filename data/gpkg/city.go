package gpkg

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/geo/network"
	"circle15/indicators"
)

// City is the content of the latest versions of all layers when layers is nil, else exactly of those
// versions: data.ErrNotFound when one is not there. The order does not depend on that of imports.
func (w *Workspace) City(ctx context.Context, layers []data.Layer) (*data.City, error) {
	city := &data.City{}
	err := w.read(ctx, "load the city", func(c *sqlite.Conn) (err error) {
		if layers == nil {
			city.Layers, err = latestLayers(c)
		} else {
			city.Layers, err = exactLayers(c, layers)
		}
		if err != nil {
			return err
		}
		for _, l := range city.Layers {
			if err := w.addLayer(c, city, l); err != nil {
				return fmt.Errorf("layer %q: %w", l.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(city.Facilities, func(a, b indicators.Facility) int {
		return cmp.Or(strings.Compare(a.Category, b.Category), strings.Compare(a.Layer, b.Layer), strings.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(city.Edits, func(a, b network.Edit) int { return strings.Compare(a.ID, b.ID) })
	slices.SortStableFunc(city.Communities, func(a, b indicators.Community) int { return strings.Compare(a.ID, b.ID) })
	city.MatchTables()
	return city, nil
}

// exactLayers are the records of those versions, by name.
func exactLayers(c *sqlite.Conn, layers []data.Layer) ([]data.Layer, error) {
	out := make([]data.Layer, 0, len(layers))
	for _, l := range layers {
		found, err := layersWhere(c, "name = ? AND version = ?", l.Name, l.Version)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("layer %q, version %d: %w", l.Name, l.Version, data.ErrNotFound)
		}
		out = append(out, found[0])
	}
	slices.SortFunc(out, func(a, b data.Layer) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// contentOf is what a version of a layer holds.
func (w *Workspace) contentOf(c *sqlite.Conn, l data.Layer) (*data.Import, error) {
	var parts []content
	if err := each(c, func(s *sqlite.Stmt) error {
		parts = append(parts, content{l.Name, s.ColumnText(0), s.ColumnInt64(1)})
		return nil
	}, "SELECT part, blob FROM c15_content WHERE layer = ? AND version = ? ORDER BY part", l.Name, l.Version); err != nil {
		return nil, err
	}
	im := &data.Import{Layer: l}
	for _, p := range parts {
		b, err := w.getBlob(c, p.blob)
		if err != nil {
			return nil, err
		}
		if err := decodePart(im, p.part, b); err != nil {
			return nil, err
		}
	}
	for i := range im.Facilities {
		im.Facilities[i].Layer = l.Name
	}
	return im, nil
}

// addLayer adds the content of a version to the city.
func (w *Workspace) addLayer(c *sqlite.Conn, city *data.City, l data.Layer) error {
	im, err := w.contentOf(c, l)
	if err != nil {
		return err
	}
	if im.Streets != nil {
		city.Streets = im.Streets
	}
	city.Facilities = append(city.Facilities, im.Facilities...)
	city.Communities = append(city.Communities, im.Communities...)
	city.Residents = data.JoinResidents(city.Residents, im.Residents)
	city.Ground = append(city.Ground, im.Ground...)
	city.Edits = append(city.Edits, im.Edits...)
	if im.Table != nil {
		im.Table.Name, im.Table.Layer = l.Name, l.Name
		city.Tables = append(city.Tables, *im.Table) // the layers come by name
	}
	return nil
}
