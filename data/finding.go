package data

import "fmt"

// Severity of a finding. Notes do not change an exit code; the others make it 3.
type Severity string

// From harmless to serious.
const (
	Note    Severity = "note"
	Warning Severity = "warning" // repaired, guessed or left unplaced
	Failure Severity = "error"   // dropped
)

// Finding is something a person should know about the data: what, where, what was
// done, what to do. Findings are kept with the layer and never stop an import.
type Finding struct {
	Severity Severity `json:"severity"`
	Code     string   `json:"code"`              // snake_case, stable: "ring_not_closed"
	Layer    string   `json:"layer,omitempty"`   // filled by the workspace
	Feature  string   `json:"feature,omitempty"` // the id in the source: "way/12", "LP003"
	Row      int      `json:"row,omitempty"`     // line of a table, counted from 1 with the header; 0 if none
	Field    string   `json:"field,omitempty"`
	Value    string   `json:"value,omitempty"`
	Message  string   `json:"message"` // what is wrong and what was done, one sentence
	Advice   string   `json:"advice,omitempty"`
	Count    int      `json:"count,omitempty"` // how many more like it were folded into this one
}

// String is the finding as one line for a terminal.
func (f Finding) String() string {
	where := f.Feature
	if f.Row > 0 {
		where = fmt.Sprintf("row %d", f.Row)
		if f.Feature != "" {
			where += " (" + f.Feature + ")"
		}
	}
	if f.Field != "" {
		where += " " + f.Field
	}
	if f.Value != "" {
		where += fmt.Sprintf(" %q", f.Value)
	}
	s := string(f.Severity) + ": "
	if where != "" {
		s += where + ": "
	}
	s += f.Message
	if f.Count > 0 {
		s += fmt.Sprintf(" (and %d more)", f.Count)
	}
	if f.Advice != "" {
		s += "; " + f.Advice
	}
	return s
}

// Reportable says whether anything worse than a note is among the findings: such
// a command ends with exit code 3.
func Reportable(fs []Finding) bool {
	for _, f := range fs {
		if f.Severity != Note {
			return true
		}
	}
	return false
}
