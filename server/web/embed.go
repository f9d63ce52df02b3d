// Package web gives you the map page as files: the one built from the sources beside it, or, where that was not
// built, a plain page that says how to.
package web

import (
	"embed"
	"io/fs"
)

// dist-plain is always there; dist only after `make build`. The pattern takes both.
//
//go:embed dist*
var files embed.FS

// Page is the folder of the page, with index.html in it.
func Page() fs.FS {
	folder := "dist-plain"
	if Built() {
		folder = "dist"
	}
	page, err := fs.Sub(files, folder)
	if err != nil { // the names above are valid paths
		panic(err)
	}
	return page
}

// Built says whether the map page is inside, and not only the plain one.
func Built() bool {
	_, err := fs.Stat(files, "dist/index.html")
	return err == nil
}
