// Package bench holds the benchmarks of whole cities: what a user waits for, on the files that users
// have. The kernels have theirs beside them.
package bench
