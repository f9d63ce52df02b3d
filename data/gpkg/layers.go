package gpkg

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"

	"circle15/data"
	"circle15/geo"
	"circle15/indicators"
)

// PutLayer stores an import as the next version of the layer of its name and returns the record with that version.
// It replaces the version before for everything that is computed from now on; one that a run used is kept for it. The
// streets of a workspace come from one layer, and a community's id is in one layer only: a second one is an
// error that names the first. The first communities decide the frame of the workspace.
func (w *Workspace) PutLayer(ctx context.Context, im *data.Import) (data.Layer, error) {
	l := im.Layer
	if l.Name == "" {
		return l, fmt.Errorf("store a layer: it has no name")
	}
	err := w.write(ctx, fmt.Sprintf("store layer %q", l.Name), func(c *sqlite.Conn) (err error) {
		l, err = w.putLayer(c, im)
		return err
	})
	return l, err
}

func (w *Workspace) putLayer(c *sqlite.Conn, im *data.Import) (data.Layer, error) {
	l := im.Layer
	if err := w.checkRivals(c, im); err != nil {
		return l, err
	}
	before := 0
	if err := each(c, func(s *sqlite.Stmt) error { l.Version, before = s.ColumnInt(0)+1, s.ColumnInt(1); return nil },
		"SELECT coalesce(max(version), 0), coalesce(max(version) FILTER (WHERE latest = 1), 0) FROM c15_layers WHERE name = ?", l.Name); err != nil {
		return l, err
	}
	if err := w.insertLayer(c, l, im); err != nil {
		return l, err
	}
	if err := logImport(c, l, before, im.Record); err != nil {
		return l, err
	}
	if err := fixFrame(c, im.Communities); err != nil {
		return l, err
	}
	if err := replaceFeatures(c, l.Name, im); err != nil {
		return l, err
	}
	return l, dropUnused(c)
}

func (w *Workspace) insertLayer(c *sqlite.Conn, l data.Layer, im *data.Import) error {
	record, err := json.Marshal(l)
	if err != nil {
		return err
	}
	findings := slices.Clone(im.Findings)
	for i := range findings {
		findings[i].Layer = l.Name
	}
	list, err := json.Marshal(findings)
	if err != nil {
		return err
	}
	extent := &writer{}
	extent.places(l.Extent)
	if err := execute(c, "UPDATE c15_layers SET latest = 0 WHERE name = ?", l.Name); err != nil {
		return err
	}
	if err := execute(c, "INSERT INTO c15_layers (name, version, latest, kind, record, extent, findings) VALUES (?, ?, 1, ?, ?, ?, ?)",
		l.Name, l.Version, string(l.Kind), string(record), extent.b, string(list)); err != nil {
		return err
	}
	parts := partsOf(im)
	for _, part := range sortedKeys(parts) {
		id, err := w.putBlob(c, parts[part])
		if err != nil {
			return err
		}
		if err := execute(c, "INSERT INTO c15_content (layer, version, part, blob) VALUES (?, ?, ?, ?)", l.Name, l.Version, part, id); err != nil {
			return err
		}
	}
	return nil
}

// checkRivals refuses streets and communities that another layer holds already.
func (w *Workspace) checkRivals(c *sqlite.Conn, im *data.Import) error {
	others, err := w.latestParts(c, func(layer, part string) bool {
		return layer != im.Layer.Name && (part == partStreets && im.Streets != nil || part == partCommunities && len(im.Communities) > 0)
	})
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.part == partStreets {
			return &data.FileError{File: im.Layer.Source, What: fmt.Sprintf("the streets of this workspace are those of layer %q already", o.layer),
				Advice: fmt.Sprintf("import it with --as %s to replace them", o.layer)}
		}
		b, err := w.getBlob(c, o.blob)
		if err != nil {
			return err
		}
		have, err := decodeCommunities(b)
		if err != nil {
			return err
		}
		if id, both := firstShared(have, im.Communities); both {
			return &data.FileError{File: im.Layer.Source, What: fmt.Sprintf("community %s is in layer %q already", id, o.layer),
				Advice: fmt.Sprintf("import it with --as %s to replace that layer", o.layer)}
		}
	}
	return nil
}

func firstShared(a, b []indicators.Community) (string, bool) {
	ids := make(map[string]bool, len(a))
	for i := range a {
		ids[a[i].ID] = true
	}
	for i := range b {
		if ids[b[i].ID] {
			return b[i].ID, true
		}
	}
	return "", false
}

// content is where a part of a layer is.
type content struct {
	layer, part string
	blob        int64
}

