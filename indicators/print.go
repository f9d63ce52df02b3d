package indicators

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"circle15/geo"
)

// kernelVersion is raised with every change of the program that may change a result: what an older kernel found is then not taken over.
const kernelVersion = 2

// Digest is the first half of a SHA-256.
type Digest [16]byte

// Part is one of the things that the result of a pair depends on.
type Part uint8

// The parts of a Print. PartStreets covers all streets and barriers within the halo, PartWays what of them comes to bear: the streets around the
// community itself, and the costs there.
const (
	PartCriterion  Part = iota // the criterion with its profiles, and the program
	PartPlace                  // the community's border, the frame
	PartResidents              // who lives in it
	PartGround                 // homes; where there are none, the land
	PartTable                  // what tables say of it
	PartFacilities             // those of the criterion's categories within the halo, and how far they are known
	PartStreets
	PartWays
	Parts = 8
)

// String is the name of a part, as it is told.
func (p Part) String() string {
	return [Parts]string{"criterion", "place", "residents", "ground", "table", "facilities", "streets", "ways"}[p]
}

// Print is the fingerprint of a pair: two pairs of one community and criterion with the same print have the same result, byte for byte.
type Print [Parts]Digest

// Changed lists the parts in which two prints differ, PartWays left out.
func (p *Print) Changed(o *Print) []Part {
	var out []Part
	for k := range PartWays {
		if p[k] != o[k] {
			out = append(out, k)
		}
	}
	return out
}

// digester collects what is digested.
type digester struct{ b []byte }

func (d *digester) sum() Digest {
	sum := sha256.Sum256(d.b)
	return Digest(sum[:16])
}

func (d *digester) uint(v uint64)   { d.b = binary.LittleEndian.AppendUint64(d.b, v) }
func (d *digester) float(v float64) { d.uint(math.Float64bits(v)) }
func (d *digester) xy(p geo.XY)     { d.float(p.X); d.float(p.Y) }

func (d *digester) text(s string) {
	d.uint(uint64(len(s)))
	d.b = append(d.b, s...)
}

func (d *digester) texts(list []string) {
	d.uint(uint64(len(list)))
	for _, s := range list {
		d.text(s)
	}
}

func (d *digester) bool(v bool) {
	if v {
		d.b = append(d.b, 1)
		return
	}
	d.b = append(d.b, 0)
}

func (d *digester) places(ps []geo.E7) {
	d.uint(uint64(len(ps)))
	for _, p := range ps {
		d.uint(uint64(uint32(p.Lon))<<32 | uint64(uint32(p.Lat)))
	}
}

func (d *digester) rings(rs []geo.Ring) {
	d.uint(uint64(len(rs)))
	for _, r := range rs {
		d.places(r)
	}
}

func (d *digester) area(m geo.MultiPolygon) {
	d.uint(uint64(len(m)))
	for _, p := range m {
		d.rings(p)
	}
}

// json digests a value of ours, which can always be written.
func (d *digester) json(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("indicators: digest %T: %v", v, err))
	}
	d.text(string(b))
}
