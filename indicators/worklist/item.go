package worklist

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"circle15/indicators"
)

// State is how far an item has come.
type State string

// The states. Open, InHand and Done are set by people; ReMeasured, Closed and Reopened by looking back. ReMeasured: marked as done, and the run could not
// judge it. Closed: measured as met. Reopened: marked as done or closed, and measured as failing.
const (
	Open       State = "open"
	InHand     State = "in_hand"
	Done       State = "done"
	ReMeasured State = "re_measured"
	Closed     State = "closed"
	Reopened   State = "reopened"
)

// States are all of them, in the order in which an item takes them.
var States = []State{Open, InHand, Done, ReMeasured, Closed, Reopened}

// Text is the word for a state.
func (s State) Text() indicators.Text {
	switch s {
	case Open:
		return indicators.Text{Zh: "待整改", En: "open"}
	case InHand:
		return indicators.Text{Zh: "整改中", En: "in hand"}
	case Done:
		return indicators.Text{Zh: "已整改，待回头看", En: "done, to be re-measured"}
	case ReMeasured:
		return indicators.Text{Zh: "已复测，无法判定", En: "re-measured, not decided"}
	case Closed:
		return indicators.Text{Zh: "已销号", En: "closed"}
	}
	return indicators.Text{Zh: "重新打开", En: "reopened"}
}

// Item is one thing to be mended.
type Item struct {
	// ID is community/criterion; of what cannot be judged data/criterion/cause.
	ID        string           `json:"id"`
	Standard  string           `json:"standard"`
	Community string           `json:"community,omitempty"`
	Name      string           `json:"community_name,omitempty"`
	District  string           `json:"district,omitempty"`
	Criterion string           `json:"criterion"`
	Title     indicators.Text  `json:"title"`
	Binding   bool             `json:"binding"`
	Cause     indicators.Cause `json:"cause"` // of the gap with most residents
	At        *orb.Point       `json:"at,omitempty"`
	// Milli are the residents concerned, in thousandths. Communities is how many cannot be judged for it; 0 for what fails.
	Milli       int64            `json:"milli"`
	Communities int              `json:"communities,omitempty"`
	Mend        *indicators.Mend `json:"mend,omitempty"` // nil: none is known

	Office string `json:"office,omitempty"` // in charge
	Due    string `json:"due,omitempty"`    // YYYY-MM-DD
	State  State  `json:"state"`
	// Since is the run in which it was first found, Run the last that was held against it, Status what that said.
	Since  int               `json:"since"`
	Run    int               `json:"run"`
	Status indicators.Status `json:"status"`
	// Measured stands for what Mend was found from: while it stays the mend does.
	Measured string `json:"measured,omitempty"`
}

// Settled says whether nothing is to be done about it any more.
func (i *Item) Settled() bool { return i.State == Closed }

// Overdue is by how many days the item is late on a day, YYYY-MM-DD; 0 where it is not, or is settled, or has no due date.
func (i *Item) Overdue(day string) int {
	due, err1 := time.Parse(time.DateOnly, i.Due)
	on, err2 := time.Parse(time.DateOnly, day)
	if err1 != nil || err2 != nil || i.Settled() || !on.After(due) {
		return 0
	}
	return int(on.Sub(due).Hours() / 24)
}

// Event is something that happened to an item.
type Event struct {
	Item string `json:"item"`
	At   string `json:"at"` // RFC 3339
	By   string `json:"by"`
	Run  int    `json:"run,omitempty"` // that was held against it
	// Field is what changed (state, office, due), From and To its values; empty for a note alone.
	Field string `json:"field,omitempty"`
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
	Note  string `json:"note,omitempty"`
}

// Change is what a person sets. Nil leaves a field as it is.
type Change struct {
	State  *State
	Office *string
	Due    *string
	Note   string
}

// Apply sets the fields of an item and gives what happened. People set open, in_hand and done; the other states are measured, and asking for
// them is an error, as is a due date that is none.
func (i *Item) Apply(c Change, at, by string) ([]Event, error) {
	if c.State != nil && *c.State != i.State && !slices.Contains([]State{Open, InHand, Done}, *c.State) {
		return nil, fmt.Errorf("item %s: the state %q is not set by hand: open, in_hand and done are, the rest is measured by the next run", i.ID, *c.State)
	}
	if c.Due != nil && *c.Due != "" {
		if _, err := time.Parse(time.DateOnly, *c.Due); err != nil {
			return nil, fmt.Errorf("item %s: due %q: it is a date like 2026-06-30", i.ID, *c.Due)
		}
	}
	var out []Event
	set := func(field, from, to string) bool {
		if from == to {
			return false
		}
		out = append(out, Event{Item: i.ID, At: at, By: by, Field: field, From: from, To: to})
		return true
	}
	if c.State != nil && set("state", string(i.State), string(*c.State)) {
		i.State = *c.State
	}
	if c.Office != nil && set("office", i.Office, *c.Office) {
		i.Office = *c.Office
	}
	if c.Due != nil && set("due", i.Due, *c.Due) {
		i.Due = *c.Due
	}
	if c.Note != "" {
		out = append(out, Event{Item: i.ID, At: at, By: by, Note: c.Note})
	}
	return out, nil
}

// Sort puts first what is not settled, then what gains most residents, then what concerns most, then by id.
func Sort(items []Item) {
	gain := func(i *Item) int64 {
		if i.Mend == nil {
			return 0
		}
		return i.Mend.Gain
	}
	slices.SortFunc(items, func(a, b Item) int {
		settled := func(i *Item) int {
			if i.Settled() {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(settled(&a), settled(&b)), cmp.Compare(gain(&b), gain(&a)), cmp.Compare(b.Milli, a.Milli), cmp.Compare(a.ID, b.ID))
	})
}

// MendText says what would mend the item at least, as a sentence.
func (i *Item) MendText(limitUnit indicators.Unit) indicators.Text {
	m := i.Mend
	switch {
	case i.Communities > 0:
		return indicators.Text{Zh: fmt.Sprintf("补充数据后可判定 %d 个社区", i.Communities), En: fmt.Sprintf("data would let %d communities be judged", i.Communities)}
	case m == nil || m.More == 0:
		return indicators.Text{Zh: "尚不清楚", En: "not known"}
	case m.At == nil:
		return indicators.Text{Zh: fmt.Sprintf("还差 %.4g", m.More), En: fmt.Sprintf("%.4g more", m.More)}
	}
	zh, en := fmt.Sprintf("在此处增加 %.0f 个", m.More), fmt.Sprintf("%.0f more here", m.More)
	if m.WithinM >= 1 {
		zh, en = fmt.Sprintf("在此处步行 %.0f 米以内增加 %.0f 个", m.WithinM, m.More), fmt.Sprintf("%.0f more within %.0f m of here", m.More, m.WithinM)
	}
	switch {
	case !m.Checked:
		zh, en = zh+"（按最差处估计）", en+" (estimated by the worst place)"
	case !m.Passes:
		zh, en = zh+"，但一处不够", en+", and one place is not enough"
	}
	return indicators.Text{Zh: zh, En: en}
}
