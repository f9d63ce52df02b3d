package ogc

import (
	"sync/atomic"

	"circle15/data/geojson"
	"circle15/data/publish"
)

// encodedBytes is how much encoded text of one collection is kept: 64 MiB. Beyond it features are encoded anew each time, which takes
// 1.6 ns a byte.
const encodedBytes = 64 << 20

// encodedSet keeps the features of a collection as they were encoded when they were first asked for.
type encodedSet struct {
	set   *publish.Set
	enc   *geojson.Encoder
	texts []atomic.Pointer[[]byte]
	bytes atomic.Int64
}

// encoded is the encoded form of a collection, shared by all requests of the run.
func (r *Run) encoded(id string, set *publish.Set) *encodedSet {
	if e, ok := r.kept.Load(id); ok {
		return e.(*encodedSet)
	}
	e, _ := r.kept.LoadOrStore(id, &encodedSet{set: set, enc: geojson.NewEncoder(set.Fields), texts: make([]atomic.Pointer[[]byte], len(set.Features))})
	return e.(*encodedSet)
}

// append appends the feature at a place of the set.
func (e *encodedSet) append(dst []byte, at int) ([]byte, error) {
	if text := e.texts[at].Load(); text != nil {
		return append(dst, *text...), nil
	}
	from := len(dst)
	dst, err := e.enc.Append(dst, &e.set.Features[at])
	if err != nil {
		return dst, err
	}
	if n := int64(len(dst) - from); e.bytes.Add(n) <= encodedBytes {
		text := append([]byte(nil), dst[from:]...)
		e.texts[at].Store(&text)
	}
	return dst, nil
}
