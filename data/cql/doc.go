// Package cql gives you filters of features in CQL2 (OGC 21-065r2), as text and as JSON.
//
// [ParseText] and [ParseJSON] check a filter against the fields of a collection and give a [Filter], which says of each feature
// whether it is asked for. Known are comparisons, and, or, not, like, between, in, is null, + - * /, casei, the spatial and the temporal
// functions. What compares with null is neither true nor false, as in SQL, and such a feature is not asked for.
//
// Caveats: a filter is at most 64 deep and has at most 2,000 terms and 10,000 vertices. Dates are instants at midnight UTC.
package cql
