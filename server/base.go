package server

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/geo"
	"circle15/geo/network"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// baseLayers are the layers of the quiet base map, in drawing order.
var baseLayers = []string{"green", "water", "buildings", "paths", "streets"}

// baseMap is what the base map shows of a city, encoded once.
type baseMap struct {
	layers map[string][]basePart
}

// basePart is a feature of the base map.
type basePart struct {
	box  geo.Box
	text []byte // a GeoJSON feature
}

// groundLayer says in which layer the kinds of ground are drawn. Railways and motorways come with the streets.
var groundLayer = map[data.GroundKind]string{
	data.Sea: "water", data.WaterA: "water", data.River: "water",
	data.Green: "green", data.Scrub: "green", data.Sand: "green",
	data.Building: "buildings", data.Railway: "streets",
}

func newBaseMap(city *data.City) *baseMap {
	m := &baseMap{layers: map[string][]basePart{}}
	for i := range city.Ground {
		g := &city.Ground[i]
		if layer := groundLayer[g.Kind]; layer != "" {
			if p, ok := groundPart(g); ok {
				m.layers[layer] = append(m.layers[layer], p)
			}
		}
	}
	if city.Streets != nil {
		m.addStreets(city.Streets)
	}
	return m
}

func groundPart(g *data.Ground) (basePart, bool) {
	b := append([]byte(nil), `{"type":"Feature","properties":{"kind":"`...)
	b = append(append(b, g.Kind...), `"},"geometry":`...)
	if len(g.Shape) > 0 {
		b, err := geojson.AppendMultiPolygon(b, g.Shape)
		return basePart{g.Shape.Box(), append(b, '}')}, err == nil // a ring without area is not drawn
	}
	if len(g.Line) < 2 {
		return basePart{}, false
	}
	return basePart{geo.Ring(g.Line).Box(), append(geojson.AppendLines(b, [][]geo.E7{g.Line}), '}')}, true
}

// streetGroup is what edges are joined by, so that a feature is a way and not the piece between two junctions.
type streetGroup struct {
	rank  string // main, road, path
	name  uint32
	wayID int64
}

func rankOf(t network.Traits) string {
	switch {
	case t&network.Main != 0:
		return "main"
	case t&network.CarRoad != 0:
		return "road"
	}
	return "path"
}

// addStreets adds the edges, those of a way and rank joined to one feature.
func (m *baseMap) addStreets(s *network.Streets) {
	edges := make([]uint32, s.Edges())
	for e := range edges {
		edges[e] = uint32(e)
	}
	group := func(e uint32) streetGroup { return streetGroup{rankOf(s.Traits[e]), s.NameOf[e], s.WayID[e]} }
	slices.SortStableFunc(edges, func(a, b uint32) int {
		x, y := group(a), group(b)
		return cmp.Or(strings.Compare(x.rank, y.rank), cmp.Compare(x.wayID, y.wayID), cmp.Compare(x.name, y.name))
	})
	for i := 0; i < len(edges); {
		g, box, lines := group(edges[i]), geo.EmptyBox(), [][]geo.E7(nil)
		for ; i < len(edges) && group(edges[i]) == g; i++ {
			line := s.ShapeOf(edges[i])
			lines, box = append(lines, line), box.Union(geo.Ring(line).Box())
		}
		b := append([]byte(nil), `{"type":"Feature","properties":{"kind":"`...)
		b = append(append(b, g.rank...), `"`...)
		if name := s.Names[g.name]; name != "" {
			quoted, err := json.Marshal(name)
			if err == nil { // a string always marshals
				b = append(append(b, `,"name":`...), quoted...)
			}
		}
		b = append(geojson.AppendLines(append(b, `},"geometry":`...), lines), '}')
		layer := "streets"
		if g.rank == "path" {
			layer = "paths"
		}
		m.layers[layer] = append(m.layers[layer], basePart{box, b})
	}
}

func (s *Server) getBase(w http.ResponseWriter, r *http.Request) error {
	layer := mux.Vars(r)["layer"]
	if !slices.Contains(baseLayers, layer) {
		return &answer.Problem{Kind: answer.NoSuchPath, Got: r.URL.Path, Name: "layer", Allowed: baseLayers}
	}
	box, err := answer.BoxOf(r.URL.Query())
	if err != nil {
		return err
	}
	sn, err := s.snapshot(r)
	if err != nil {
		return err
	}
	return answer.Send(w, r, answer.Reply{ContentType: "application/geo+json", Tag: sn.tag}, func(out io.Writer) error {
		base, err := sn.base()
		if err != nil {
			return err
		}
		return base.write(out, layer, box)
	})
}

// write writes the features of a layer that touch the box, or all.
func (m *baseMap) write(out io.Writer, layer string, box *geo.Box) error {
	text, sep := []byte(`{"type":"FeatureCollection","features":[`), ""
	for _, p := range m.layers[layer] {
		if box != nil && !box.Intersects(p.box) {
			continue
		}
		text = append(append(text, sep...), p.text...)
		sep = ",\n"
		if len(text) >= 64<<10 {
			if _, err := out.Write(text); err != nil {
				return err
			}
			text = text[:0]
		}
	}
	_, err := out.Write(append(text, "]}\n"...))
	return err
}
