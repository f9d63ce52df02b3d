package ogc

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"circle15/data/geojson"
	"circle15/geo/crs"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

func (s *Service) getItem(w http.ResponseWriter, r *http.Request) error {
	v, c, set, err := s.content(r, featureFormats)
	if err != nil {
		return err
	}
	id, err := url.PathUnescape(mux.Vars(r)["feature"])
	if err != nil {
		return &answer.Problem{Kind: answer.NoSuchPath, Got: r.URL.Path, Err: err}
	}
	at, ok := set.ByID[id]
	if !ok {
		return noFeature(id)
	}
	system, err := v.system(r.URL.Query(), "crs")
	if err != nil {
		return err
	}
	links := append(v.itemLinks(c.ID, id), link{v.to("/collections/" + c.ID), "collection", jsonFormat.media, v.say(c.Title.Zh, c.Title.En)})
	f := &set.Features[at]
	if v.f == htmlFormat {
		p := page{Title: id, Links: links, Crumbs: v.crumbs([]item{{Text: c.ID, Href: v.to("/collections/"+c.ID, "f", "html")},
			{Text: v.say("要素", "Items"), Href: v.to("/collections/"+c.ID+"/items", "f", "html")}})}
		for i, field := range set.Fields {
			p.Rows = append(p.Rows, []item{{Text: field.Name}, {Text: shownValue(f.Values[i])}, {Text: v.meaning(field)}})
		}
		p.Head = []string{v.say("属性", "Property"), v.say("值", "Value"), v.say("含义", "Meaning")}
		return v.sendPage(w, p)
	}
	w.Header().Set("Content-Crs", "<"+system.URI()+">")
	return v.send(w, func(out io.Writer) error {
		enc := geojson.NewEncoder(set.Fields)
		if system.URI() != crs.CRS84().URI() {
			enc = enc.In(system.AppendPosition)
		}
		text, err := enc.Append(nil, f)
		if err != nil {
			return err
		}
		var tail bytes.Buffer
		e := json.NewEncoder(&tail)
		e.SetEscapeHTML(false)
		if err := e.Encode(links); err != nil {
			return err
		}
		text = append(text[:len(text)-1], `,"links":`...)
		text = append(append(text, bytes.TrimRight(tail.Bytes(), "\n")...), "}\n"...)
		_, err = out.Write(text)
		return err
	})
}

// itemAddress is the address of a feature. Its id may hold slashes: they are escaped.
func (v *visit) itemAddress(collection, id, f string) string {
	return v.to("/collections/"+collection+"/items/"+url.PathEscape(id), "f", f)
}

func (v *visit) itemLinks(collection, id string) []link {
	var out []link
	for _, f := range featureFormats {
		l := link{Href: v.itemAddress(collection, id, f.id), Rel: "alternate", Type: f.media, Title: f.title}
		if f == v.f {
			l.Rel = "self"
		}
		out = append(out, l)
	}
	return out
}

// shownValue is a value as people read it.
func shownValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}
