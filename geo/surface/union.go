package surface

import "circle15/geo"

// Upto is the union of the parts with labels up to l: the borders between them are left out, those around
// them stay as they are, so that such unions of growing labels contain each other exactly. It is only to be asked before the
// plan is split again, and fails with ErrResidue as Split does.
func (p *Parts) Upto(l Label) (geo.MultiPolygon, error) {
	if p.cut == nil {
		if p.whole > l {
			return nil, nil
		}
		return p.List[0].Shape, nil
	}
	var all []half
	for k := range int(l) + 1 {
		all = append(all, p.cut.byLabel[k]...)
	}
	return trace(all, &p.cut.plan.table)
}
