package drawn

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"circle15/geo"
	"circle15/geo/network"
	"circle15/indicators"
)

// grid is the characters of a map.
type grid struct {
	town  *Town
	rows  [][]rune
	width int
}

// beyondCells is how far barriers run on beyond the map.
const beyondCells = 20

func (g *grid) at(col, row int) rune {
	if row < 0 || row >= len(g.rows) || col < 0 || col >= len(g.rows[row]) {
		return ' '
	}
	return g.rows[row][col]
}

func (g *grid) letter(col, row int) bool { return g.town.Legend[g.at(col, row)] != nil }

// east and north say whether a street runs through the cell in that direction.
func (g *grid) east(col, row int) bool {
	return strings.ContainsRune("-+x", g.at(col, row)) ||
		g.letter(col, row) && (g.at(col-1, row) == '-' || g.at(col+1, row) == '-')
}

func (g *grid) north(col, row int) bool {
	return strings.ContainsRune("|+xH", g.at(col, row)) ||
		(g.letter(col, row) || g.at(col, row) == 'o') && (g.at(col, row-1) == '|' || g.at(col, row+1) == '|')
}

// runs calls yield with every stretch of at least two cells that are in, eastward and southward.
func (g *grid) runs(east, south func(col, row int) bool, yield func(cells [][2]int, south bool)) {
	walk := func(n, m int, cell func(i, j int) [2]int, in func(col, row int) bool, isSouth bool) {
		for i := range n {
			var run [][2]int
			for j := range m + 1 {
				if c := cell(i, j); j < m && in(c[0], c[1]) {
					run = append(run, c)
					continue
				}
				if len(run) > 1 {
					yield(run, isSouth)
				}
				run = nil
			}
		}
	}
	walk(len(g.rows), g.width, func(i, j int) [2]int { return [2]int{j, i} }, east, false)
	walk(g.width, len(g.rows), func(i, j int) [2]int { return [2]int{i, j} }, south, true)
}

// ways are the streets: one for every straight stretch. They share the nodes of junctions, and of letters.
func (g *grid) ways() []network.Way {
	var out []network.Way
	g.runs(g.east, g.north, func(cells [][2]int, south bool) {
		w := network.Way{ID: int64(len(out) + 1), Traits: network.Foot, Name: fmt.Sprintf("street %d", len(out)+1)}
		for _, c := range cells {
			node := int64(c[1]*10_000 + c[0] + 1)
			if g.at(c[0], c[1]) != '+' && !g.letter(c[0], c[1]) {
				node *= -2 // nobody else's
				if south {
					node--
				}
			}
			w.Nodes = append(w.Nodes, node)
			w.At = append(w.At, g.town.At(float64(c[0]), float64(c[1])))
		}
		out = append(out, w)
	})
	return out
}

// barriers are rivers, railways and walls.
func (g *grid) barriers() []network.Barrier {
	var out []network.Barrier
	for _, k := range []struct {
		char rune
		kind network.BarrierKind
	}{{'~', network.Water}, {'=', network.Rail}, {'#', network.Wall}} {
		gate := k.kind == network.Wall
		is := func(col, row int) bool { return g.at(col, row) == k.char || gate && g.at(col, row) == 'o' }
		east := func(col, row int) bool {
			return is(col, row) || g.at(col, row) == 'H' && (is(col-1, row) || is(col+1, row))
		}
		g.runs(east, is, func(cells [][2]int, south bool) {
			b := network.Barrier{ID: int64(len(out) + 1), Kind: k.kind}
			for i, c := range g.beyond(cells, south) {
				b.At = append(b.At, g.town.At(float64(c[0]), float64(c[1])))
				if g.at(c[0], c[1]) == 'o' {
					b.Open = append(b.Open, i)
				}
			}
			out = append(out, b)
		})
	}
	return out
}

// beyond lengthens a run at the edges of the map.
func (g *grid) beyond(cells [][2]int, south bool) [][2]int {
	along, last := 0, g.width-1
	if south {
		along, last = 1, len(g.rows)-1
	}
	out := slices.Clone(cells)
	if out[0][along] == 0 {
		far := out[0]
		far[along] = -beyondCells
		out = slices.Insert(out, 0, far)
	}
	if end := out[len(out)-1]; end[along] == last {
		end[along] += beyondCells
		out = append(out, end)
	}
	return out
}

// facilities are what the legend says, in reading order.
func (g *grid) facilities() []indicators.Facility {
	var out []indicators.Facility
	seen := map[rune]int{}
	for row := range g.rows {
		for col := range g.rows[row] {
			r := g.rows[row][col]
			for _, f := range g.town.Legend[r] {
				seen[r]++
				if f.ID == "" {
					f.ID = fmt.Sprintf("%c%d", r, seen[r])
				}
				if f.Layer == "" {
					f.Layer = "own"
				}
				if f.At == (geo.E7{}) {
					f.At = g.town.At(float64(col), float64(row))
				}
				out = append(out, f)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b indicators.Facility) int {
		return cmp.Or(cmp.Compare(a.Category, b.Category), cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// residents are the digits; nil if there are none.
func (g *grid) residents() *indicators.Residents {
	out := &indicators.Residents{}
	for row := range g.rows {
		for col := range g.rows[row] {
			if r := g.rows[row][col]; r >= '1' && r <= '9' {
				out.At = append(out.At, g.town.At(float64(col), float64(row)))
				out.Milli = append(out.Milli, int64(r-'0')*1000)
			}
		}
	}
	if len(out.At) == 0 {
		return nil
	}
	return out
}
