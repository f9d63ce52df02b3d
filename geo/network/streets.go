package network

import "circle15/geo"

// Streets are the junctions, edges and barriers of a city on the earth, in columns: what an importer
// makes and a workspace keeps.
type Streets struct {
	// Extent is where the source reaches: its bounding box, else the hull.
	Extent geo.Ring
}

// Builder collects ways and barriers.
type Builder struct{ s Streets }

// Way adds a street. Ways may come in any order.
func (b *Builder) Way(w Way) {}

// Barrier adds a line that cannot be crossed.
func (b *Builder) Barrier(w Barrier) {}

// Extent says where the source reaches.
func (b *Builder) Extent(r geo.Ring) { b.s.Extent = r }

// Build joins what was added.
func (b *Builder) Build() *Streets { return &b.s }

// Encode is the streets as bytes: the same streets give the same bytes.
func (s *Streets) Encode() []byte { return nil }

// Decode reads what Encode wrote.
func Decode(b []byte) (*Streets, error) { return &Streets{}, nil }
