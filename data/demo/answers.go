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

// Everywhere is what every criterion of every standard says of the communities that are made for it, whatever the seed.
type Everywhere struct {
	Pass, Fail, Unknown string // ids of communities
}

// EveryCriterion says in which community a criterion passes, in which it fails, and in which nobody can say.
//
// It passes at the doorstep: everybody there lives within 15 of a crossing, and three of everything stand within 20 of it, so that ways with
// their legs to the street are shorter than 70, the shortest limit of all. Lines 14 and 102 stop at (0, -1600), 200 west of it, and 13 at (600, -1400),
// 600 away by the streets and hypot(400, 200) = 447 straight. The tables have what is asked (see communityFigures), for all of its district, too.
//
// It fails in the village: chance sets no facility south of y -1900, bus lines end at y -2200, parks at y -2580; that is 1,110 and more from its homes, which begin at y
// -3690, and the longest limit is 1,000. The data ends at y -5200, 1,300 from it. The tables have what does not do; it is alone in its district.
//
// Nobody can say at the border: its homes live 50 from where the data ends, less than the shortest limit of 70, and the nearest that chance can set is at
// (2600, -1900), hypot(840, 660) = 1068 away. No table has a row for it or its district, and none of its grids is drawn. Of facilities inside
// its polygon that is an answer (there are none): there nobody can say of the silent community, where a childcare and a service station say
// neither how many places or square metres they have nor what they offer.
func EveryCriterion(c *indicators.Criterion) Everywhere {
	unknown := border.id
	if (c.Measure == indicators.Per || c.Measure == indicators.Presence) && c.Table == nil {
		unknown = silent.id
	}
	return Everywhere{doorstep.id, village.id, unknown}
}
