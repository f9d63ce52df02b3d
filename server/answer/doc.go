// Package answer gives you the way in which every part of the server answers: problems as application/problem+json in
// Chinese and English, representations with ETag, compression and conditional requests, and the checks that
// all parameters pass.
//
// A [Handler] parses, asks, and ends with [Send], or returns an error: a [*Problem] when the request is at fault, any other when
// the server is. Nothing here knows what is served.
package answer
