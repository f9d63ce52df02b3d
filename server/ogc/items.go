package ogc

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/data/publish"
	"circle15/geo/crs"
	"circle15/server/answer"
)

// results is a page of items before it is written.
type results struct {
	*visit
	c       *publish.Collection
	set     *publish.Set
	q       *query
	part    []int32
	matched int
	links   []link
}

func (s *Service) getItems(w http.ResponseWriter, r *http.Request) error {
	v, c, set, err := s.content(r, s.offered())
	if err != nil {
		return err
	}
	q, err := v.parseQuery(c, set)
	if err != nil {
		return err
	}
	matches, err := q.match(r.Context(), set)
	if err != nil {
		return err
	}
	p := &results{visit: v, c: c, set: set, q: q, matched: len(matches)}
	var more bool
	p.part, more = q.window(set, matches)
	p.link(more)
	if d := s.download(v.f.id); d != nil {
		return s.sendDownload(w, p, d)
	}
	w.Header().Set("Content-Crs", "<"+q.crs.URI()+">")
	for _, l := range p.links {
		if l.Rel == "next" {
			w.Header().Set("Link", "<"+l.Href+`>; rel="next"; type="`+l.Type+`"`)
		}
	}
	switch v.f {
	case htmlFormat:
		return p.sendTable(w)
	case csvFormat:
		w.Header().Set("Content-Disposition", `attachment; filename="`+c.ID+`.csv"`)
		w.Header().Del("Content-Crs")
		return v.send(w, p.writeCSV)
	}
	return v.send(w, p.writeJSON)
}

// link makes the links of a page. That to the next carries the run and the last feature, so that it goes on where this page ends even
// when a newer run has been published.
func (p *results) link(more bool) {
	path := "/collections/" + p.c.ID
	query := p.r.URL.Query()
	for _, f := range p.all {
		query.Set("f", f.id)
		l := link{Href: p.root + path + "/items?" + query.Encode(), Rel: "alternate", Type: f.media, Title: f.title}
		if f == p.f {
			l.Rel, l.Title = "self", ""
		}
		p.links = append(p.links, l)
	}
	p.links = append(p.links, link{p.to(path), "collection", jsonFormat.media, p.say(p.c.Title.Zh, p.c.Title.En)})
	if more {
		next := p.pinned()
		next.Set("f", p.f.id)
		next.Set("after", p.set.Features[p.part[len(p.part)-1]].ID)
		p.links = append(p.links, link{p.root + path + "/items?" + next.Encode(), "next", p.f.media, p.say("下一页", "next page")})
	}
}

// flushAt is the size from which encoded features are handed on.
const flushAt = 64 << 10

func (p *results) writeJSON(w io.Writer) error {
	var head bytes.Buffer
	head.WriteString(`{"type":"FeatureCollection","timeStamp":"` + p.run.Loaded.UTC().Format(time.RFC3339) + `"`)
	head.WriteString(`,"numberMatched":` + itoa(p.matched) + `,"numberReturned":` + itoa(len(p.part)) + `,"links":`)
	enc := json.NewEncoder(&head)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(p.links); err != nil {
		return err
	}
	head.Truncate(head.Len() - 1) // the line end
	if p.run.Attribution != "" {
		head.WriteString(`,"attribution":`)
		if err := enc.Encode(p.run.Attribution); err != nil {
			return err
		}
	}
	head.WriteString(`,"features":[`)
	buf, sep := head.Bytes(), "\n"
	encode := p.encoder()
	for _, i := range p.part {
		buf = append(buf, sep...)
		sep = ",\n"
		var err error
		if buf, err = encode(buf, int(i)); err != nil {
			return err
		}
		if len(buf) >= flushAt {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	_, err := w.Write(append(buf, "\n]}\n"...))
	return err
}

// encoder appends the feature at a place of the set as the query wants it.
func (p *results) encoder() func(dst []byte, at int) ([]byte, error) {
	plain := p.q.crs.URI() == crs.CRS84().URI()
	if plain && p.q.properties == nil {
		return p.run.encoded(p.c.ID, p.set).append
	}
	enc := geojson.NewEncoder(p.fields())
	if !plain {
		enc = enc.In(p.q.crs.AppendPosition)
	}
	return func(dst []byte, at int) ([]byte, error) {
		f := p.chosen(at)
		return enc.Append(dst, &f)
	}
}

// fields are those that the query wants.
func (p *results) fields() []data.Field {
	if p.q.properties == nil {
		return p.set.Fields
	}
	out := make([]data.Field, len(p.q.properties))
	for i, column := range p.q.properties {
		out[i] = p.set.Fields[column]
	}
	return out
}

// chosen is a feature with the properties that the query wants.
func (p *results) chosen(at int) data.Feature {
	f := p.set.Features[at]
	if p.q.properties == nil {
		return f
	}
	values := make([]any, len(p.q.properties))
	for i, column := range p.q.properties {
		values[i] = f.Values[column]
	}
	f.Values = values
	return f
}

func (p *results) writeCSV(w io.Writer) error {
	return publish.WriteCSV(w, p.c.Geometry, p.fields(), func(yield func(data.Feature) bool) {
		for _, i := range p.part {
			if !yield(p.chosen(int(i))) {
				return
			}
		}
	})
}

// tableColumns is how many properties a page for people shows beside each other.
const tableColumns = 12

func (p *results) sendTable(w http.ResponseWriter) error {
	doc := page{Title: p.say(p.c.Title.Zh, p.c.Title.En), Links: p.links,
		Intro:  p.say("共 ", "Matched: ") + itoa(p.matched) + p.say("，本页 ", ", on this page: ") + itoa(len(p.part)) + p.aboutRun(),
		Crumbs: p.crumbs([]item{{Text: p.c.ID, Href: p.to("/collections/"+p.c.ID, "f", "html")}})}
	fields := p.fields()
	shown := min(len(fields), tableColumns)
	doc.Head = append(doc.Head, "id")
	for _, f := range fields[:shown] {
		if f.Name != "id" {
			doc.Head = append(doc.Head, f.Name)
		}
	}
	for _, i := range p.part {
		f := p.chosen(int(i))
		row := []item{{Text: f.ID, Href: p.itemAddress(p.c.ID, f.ID, "html")}}
		for k := range shown {
			if fields[k].Name != "id" {
				row = append(row, item{Text: shownValue(f.Values[k])})
			}
		}
		doc.Rows = append(doc.Rows, row)
	}
	return p.sendPage(w, doc)
}

// noFeature: there is no such feature in the run.
func noFeature(id string) error {
	return &answer.Problem{Kind: answer.NoSuchPath, Name: "feature", Got: id}
}
