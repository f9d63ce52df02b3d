package network_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"circle15/geo"
	"circle15/geo/network"
)

func someStreets(r *rand.Rand) *network.Streets {
	var b network.Builder
	ways, barriers := randomTown(r)
	for _, w := range ways {
		b.Way(w)
	}
	for _, f := range barriers {
		b.Barrier(f)
	}
	b.Extent(geo.Ring{at(0, 0), at(1000, 0), at(1000, 1000), at(0, 1000)})
	return b.Build()
}

func TestCodecThereAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 4))
	for range 30 {
		s := someStreets(r)
		b := s.Encode()
		got, err := network.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(s, got, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
		if !bytes.Equal(got.Encode(), b) {
			t.Fatal("encoded again, the bytes differ")
		}
	}
	empty := (&network.Builder{}).Build()
	if got, err := network.Decode(empty.Encode()); err != nil || got.Edges() != 0 {
		t.Errorf("a city without streets: %v %v", got, err)
	}
}

// Streets that are cut short or have something behind them are damaged; none of it panics.
func TestDecodeOfWhatIsNotWhole(t *testing.T) {
	b := someStreets(rand.New(rand.NewPCG(15, 5))).Encode()
	for n := range b {
		if _, err := network.Decode(b[:n]); !errors.Is(err, network.ErrDamaged) {
			t.Fatalf("%d of %d bytes: %v", n, len(b), err)
		}
	}
	if _, err := network.Decode(append(b, 0)); !errors.Is(err, network.ErrDamaged) {
		t.Errorf("one byte too many: %v", err)
	}
}

// walk uses streets in every way that a program does, so that columns that do not fit would show.
func walk(s *network.Streets) {
	for e := range uint32(s.Edges()) {
		_, _ = s.Name(e), s.ShapeOf(e)
	}
	if s.Edges() > 2000 || len(s.Barriers.At) > 2000 {
		return
	}
	v := network.Lay(s, frame).View(network.Mode{Need: network.Foot, SoftBarriers: true, MaxAccessM: 200})
	v.Access(geo.XY{}, nil)
	v.CrossedKinds(geo.XY{}, geo.XY{X: 100, Y: 100})
	v.Price(1000)
}

func TestDecodeOfBytesThatChanged(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 6))
	whole := someStreets(r).Encode()
	for range 3000 {
		b := bytes.Clone(whole)
		for range 1 + r.IntN(3) {
			b[r.IntN(len(b))] = byte(r.Uint32())
		}
		if s, err := network.Decode(b); err == nil {
			walk(s)
		} else if !errors.Is(err, network.ErrDamaged) {
			t.Fatal(err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(someStreets(rand.New(rand.NewPCG(15, 7))).Encode())
	f.Add((&network.Builder{}).Build().Encode())
	f.Add([]byte{1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := network.Decode(b)
		if err != nil {
			if !errors.Is(err, network.ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		walk(s)
	})
}
