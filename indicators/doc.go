// Package indicators gives you the domain: communities and facilities, the
// standards they are judged by, and the judgement itself. Everything in it is a pure function of
// its arguments: it touches no file, no clock, no log and no random source (a
// guard test holds that).
//
// The words are those of the glossary in README.md: a criterion is one measurable
// sentence, a pair is one community under one criterion, a status is pass, fail, unknown or not_applicable.
package indicators
