package ogc

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strconv"

	"circle15/server/answer"
)

//go:embed pages
var pages embed.FS

// layout is the one form that all pages have. It escapes what it shows.
var layout = template.Must(template.ParseFS(pages, "pages/page.html"))

// page is what a page for people shows; empty parts are left out.
type page struct {
	Lang, Title, Intro string
	Home, Style, Other string // addresses: the landing page, the style, this page in the other language
	HomeName           string
	OtherName          string
	Crumbs             []item
	Facts              []fact
	List               []item
	Head               []string
	Rows               [][]item
	Links              []link
	LinksName          string
	Attribution        string
}

// item is a text, a link when it has an address, with a note.
type item struct{ Text, Href, Note string }

// fact is a name and a value.
type fact struct{ Name, Value string }

// say is the text in the language of the request.
func (v *visit) say(zh, en string) string {
	if v.lang == "en" {
		return en
	}
	return zh
}

func itoa(n int) string { return strconv.Itoa(n) }

// crumbs are the pages above that of a collection, and below the landing page.
func (v *visit) crumbs(more []item) []item {
	return append([]item{{Text: v.say("图层", "Collections"), Href: v.to("/collections", "f", "html")}}, more...)
}

func (v *visit) sendPage(w http.ResponseWriter, p page) error {
	other := map[string]string{"zh": "en", "en": "zh"}[v.lang]
	q := v.r.URL.Query()
	q.Set("lang", other)
	p.Lang = map[string]string{"zh": "zh-CN", "en": "en"}[v.lang]
	p.Home, p.HomeName = v.to("", "f", "html"), v.say("首页", "Home")
	p.Style = v.root + "/style.css"
	p.Other, p.OtherName = "?"+q.Encode(), v.say("English", "中文")
	p.LinksName, p.Attribution = v.say("链接", "Links"), v.run.Attribution
	return v.send(w, func(out io.Writer) error {
		if err := layout.Execute(out, p); err != nil {
			return fmt.Errorf("page %q: %w", p.Title, err)
		}
		return nil
	})
}

func (v *visit) sendJSON(w http.ResponseWriter, doc any) error {
	return v.send(w, func(out io.Writer) error { return json.NewEncoder(out).Encode(doc) })
}

// send answers in the representation of the visit.
func (v *visit) send(w http.ResponseWriter, write func(io.Writer) error) error {
	w.Header().Add("Vary", "Accept, Accept-Language")
	w.Header().Set("Content-Language", v.lang)
	return answer.Send(w, v.r, answer.Reply{ContentType: v.f.media, Tag: v.tag()}, write)
}

// getStyle sends the style of the pages.
func (s *Service) getStyle(w http.ResponseWriter, r *http.Request) error {
	css, err := pages.ReadFile("pages/style.css")
	if err != nil {
		return err
	}
	return answer.Send(w, r, answer.Reply{ContentType: "text/css; charset=utf-8", Tag: string(css), Cache: "public, max-age=3600"}, func(out io.Writer) error {
		_, err := out.Write(css)
		return err
	})
}
