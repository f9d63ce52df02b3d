package data

import (
	"circle15/geo"
	"circle15/indicators"
)

// Run is one immutable computation of one standard (计算批次), with everything it was computed from.
type Run struct {
	Number   int                  `json:"run"`
	Standard *indicators.Standard `json:"standard"`
	// StandardFile is the standard as it was read, byte for byte.
	StandardFile []byte  `json:"-"`
	AsOf         string  `json:"as_of"`               // YYYY-MM-DD
	Program      string  `json:"program"`             // version of circle15
	Layers       []Layer `json:"layers"`              // in the versions it used
	DataDate     string  `json:"data_date,omitempty"` // the oldest date of the layers it used; empty if none has one
	Pairs        int     `json:"pairs"`
	// Statuses counts the pairs.
	Statuses map[indicators.Status]int `json:"statuses"`
	Findings []Finding                 `json:"findings,omitempty"` // pairs that could not be judged, facilities left unplaced, …
	// Assumptions are sentences that stand beside the results: speeds, access, what is our choice.
	Assumptions []indicators.Text `json:"assumptions,omitempty"`
	// Sensitivity lists what changes status under other assumptions; nil when nobody asked.
	Sensitivity []Flip `json:"sensitivity,omitempty"`
	// VerifyFirst are the facilities and lines that passes rest on, most residents first; nil when nobody asked.
	VerifyFirst []indicators.Reliance `json:"verify_first,omitempty"`
	// VerifyStreets are the stretches of street that passes rest on, likewise.
	VerifyStreets []indicators.StreetReliance `json:"verify_streets,omitempty"`
	Frame         geo.E7                      `json:"frame"` // centre of the frame it was computed in
	// ShowAll: nothing in it counts as restricted. See RunResult.Unrestricted.
	ShowAll bool `json:"-"`
}

// RunResult is a run with its results and the communities that were judged.
type RunResult struct {
	Run         Run
	Communities []indicators.Community // sorted by id
	// Results are sorted by community, then by the order of the criteria in the standard.
	Results []indicators.Result
	// Prints are what each result depends on; nil when nobody asked.
	Prints []indicators.Print
	// Kept says of each result whether it was taken over from run KeptFrom of the standard, so that a store need not compare it; nil: nothing is known.
	Kept     []bool
	KeptFrom int
	// Stale says what had to be computed for it. It is no part of the run.
	Stale Stale
}

// Finished is a judged pair with what it depends on.
type Finished struct {
	Result indicators.Result
	Print  indicators.Print
}

// Stale is how much of a run had to be computed, since something that it depends on changed.
type Stale struct {
	Pairs int `json:"pairs"`
	Stale int `json:"stale"`
	// Reasons counts pairs by the part of the fingerprint that changed (see indicators.Part), or "new"; a pair may have several.
	Reasons map[string]int `json:"reasons"`
}

// Flip is a pair, or with an empty criterion a community as a whole, whose status is not the same under all assumptions.
type Flip struct {
	Community string `json:"community"`
	Criterion string `json:"criterion,omitempty"`
	// Statuses by assumption: "run" as it stands, "speed_mps=0.8", "candidates=4", …
	Statuses map[string]indicators.Status `json:"statuses"`
}

// Pruned is what was removed with old runs, or would be.
type Pruned struct {
	Runs      int   `json:"runs"`       // removed
	Kept      int   `json:"kept"`       // runs that stay
	Results   int   `json:"results"`    // removed: those that hold in no run that stays
	Bytes     int64 `json:"bytes"`      // of results, records and versions of layers, as they are stored
	FileBytes int64 `json:"file_bytes"` // of the workspace afterwards; of one that is only asked, now
}
