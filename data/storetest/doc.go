// Package storetest gives you one suite of tests that every store of layers and runs has to pass.
//
// [Run] takes a function that opens an empty [Store]. What the tests put in is a small town that [Communities], [Extract],
// [Stops], [Residents] and [Result] make, for tests of other packages too.
package storetest
