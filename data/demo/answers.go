package demo

import "circle15/indicators"

// Answer is a pair whose judgement follows from the construction of the city, whatever the seed.
type Answer struct {
	Community, Criterion string
	Status               indicators.Status
	// Cause is that of the largest part that is not covered; indicators.Covered when all is.
	Cause indicators.Cause
}

// Answers are the pairs with a right answer under the standard baoji-convenience-2023: 15 minutes at 1.0 m/s are 900 m, asked of
// 90 % of the residents. Distances are in metres in the plan; streets bend by up to 15 m at each junction.
func Answers() []Answer {
	return []Answer{
		// The hub at (-400, 0) is the middle of the community, with stops of lines 1, 2, 3, 6 and 7. Its corners are 300 east or west
		// and 300 north or south of it: 600 by the grid, at most 100 more to the street.
		{station.id, "bus_lines", indicators.Pass, indicators.Covered},
		// The supermarket on the station square lies 45 from the middle: the same way.
		{station.id, "supermarket", indicators.Pass, indicators.Covered},

		// Lines 4, 5 and 6 stop on the south embankment at x 200 to 800, within hypot(400, 700) = 806 straight of every place of
		// the community, but on foot the way is by a bridge: 1300 west to the one at -1000, or 1300 east to the one at 2000, and as much back. On the
		// north bank no line stops within 900 of it: the nearest stops are at x -1000 and 2000.
		{across.id, "bus_lines", indicators.Fail, indicators.Detour},
		// The supermarket at (500, 760) is at most hypot(200, 740) = 767 away straight; on the north bank there is none.
		{across.id, "supermarket", indicators.Fail, indicators.Detour},

		// No stop lies within 900: those of line 13 at (-1000, -400) and line 2 at (-400, -1400) are hypot(900, 900) = 1273 and 1500 away.
		// The data ends at x -3500 and y -2700: 1000 from the nearest border.
		{remote.id, "bus_lines", indicators.Fail, indicators.NoFacility},
		{remote.id, "supermarket", indicators.Fail, indicators.NoFacility},

		// Only lines 7 and 8 run south-east, to x 1800; the weekend line does not count. Of the other lines the nearest stops are
		// west of the railway at x 800 (1100 away) and at (1800, 0), 1104 away.
		{twoBus.id, "bus_lines", indicators.Fail, indicators.TooFew},

		// Every place is at most 600 from the border of the data at x 3500, and no stop is within 900: those of line 12 and 8 are at x 1800.
		{atEdge.id, "bus_lines", indicators.Unknown, indicators.Undecidable},

		// Streets end at x -2800: what lies west of -3000, a third of the area, has none within 200. Nobody lives there, and from where people
		// live lines 9, 10 and 11 at (-2600, 1500) are at most 200 + 250 + 200 away.
		{corner.id, "bus_lines", indicators.Pass, indicators.Unlinked},
	}
}
