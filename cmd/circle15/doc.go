// Command circle15 computes, for every community of a city, whether its residents reach daily
// services within 15 minutes on foot, and publishes what is covered and what is not.
//
// Each verb is in a file of its own: a struct of options, a function that makes its flags, and one that
// does the work. Results go to stdout, progress and messages to stderr. The exit codes are in exit.go.
package main
