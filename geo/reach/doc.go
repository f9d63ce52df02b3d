// Package reach gives you costs over a network: one bounded search from all facilities of a criterion at once
// keeps, for every junction, the costs to the nearest few different keys (facilities, or
// bus lines); a [Field] then answers for any place; a search from one place lists what it reaches and by which way.
//
// Costs are integers of the graph (milliseconds or millimetres). "Within the limit" is <=.
package reach
