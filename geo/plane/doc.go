// Package plane gives you validity and overlay of polygons, on places in 1e-7 degree. [Validate] says what is wrong with a
// polygon, [Unite] mends overlapping and touching parts, [AreaWithout] is the area that others do not
// cover, in square metres. It is the only package that sees the overlay engine.
package plane
