package geojson

import (
	"fmt"
	"strings"

	"circle15/geo/crs"
)

// crs looks at the reference system that the file names, as GeoJSON 2008 had it. RFC 7946 has none: positions are in
// CRS84. i is -1 when there is none.
func (p *parser) crs(i int) error {
	if i < 0 || p.null(i) {
		return p.settle(nil)
	}
	name := p.excerpt(i)
	if p.is(i, '{') {
		_ = p.members(i, func(member string, at int) error { // gives no error
			if member == "properties" && p.is(at, '{') {
				name = p.crsName(at, name)
			}
			return nil
		})
	}
	own, err := referenceOf(name)
	if err != nil {
		return p.fail("/crs", fmt.Sprintf("the positions are in %s, which is not read", name),
			"reproject it to EPSG:4326, for example with: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson")
	}
	return p.settle(&own)
}

// settle decides what the positions are in: own is what the file says, nil if it says nothing.
func (p *parser) settle(own *crs.Reference) error {
	r, overruled, err := crs.Settle(own, p.opt.Reference)
	if err != nil {
		return p.fail("/crs", err.Error(), "leave --datum out, or correct the file")
	}
	if overruled {
		p.note("datum_overruled", fmt.Sprintf("the file says %s; its positions were taken as %s, as declared", own, r))
	}
	p.reference, p.out.Datum = r, ""
	if own != nil || p.opt.Reference != nil {
		p.out.Datum = r.String()
	}
	return nil
}

// crsName is the name or code in the properties of a crs, else what was there before.
func (p *parser) crsName(i int, name string) string {
	_ = p.members(i, func(member string, at int) error { // gives no error
		switch {
		case (member == "name" || member == "href") && p.is(at, '"'):
			name = p.string(at)
		case member == "code":
			name = "EPSG:" + strings.Trim(p.excerpt(at), `"`)
		}
		return nil
	})
	return name
}

// referenceOf is the reference of a name. EPSG:4979 and CRS84h are the three-dimensional ones of WGS84. The order of axes is that of the file:
// files that say EPSG:4326 have longitude first.
func referenceOf(name string) (crs.Reference, error) {
	s := strings.ToUpper(strings.TrimSpace(name))
	if at := strings.LastIndexAny(s, ":/"); at >= 0 && strings.Contains(s, "EPSG") {
		s = "EPSG:" + s[at+1:]
	}
	switch {
	case strings.HasSuffix(s, "CRS84") || strings.HasSuffix(s, "CRS84H"), s == "EPSG:4979", s == "WGS 84":
		s = "WGS84"
	}
	return crs.ParseReference(s)
}
