// Package hours gives you what opening hours say: whether a place is open at an hour of an ordinary day.
//
// [Parse] reads the values of OpenStreetMap's opening_hours (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification)
// as far as they matter for that question, and the columns of offices ("周一至周五 8:00-18:00", "全天"). [Hours.At] answers
// with a [State]: open, closed, or unknown where the hours do not say.
//
// An ordinary day is a weekday of no certain date, neither a public nor a school holiday:
//
//   - what holds on holidays only does not hold on it;
//   - rules of months and dates are looked at for every month: what holds on most days of each of the twelve months is the
//     answer, and where months differ it is unknown. Single dates (Dec 25 off) are exceptions, as holidays are;
//   - rules of certain years, of numbered weeks, and of the first or last such weekday of a month may hold or not: where that makes a
//     difference, it is unknown.
//
// Days that a rule names replace what earlier rules said of them (;), add to it (,), or fill in where nothing is open (||). Hours
// past midnight belong to the day on which they begin. Sunrise lies between 05:00 and 08:00, sunset between 17:00 and 21:00, and in
// between it is unknown. What closes at an open end (17:00+) is open for an hour, and then unknown. A rule with a comment
// and no word for its state ("on appointment") is unknown.
//
//	h, err := hours.Parse("Mo-Fr 06:30-09:00,16:00-19:00; PH off")
//	h.At(hours.Tuesday, 7*60) // Open
package hours
