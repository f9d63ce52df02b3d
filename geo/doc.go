// Package geo gives you places and metres: positions on the earth, a local frame
// in which a city can be measured, and the distances between places.
//
// Two spaces, never mixed in one function without saying so:
//
//   - the earth: [E7], longitude and latitude in whole units of 1e-7 degree
//     (about 1 cm), WGS84. Everything that is stored, published or compared for
//     equality is an E7. An orb.Point is the same space in float degrees, for the
//     libraries at the borders.
//   - the plane of a city: [XY], metres east and north in one [Frame], a transverse
//     Mercator projection centred near the city. Only the kernel computes in it.
//
// Error budget: within 60 km of the centre of a frame a length is off by at most
// 4.5e-5 of itself and an area by at most 9e-5. The rounding of an E7 is at most
// 8 mm on the ground.
//
// The packages below: network (the walkable streets), reach (costs over them),
// surface (which part of a community is within reach), index (rectangles),
// plane (areas and overlay).
package geo
