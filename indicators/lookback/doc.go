// Package lookback gives you what changed between two runs (回头看): [Diff] compares their results and names the inputs that changed,
// which [Changes] finds by id, else by name and place, between two states of a city or two versions of a layer.
//
// It is pure: what it compares is handed to it. Areas are square metres on the ellipsoid, residents thousandths of a person.
package lookback
