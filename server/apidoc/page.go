package apidoc

import (
	"html/template"
	"io"

	"circle15/server/answer"
)

// pageRoute is a route as the page shows it.
type pageRoute struct {
	Method, Path, Title, Role, Try string
	Params                         []pageParam
}

type pageParam struct{ Name, Text, Example string }

// Words are the fixed words of the page.
type words struct{ Title, Intro, Document, Needs, Parameters, Try, Other, OtherLang string }

func wordsIn(lang string) words {
	if lang == "en" {
		return words{"circle15: the API", "Addresses that programs ask. Those with a role need Authorization: Bearer KEY; circle15 key add makes one.",
			"OpenAPI 3.1 document", "needs a key: ", "Parameters", "try it", "中文", "zh"}
	}
	return words{"circle15：接口说明", "供程序使用的地址。标有权限的要带 Authorization: Bearer 口令，口令由 circle15 key add 发放。",
		"OpenAPI 3.1 文件", "需要口令：", "参数", "试一试", "English", "en"}
}

// There is no script in it, and its style is that of the pages below /ogc: the policy of the server allows nothing else.
var pageTemplate = template.Must(template.New("api").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Words.Title}}</title><link rel="stylesheet" href="{{.Base}}/ogc/style.css"></head>
<body><main><h1>{{.Words.Title}}</h1>
<p>{{.Words.Intro}}</p>
<p><a href="{{.Base}}/openapi.json?lang={{.Lang}}">{{.Words.Document}}</a> · <a href="{{.Base}}/ogc/api?f=html">OGC API - Features</a> · <a href="{{.Base}}/api?lang={{.Words.OtherLang}}">{{.Words.Other}}</a></p>
{{range .Routes}}<section><h2><code>{{.Method}} {{.Path}}</code></h2>
<p>{{.Title}}{{if .Role}} ({{$.Words.Needs}}{{.Role}}){{end}}{{if .Try}} · <a href="{{.Try}}">{{$.Words.Try}}</a>{{end}}</p>
{{if .Params}}<table><caption>{{$.Words.Parameters}}</caption>
{{range .Params}}<tr><th scope="row"><code>{{.Name}}</code></th><td>{{.Text}}</td><td>{{if .Example}}<code>{{.Example}}</code>{{end}}</td></tr>
{{end}}</table>{{end}}</section>
{{end}}</main></body></html>
`))

// WritePage writes the page to read what the document says.
func WritePage(w io.Writer, in Input) error {
	page := struct {
		Lang, Base string
		Words      words
		Routes     []pageRoute
	}{Lang: in.Lang, Base: in.Server, Words: wordsIn(in.Lang)}
	for i := range in.Routes {
		rt := &in.Routes[i]
		one := pageRoute{Method: rt.Method, Path: Path(rt.Path), Title: in.title(rt), Role: string(rt.Role)}
		for _, name := range append(Variables(rt.Path), rt.Params...) {
			p, _ := in.Param(rt.Path, name)
			one.Params = append(one.Params, pageParam{name, answer.InLanguage(p.Text, in.Lang), p.Example})
		}
		if rt.Method == "GET" && rt.Role == "" {
			if target, ok := in.Example(rt); ok {
				one.Try = in.Server + target
			}
		}
		page.Routes = append(page.Routes, one)
	}
	return pageTemplate.Execute(w, page)
}
