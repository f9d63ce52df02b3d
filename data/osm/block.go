package osm

// blockDecoder decodes PrimitiveBlocks into an extract (OSM wiki, "PBF Format").
type blockDecoder struct {
	e *extract

	table       [][]byte // the strings of the block
	known       []string // the same, interned, where asked for
	keyState    []int8   // per string: 0 not looked at, 1 a kept key, -1 not
	granularity int64
	dateUnit    int64 // milliseconds
	lonOffset   int64
	latOffset   int64
	bad         bool
}

// decode takes one block and says whether it was well-formed.
func (d *blockDecoder) decode(raw []byte) bool {
	d.table, d.granularity, d.dateUnit, d.lonOffset, d.latOffset, d.bad = d.table[:0], 100, 1000, 0, 0, false
	w := wire{b: raw}
	for {
		field, t := w.next()
		if field == 0 {
			break
		}
		switch field {
		case 1:
			d.strings(w.message(t))
		case 17:
			d.granularity = int64(int32(w.number(t)))
		case 18:
			d.dateUnit = int64(int32(w.number(t)))
		case 19:
			d.latOffset = int64(w.number(t))
		case 20:
			d.lonOffset = int64(w.number(t))
		default:
			w.skip(t)
		}
	}
	d.bad = d.bad || w.bad
	d.known = append(d.known[:0], make([]string, len(d.table))...)
	d.keyState = append(d.keyState[:0], make([]int8, len(d.table))...)
	w = wire{b: raw}
	for !d.bad {
		field, t := w.next()
		if field == 0 {
			break
		}
		if field == 2 {
			d.group(w.message(t))
		} else {
			w.skip(t)
		}
	}
	return !d.bad && !w.bad
}

func (d *blockDecoder) strings(w wire) {
	for {
		field, t := w.next()
		if field == 0 {
			break
		}
		if field == 1 && t == bytesType {
			d.table = append(d.table, w.bytes())
		} else {
			w.skip(t)
		}
	}
	d.bad = d.bad || w.bad
}

// text is a string of the table, interned.
func (d *blockDecoder) text(i uint64) string {
	if i >= uint64(len(d.table)) {
		d.bad = true
		return ""
	}
	if d.known[i] == "" {
		d.known[i] = d.e.intern(d.table[i])
	}
	return d.known[i]
}

// tag keeps a tag of the element being read, if its key is kept.
func (d *blockDecoder) tag(key, value uint64) {
	if key >= uint64(len(d.table)) || value >= uint64(len(d.table)) {
		d.bad = true
		return
	}
	if d.keyState[key] == 0 {
		d.keyState[key] = -1
		if d.e.keep[string(d.table[key])] {
			d.keyState[key] = 1
		}
	}
	if d.keyState[key] > 0 {
		d.e.tags = append(d.e.tags, tag{d.text(key), d.text(value)})
	}
}

// group reads a PrimitiveGroup.
func (d *blockDecoder) group(w wire) {
	for !d.bad {
		field, t := w.next()
		if field == 0 {
			break
		}
		switch field {
		case 1:
			d.node(w.message(t))
		case 2:
			d.dense(w.message(t))
		case 3:
			d.way(w.message(t))
		case 4:
			d.relation(w.message(t))
		default:
			w.skip(t)
		}
	}
	d.bad = d.bad || w.bad
}

// addNode adds a node and, if any of its tags were kept, the tags from index start on.
func (d *blockDecoder) addNode(id, lon, lat int64, start int) {
	at, ok := e7FromNano(d.lonOffset+d.granularity*lon, d.latOffset+d.granularity*lat)
	if !ok {
		d.bad = true
		return
	}
	d.e.addNode(id, at)
	if len(d.e.tags) > start {
		d.e.addTagged(id, d.e.tagSpan(start))
	}
}

// node reads a single node; most files have dense ones.
func (d *blockDecoder) node(w wire) {
	var keys, vals wire
	var id, lat, lon int64
	for {
		field, t := w.next()
		if field == 0 {
			break
		}
		switch field {
		case 1:
			id = w.sint()
		case 2:
			keys = w.message(t)
		case 3:
			vals = w.message(t)
		case 8:
			lat = w.sint()
		case 9:
			lon = w.sint()
		default:
			w.skip(t)
		}
	}
	start := len(d.e.tags)
	d.pairs(keys, vals)
	d.bad = d.bad || w.bad
	d.addNode(id, lon, lat, start)
}

