// Package quality gives you what is wrong with layers once they lie side by side: shifted datums, one thing drawn twice, places in the water or outside
// the city, communities that overlap or leave slivers, layers that are old, and what a standard needs and nobody has.
//
// What one file says of itself its reader finds at import. [Check] compares layers with the streets, the ground, the communities and each
// other. It proposes and never changes anything.
package quality