// latestParts are the parts of the latest versions that are wanted, by layer.
func (w *Workspace) latestParts(c *sqlite.Conn, want func(layer, part string) bool) (out []content, err error) {
	err = each(c, func(s *sqlite.Stmt) error {
		if p := (content{s.ColumnText(0), s.ColumnText(1), s.ColumnInt64(2)}); want(p.layer, p.part) {
			out = append(out, p)
		}
		return nil
	}, `SELECT p.layer, p.part, p.blob FROM c15_content p JOIN c15_layers l ON l.name = p.layer AND l.version = p.version
		WHERE l.latest = 1 ORDER BY p.layer, p.part`)
	return out, err
}

// fixFrame stores the centre of the frame near the middle of the first communities.
func fixFrame(c *sqlite.Conn, cs []indicators.Community) error {
	if len(cs) == 0 {
		return nil
	}
	if _, ok, err := meta(c, "frame"); err != nil || ok {
		return err
	}
	box := geo.EmptyBox()
	for i := range cs {
		box = box.Union(cs[i].Shape.Box())
	}
	middle := geo.E7{
		Lon: int32((int64(box.Min.Lon) + int64(box.Max.Lon)) / 2),
		Lat: int32((int64(box.Min.Lat) + int64(box.Max.Lat)) / 2),
	}
	centre, ok := geo.ToE7(geo.FrameNear(middle.Point()).Centre())
	if !ok {
		return fmt.Errorf("communities around %v: their middle is not on the earth", middle.Point())
	}
	return setMeta(c, "frame", fmt.Sprintf("%d,%d", centre.Lon, centre.Lat))
}

// Frame is the centre of the frame that everything is computed in; false before the first communities.
func (w *Workspace) Frame(ctx context.Context) (geo.E7, bool, error) {
	var centre geo.E7
	var ok bool
	err := w.read(ctx, "read the frame", func(c *sqlite.Conn) error {
		var text string
		var err error
		if text, ok, err = meta(c, "frame"); err != nil || !ok {
			return err
		}
		if _, err := fmt.Sscanf(text, "%d,%d", &centre.Lon, &centre.Lat); err != nil {
			return fmt.Errorf("%w: frame %q", errDamaged, text)
		}
		return nil
	})
	return centre, ok, err
}

// Layers are the layers in their latest versions, by name.
func (w *Workspace) Layers(ctx context.Context) ([]data.Layer, error) {
	var out []data.Layer
	err := w.read(ctx, "read the layers", func(c *sqlite.Conn) (err error) {
		out, err = latestLayers(c)
		return err
	})
	return out, err
}

func latestLayers(c *sqlite.Conn) ([]data.Layer, error) {
	return layersWhere(c, "latest = 1")
}

func layersWhere(c *sqlite.Conn, where string, args ...any) (out []data.Layer, err error) {
	err = each(c, func(s *sqlite.Stmt) error {
		l, err := scanLayer(s)
		out = append(out, l)
		return err
	}, "SELECT record, extent FROM c15_layers WHERE "+where+" ORDER BY name, version", args...)
	return out, err
}

func scanLayer(s *sqlite.Stmt) (data.Layer, error) {
	var l data.Layer
	if err := json.Unmarshal([]byte(s.ColumnText(0)), &l); err != nil {
		return l, fmt.Errorf("%w: record of a layer: %w", errDamaged, err)
	}
	r := &reader{b: columnBytes(s, 1)}
	l.Extent = r.ring()
	return l, r.end("extent of layer " + l.Name)
}

// Findings are those of the import of the layer's latest version, or of all layers when layer is empty.
// data.ErrNotFound: there is no such layer.
func (w *Workspace) Findings(ctx context.Context, layer string) ([]data.Finding, error) {
	var out []data.Finding
	err := w.read(ctx, "read the findings", func(c *sqlite.Conn) error {
		found := layer == ""
		err := each(c, func(s *sqlite.Stmt) error {
			found = true
			fs, err := scanFindings(s)
			out = append(out, fs...)
			return err
		}, "SELECT findings FROM c15_layers WHERE latest = 1 AND (?1 = '' OR name = ?1) ORDER BY name", layer)
		if err == nil && !found {
			err = fmt.Errorf("layer %q: %w", layer, data.ErrNotFound)
		}
		return err
	})
	return out, err
}

func scanFindings(s *sqlite.Stmt) (fs []data.Finding, err error) {
	if err := json.Unmarshal([]byte(s.ColumnText(0)), &fs); err != nil {
		return nil, fmt.Errorf("%w: findings of a layer: %w", errDamaged, err)
	}
	return fs, nil
}

// findingsOf are those of one version.
func findingsOf(c *sqlite.Conn, layer string, version int) (fs []data.Finding, err error) {
	err = each(c, func(s *sqlite.Stmt) error { fs, err = scanFindings(s); return err },
		"SELECT findings FROM c15_layers WHERE name = ? AND version = ?", layer, version)
	return fs, err
}
