package geojson

import (
	"fmt"
	"strings"
)

// crs looks at the reference system that the file names, as GeoJSON 2008 had it. RFC 7946 has none: positions are in
// CRS84. i is -1 when there is none.
func (p *parser) crs(i int) error {
	if i < 0 || p.null(i) {
		return nil
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
	datum := datumOf(name)
	if datum == "" {
		return p.fail("/crs", fmt.Sprintf("the positions are in %s, not in longitude and latitude", name),
			"reproject it to EPSG:4326, for example with: ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson")
	}
	p.out.Datum = datum
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

// datumOf is the datum of a reference system in longitude and latitude, empty for any other. EPSG:4979 and
// CRS84h are the three-dimensional ones. The order of axes is that of the file: files that say EPSG:4326 have longitude first.
func datumOf(crs string) string {
	s := strings.ToUpper(strings.TrimSpace(crs))
	if at := strings.LastIndexAny(s, ":/"); at >= 0 && strings.Contains(s, "EPSG") {
		s = "EPSG:" + s[at+1:]
	}
	switch {
	case strings.HasSuffix(s, "CRS84") || strings.HasSuffix(s, "CRS84H"), s == "EPSG:4326", s == "EPSG:4979", s == "WGS84", s == "WGS 84":
		return "wgs84"
	case s == "EPSG:4490", s == "CGCS2000":
		return "cgcs2000"
	}
	return ""
}
