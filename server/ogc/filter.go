package ogc

import (
	"errors"
	"net/url"

	"circle15/data/cql"
	"circle15/data/publish"
	"circle15/server/answer"
)

// The languages of filters, as filter-lang names them.
const (
	textLanguage = "cql2-text"
	jsonLanguage = "cql2-json"
)

// badFilter tells where in a filter something cannot be used.
func badFilter(text string, err error) error {
	p := &answer.Problem{Kind: answer.BadFilter, Name: "filter", Got: text, Err: err}
	var e *cql.Error
	if errors.As(err, &e) {
		p.Got, p.Allowed = e.Error(), e.Known
	}
	return p
}

// readFilter reads filter in the language of filter-lang, with positions in the system of filter-crs. Without filter-lang what begins
// with a brace is JSON.
func (v *visit) readFilter(q *query) func(url.Values, *publish.Collection, *publish.Set) error {
	return func(values url.Values, _ *publish.Collection, set *publish.Set) error {
		text, ok := given(values, "filter")
		lang := values.Get("filter-lang")
		if values.Has("filter-lang") && lang != textLanguage && lang != jsonLanguage {
			return &answer.Problem{Kind: answer.BadParameter, Name: "filter-lang", Got: lang, Allowed: []string{textLanguage, jsonLanguage}}
		}
		system, err := v.system(values, "filter-crs")
		if err != nil || !ok {
			return err
		}
		opt := cql.Options{Fields: set.Fields, Place: system.Place}
		if lang == jsonLanguage || lang == "" && len(text) > 0 && text[0] == '{' {
			q.filter, err = cql.ParseJSON([]byte(text), opt)
		} else {
			q.filter, err = cql.ParseText(text, opt)
		}
		if err != nil {
			return badFilter(text, err)
		}
		return nil
	}
}
