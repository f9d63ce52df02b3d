package osm

import "encoding/binary"

// wire reads the protocol buffer encoding: a cursor over one message. Whatever is malformed sets
// bad and ends the message, so that callers check once, after their loop.
type wire struct {
	b   []byte
	bad bool
}

// The wire types of the encoding (Protocol Buffers documentation, "Message Structure").
const (
	varintType  = 0
	fixed64Type = 1
	bytesType   = 2
	fixed32Type = 5
)

// next is the number and type of the next field; 0 at the end.
func (w *wire) next() (field int, typ int) {
	if len(w.b) == 0 || w.bad {
		return 0, 0
	}
	v := w.varint()
	if v>>3 == 0 || v>>3 > 1<<29 {
		w.fail()
		return 0, 0
	}
	return int(v >> 3), int(v & 7)
}

func (w *wire) fail() { w.b, w.bad = nil, true }

// varint is the next number; 0 when there is none.
func (w *wire) varint() uint64 {
	if len(w.b) > 0 && w.b[0] < 0x80 {
		v := w.b[0]
		w.b = w.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(w.b)
	if n <= 0 {
		w.fail()
		return 0
	}
	w.b = w.b[n:]
	return v
}

// sint is the next zigzag-encoded number.
func (w *wire) sint() int64 {
	v := w.varint()
	return int64(v>>1) ^ -int64(v&1)
}

// bytes is the content of a field of bytesType.
func (w *wire) bytes() []byte {
	n := w.varint()
	if n > uint64(len(w.b)) {
		w.fail()
		return nil
	}
	out := w.b[:n]
	w.b = w.b[n:]
	return out
}

// message is the content of a field as a cursor of its own; fields of another type than
// bytesType are malformed.
func (w *wire) message(typ int) wire {
	if typ != bytesType {
		w.fail()
		return wire{}
	}
	return wire{b: w.bytes()}
}

// number is the content of a field of varintType.
func (w *wire) number(typ int) uint64 {
	if typ != varintType {
		w.fail()
		return 0
	}
	return w.varint()
}

// skip passes over a field.
func (w *wire) skip(typ int) {
	n := 0
	switch typ {
	case varintType:
		w.varint()
	case bytesType:
		w.bytes()
	case fixed64Type:
		n = 8
	case fixed32Type:
		n = 4
	default:
		w.fail()
	}
	if n > len(w.b) {
		w.fail()
		return
	}
	w.b = w.b[n:]
}
