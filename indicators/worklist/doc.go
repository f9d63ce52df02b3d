// Package worklist gives you the list of what is to be mended (整改清单): an [Item] for each pair that fails and for each reason why pairs cannot be
// judged, kept over the runs. [LookBack] (回头看) holds the list against a run: what was done is closed (销号) only when the measurement agrees, and
// opened again when it fails later.
//
// It is pure: times and names are handed to it. Residents are thousandths of a person.
package worklist
