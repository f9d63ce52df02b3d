package ogc

import (
	"net/http"

	"circle15/data"
	"circle15/data/publish"
	"circle15/geo"
	"circle15/geo/crs"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// collectionDoc is what is told of a collection.
type collectionDoc struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Attribution string   `json:"attribution,omitempty"`
	License     string   `json:"license,omitempty"`
	Extent      extent   `json:"extent"`
	ItemType    string   `json:"itemType"`
	Geometry    string   `json:"geometryType"`
	CRS         []string `json:"crs"`
	StorageCRS  string   `json:"storageCrs"`
	Run         int      `json:"run"`
	Features    int      `json:"numberOfFeatures"`
	Links       []link   `json:"links"`
}

type extent struct {
	Spatial  spatialExtent   `json:"spatial"`
	Temporal *temporalExtent `json:"temporal,omitempty"`
}

type spatialExtent struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporalExtent struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

// collectionsDoc is the list of collections.
type collectionsDoc struct {
	Links       []link          `json:"links"`
	CRS         []string        `json:"crs"`
	Collections []collectionDoc `json:"collections"`
}

func (s *Service) getCollections(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r, docFormats)
	if err != nil {
		return err
	}
	doc := collectionsDoc{Links: v.selfLinks("/collections", docFormats), CRS: uris(v.systems())}
	p := page{Title: v.say("图层", "Collections"), Intro: v.aboutRun(), Links: doc.Links}
	for _, c := range v.run.Collections {
		set, err := load(r.Context(), c)
		if err != nil {
			return err
		}
		one := v.describe(c, set)
		doc.Collections = append(doc.Collections, one)
		p.List = append(p.List, item{Text: one.Title + " (" + itoa(len(set.Features)) + ")", Href: v.to("/collections/"+c.ID, "f", "html"), Note: one.Description})
	}
	if v.f == htmlFormat {
		return v.sendPage(w, p)
	}
	return v.sendJSON(w, doc)
}

func (s *Service) getCollection(w http.ResponseWriter, r *http.Request) error {
	v, c, set, err := s.content(r, docFormats)
	if err != nil {
		return err
	}
	doc := v.describe(c, set)
	doc.Links = append(v.selfLinks("/collections/"+c.ID, docFormats), doc.Links...)
	if v.f == htmlFormat {
		p := page{Title: doc.Title, Intro: doc.Description, Links: doc.Links, Crumbs: v.crumbs(nil)}
		p.Facts = []fact{
			{v.say("要素数", "Features"), itoa(doc.Features)}, {v.say("几何类型", "Geometry"), doc.Geometry},
			{v.say("批次", "Run"), itoa(doc.Run)}, {v.say("来源", "Attribution"), doc.Attribution}, {v.say("许可", "Licence"), doc.License},
		}
		for _, f := range set.Fields {
			p.List = append(p.List, item{Text: f.Name, Note: v.meaning(f)})
		}
		return v.sendPage(w, p)
	}
	return v.sendJSON(w, doc)
}

// content is the collection that the path names, with its content.
func (s *Service) content(r *http.Request, offered []format) (*visit, *publish.Collection, *publish.Set, error) {
	v, err := s.visit(r, offered)
	if err != nil {
		return nil, nil, nil, err
	}
	id := mux.Vars(r)["collection"]
	c := v.run.collection(id)
	if c == nil {
		var known []string
		for _, k := range v.run.Collections {
			known = append(known, k.ID)
		}
		return nil, nil, nil, &answer.Problem{Kind: answer.NoSuchPath, Name: "collection", Got: id, Allowed: known}
	}
	set, err := load(r.Context(), c)
	return v, c, set, err
}

// describe tells what a collection is, with the links to what is in it.
func (v *visit) describe(c *publish.Collection, set *publish.Set) collectionDoc {
	path := "/collections/" + c.ID
	doc := collectionDoc{
		ID: c.ID, Title: v.say(c.Title.Zh, c.Title.En), Description: v.say(c.Description.Zh, c.Description.En),
		Attribution: v.run.Attribution, License: v.run.Licence, ItemType: "feature", Geometry: string(c.Geometry),
		CRS: uris(v.systems()), StorageCRS: crs.CRS84().URI(), Run: v.run.Number, Features: len(set.Features),
		Extent: extent{Spatial: spatialExtent{BBox: [][4]float64{degrees(set.Extent)}, CRS: crs.CRS84().URI()}, Temporal: days(c, set)},
	}
	for _, f := range v.all {
		doc.Links = append(doc.Links, link{v.to(path+"/items", "f", f.id), "items", f.media, doc.Title + ", " + f.title})
	}
	doc.Links = append(doc.Links,
		link{v.to(path+"/queryables", "f", "json"), "http://www.opengis.net/def/rel/ogc/1.0/queryables", schemaFormat.media, v.say("可查询的属性", "what may be asked for")},
		link{v.to(path+"/schema", "f", "json"), "http://www.opengis.net/def/rel/ogc/1.0/schema", schemaFormat.media, v.say("属性说明", "the properties")},
		link{v.to(path), "collection", jsonFormat.media, doc.Title})
	return doc
}

// systems are the reference systems in which this run's places are given.
func (v *visit) systems() []crs.System { return crs.For(v.run.Extent) }

func uris(systems []crs.System) []string {
	out := make([]string, len(systems))
	for i, s := range systems {
		out[i] = s.URI()
	}
	return out
}

// degrees is the box as west, south, east, north; the whole earth when it is empty, since a collection must have an extent.
func degrees(b geo.Box) [4]float64 {
	if b.Empty() {
		return [4]float64{-180, -90, 180, 90}
	}
	low, high := b.Min.Point(), b.Max.Point()
	return [4]float64{low[0], low[1], high[0], high[1]}
}

// days is the interval of the days of features; nil when they have none.
func days(c *publish.Collection, set *publish.Set) *temporalExtent {
	at, ok := set.Column[c.DateField]
	if !ok {
		return nil
	}
	first, last := "", ""
	for i := range set.Features {
		d, _ := set.Features[i].Values[at].(string)
		if d != "" && (first == "" || d < first) {
			first = d
		}
		last = max(last, d)
	}
	if first == "" {
		return nil
	}
	const midnight, endOfDay = "T00:00:00Z", "T23:59:59Z"
	first, last = first+midnight, last+endOfDay
	return &temporalExtent{Interval: [][2]*string{{&first, &last}}, TRS: "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
}

// meaning is what a field means, in the language of the request.
func (v *visit) meaning(f data.Field) string { return v.say(f.Zh, f.En) }