// dense reads DenseNodes: ids, places and tags in columns of differences.
func (d *blockDecoder) dense(w wire) {
	var ids, lats, lons, keyVals wire
	for {
		field, t := w.next()
		if field == 0 {
			break
		}
		switch field {
		case 1:
			ids = w.message(t)
		case 5:
			d.denseInfo(w.message(t))
		case 8:
			lats = w.message(t)
		case 9:
			lons = w.message(t)
		case 10:
			keyVals = w.message(t)
		default:
			w.skip(t)
		}
	}
	var id, lat, lon int64
	for len(ids.b) > 0 && !d.bad {
		id += ids.sint()
		lat += lats.sint()
		lon += lons.sint()
		start := len(d.e.tags)
		for len(keyVals.b) > 0 {
			k := keyVals.varint()
			if k == 0 {
				break
			}
			d.tag(k, keyVals.varint())
		}
		d.bad = d.bad || ids.bad || lats.bad || lons.bad || keyVals.bad
		if !d.bad {
			d.addNode(id, lon, lat, start)
		}
	}
	d.bad = d.bad || w.bad
}

// denseInfo takes the newest timestamp, where the header has no date.
func (d *blockDecoder) denseInfo(w wire) {
	for d.e.date == "" {
		field, t := w.next()
		if field == 0 {
			break
		}
		if field != 2 {
			w.skip(t)
			continue
		}
		stamp := int64(0)
		for m := w.message(t); len(m.b) > 0; {
			stamp += m.sint()
			d.seen(stamp)
		}
	}
}

// info takes the timestamp of a way or relation.
func (d *blockDecoder) info(w wire) {
	for d.e.date == "" {
		field, t := w.next()
		if field == 0 {
			break
		}
		if field == 2 {
			d.seen(int64(w.number(t)))
		} else {
			w.skip(t)
		}
	}
}

func (d *blockDecoder) seen(stamp int64) {
	// Beyond year 2242 a stamp is damaged.
	if s := stamp * d.dateUnit / 1000; s > d.e.newest && s < 1<<33 {
		d.e.newest = s
	}
}

// pairs reads the tags of ways, relations and single nodes.
func (d *blockDecoder) pairs(keys, vals wire) {
	for len(keys.b) > 0 && !d.bad {
		d.tag(keys.varint(), vals.varint())
		d.bad = d.bad || keys.bad || vals.bad
	}
}

func (d *blockDecoder) way(w wire) {
	var keys, vals, refs wire
	var id int64
	for {
		field, t := w.next()
		if field == 0 {
			break
		}
		switch field {
		case 1:
			id = int64(w.number(t))
		case 2:
			keys = w.message(t)
		case 3:
			vals = w.message(t)
		case 4:
			d.info(w.message(t))
		case 8:
			refs = w.message(t)
		default:
			w.skip(t)
		}
	}
	e := d.e
	tagStart, refStart := len(e.tags), uint32(len(e.refs))
	d.pairs(keys, vals)
	ref := int64(0)
	for len(refs.b) > 0 {
		ref += refs.sint()
		e.refs = append(e.refs, ref)
	}
	d.bad = d.bad || w.bad || refs.bad
	e.ways = append(e.ways, way{id, e.tagSpan(tagStart), span{refStart, uint32(len(e.refs))}})
}

func (d *blockDecoder) relation(w wire) {
	var keys, vals, roles, ids, types wire
	var id int64
	for {
		field, t := w.next()
		if field == 0 {
			break
		}
		switch field {
		case 1:
			id = int64(w.number(t))
		case 2:
			keys = w.message(t)
		case 3:
			vals = w.message(t)
		case 4:
			d.info(w.message(t))
		case 8:
			roles = w.message(t)
		case 9:
			ids = w.message(t)
		case 10:
			types = w.message(t)
		default:
			w.skip(t)
		}
	}
	e := d.e
	tagStart, memberStart := len(e.tags), uint32(len(e.members))
	d.pairs(keys, vals)
	ref := int64(0)
	for len(ids.b) > 0 && !d.bad {
		ref += ids.sint()
		role, typ := roles.varint(), types.varint()
		d.bad = d.bad || roles.bad || ids.bad || types.bad || typ > uint64(relationKind)
		if !d.bad {
			e.members = append(e.members, member{element{kind(typ), ref}, d.text(role)})
		}
	}
	d.bad = d.bad || w.bad
	e.rels = append(e.rels, relation{id, e.tagSpan(tagStart), span{memberStart, uint32(len(e.members))}})
}
