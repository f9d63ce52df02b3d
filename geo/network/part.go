package network

import (
	"slices"

	"circle15/geo"
)

// AppendPart appends the places of edge e from fromM to toM, both metres from its From: against the direction of the
// edge when fromM is greater. Both ends are included; of a part without length there is one place.
func (n *Network) AppendPart(dst []geo.E7, e uint32, fromM, toM float64) []geo.E7 {
	if fromM > toM {
		had := len(dst)
		dst = n.AppendPart(dst, e, toM, fromM)
		slices.Reverse(dst[had:])
		return dst
	}
	first, last := n.ShapeAt[e], n.ShapeAt[e+1]-1
	dst = append(dst, n.placeAlong(e, fromM))
	for i := first; i <= last; i++ {
		if n.alongM[i] > fromM && n.alongM[i] < toM {
			dst = appendOther(dst, n.Shape[i])
		}
	}
	return appendOther(dst, n.placeAlong(e, toM))
}

// appendOther appends a place unless it is the last one already.
func appendOther(dst []geo.E7, p geo.E7) []geo.E7 {
	if dst[len(dst)-1] == p {
		return dst
	}
	return append(dst, p)
}

// placeAlong is the place on edge e that lies alongM metres from its From; its ends for what lies beyond them.
func (n *Network) placeAlong(e uint32, alongM float64) geo.E7 {
	first, last := n.ShapeAt[e], n.ShapeAt[e+1]-1
	if alongM <= 0 {
		return n.Shape[first]
	}
	for i := first; i < last; i++ {
		a, b := n.alongM[i], n.alongM[i+1]
		if alongM == b {
			return n.Shape[i+1]
		}
		if alongM < b {
			s := newSegment(n.shape[i], n.shape[i+1], 0, 0)
			return n.Frame.E7(s.at((alongM - a) / (b - a)))
		}
	}
	return n.Shape[last]
}

// NearestStreet is the point of a street that lies nearest to p, up to withinM away, whatever barriers are between:
// for places that attach to none. It reports false when there is none so near.
func (v *View) NearestStreet(p geo.XY, withinM float64) (Access, bool) {
	wide := *v
	wide.Mode.MaxAccessM = withinM
	s, t, _ := wide.nearest(p, wide.Mode.MaxAccessM, nil, nil)
	if s == nil {
		return Access{}, false
	}
	return v.access(s, t, p.Dist(s.at(t))), true
}

// PlaneOf is the line of edge e in the plane, from From to To.
func (n *Network) PlaneOf(e uint32) []geo.XY { return n.shape[n.ShapeAt[e]:n.ShapeAt[e+1]] }
