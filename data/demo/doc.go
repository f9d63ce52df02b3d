// Package demo gives you the files of an invented city, made from a seed: an OpenStreetMap file, a GTFS feed, communities,
// residents and facilities, as an office would have them.
//
// [Write] writes them and says with which commands they are imported; nothing is imported here, so that the demo
// city takes the way that real data takes. The streets, stops and boundaries that decide are the same for every
// seed; buildings, shops and small bends of the streets differ. So some communities have a right answer that
// follows from the construction: [Answers].
//
// The city is 7 by 5.4 km, in metres east (x) and north (y) of its middle:
//
//	y  2700 ┌───────────────────────────────┬──────────────┐
//	        │ 西北角      (streets end      │              │
//	   1100 │  field)      对岸湾           rail           │
//	        ═════════ bridge ═════ river ═══╪═══ bridge ════
//	    800 │                               │              │
//	      0 │            站前里 (station)   │     东界 edge│
//	   -600 │                               ╡ underpass    │
//	        │ 远山村 (no bus)               │ 双桥里       │
//	  -2700 └───────────────────────────────┴──────────────┘
//	      -3500      -1000      -400       1300   2000    3500
//
// All of it is invented and free for any use (CC0).
package demo
