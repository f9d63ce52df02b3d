// Package drawn gives you towns drawn as ASCII maps, for tests: a [Town] becomes streets, barriers, facilities, residents
// and communities, and is judged under one criterion.
//
//	+--B--+    + - |   streets; they join at + and nowhere else
//	|  1  |    x       two streets that cross without a junction: a bridge over a road
//	+--H--+    ~ = #   a river, a railway, a wall; o is a gate in a wall, which a street may run through southward
//	~~~H~~~    H       a street that runs north over a barrier that runs east
//	           1…9     so many residents in the middle of the cell
//	           B       any other letter is in the legend: a facility
//
// A cell is a square of 100 m unless the town says otherwise. Its middle counts: the middle of column 0 in row 0 is x = 0,
// y = 0; columns run east, rows south. A letter directly beside - or below or above | stands on the street and is
// a part of it; any other letter stands in the middle of its cell, and walks to the nearest street. A connected part of the streets needs
// 1 km, or it is an island to which nothing attaches. Barriers run from middle to middle, and on beyond the map where they meet its edge.
package drawn
