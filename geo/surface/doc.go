// Package surface cuts a community into parts by a label that can be asked at any place: covered, or one of the
// causes why not.
//
// A [Plan] lays a lattice over the community, in the frame of the city, so that neighbours agree. Labels
// are asked at its points; where two neighbouring points differ, the place between them at which the label
// changes is found by bisection with the same question, never by interpolation. Marching squares with
// more than two labels joins these places, and the border of the community is threaded through the same
// cells, so that the parts share their borders exactly: together they are the community, and they do not overlap.
//
// The parts are built in whole units of 1e-7 degree, as they are published: there is no rounding afterwards. Where
// three points would lie on one line, the contour is taken to lie a whisker (an
// infinitesimal step east, an even smaller one north) off the community's border, so that every crossing is a proper one.
package surface
