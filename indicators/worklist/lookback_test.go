package worklist_test

import (
	"slices"
	"testing"

	"circle15/indicators"
	"circle15/indicators/worklist"
)

// run is a run of one criterion over one community that has the status.
func run(number int, status indicators.Status) *worklist.Run {
	std := &indicators.Standard{ID: "s", Aspects: []indicators.Aspect{{Indicators: []indicators.Indicator{{ID: "i", Criteria: []indicators.Criterion{
		{ID: "bus", Measure: indicators.Nearest, Binding: true}}}}}}}
	r := indicators.Result{Community: "a", Criterion: "bus", Status: status, Residents: indicators.Share{Whole: 500},
		Pieces: []indicators.Piece{{Cause: indicators.TooFew, Milli: 300, AreaM2: 9}}}
	if status == indicators.Unknown {
		r.Pieces[0].Cause = indicators.NoData
	}
	return &worklist.Run{Number: number, Standard: std, Communities: []indicators.Community{{ID: "a", Name: "A"}}, Results: []indicators.Result{r}}
}

// hold holds the list against a run and keeps what changed.
func hold(list map[string]worklist.Item, r *worklist.Run) []worklist.Event {
	var items []worklist.Item
	for _, i := range list {
		items = append(items, i)
	}
	changed, events := worklist.LookBack(items, r, "2026-03-01T00:00:00Z")
	for _, i := range changed {
		list[i.ID] = i
	}
	return events
}

// Every way from one state to the next: what people set, and what a run makes of it.
func TestStates(t *testing.T) {
	for _, c := range []struct {
		set      worklist.State
		measured indicators.Status
		want     worklist.State
	}{
		{worklist.Open, indicators.Fail, worklist.Open}, {worklist.Open, indicators.Pass, worklist.Closed}, {worklist.Open, indicators.Unknown, worklist.Open},
		{worklist.InHand, indicators.Fail, worklist.InHand}, {worklist.InHand, indicators.Pass, worklist.Closed},
		{worklist.Done, indicators.Fail, worklist.Reopened}, {worklist.Done, indicators.Pass, worklist.Closed}, {worklist.Done, indicators.Unknown, worklist.ReMeasured},
		{worklist.Done, indicators.NotApplicable, worklist.Closed},
	} {
		list := map[string]worklist.Item{}
		hold(list, run(1, indicators.Fail))
		i := list["a/bus"]
		if _, err := i.Apply(worklist.Change{State: &c.set}, "t", "ann"); err != nil {
			t.Fatal(err)
		}
		list["a/bus"] = i
		hold(list, run(2, c.measured))
		if got := list["a/bus"]; got.State != c.want || got.Status != c.measured || got.Since != 1 {
			t.Errorf("%s, measured %s: %s, want %s", c.set, c.measured, got.State, c.want)
		}
	}
}

// Fails, is done, closed, fails again and is reopened; done again without being so it is reopened once more. A run that was held against the list does nothing twice.
func TestStory(t *testing.T) {
	list := map[string]worklist.Item{}
	events := hold(list, run(1, indicators.Fail))
	if i := list["a/bus"]; len(events) != 1 || i.State != worklist.Open || i.Milli != 300 || i.Cause != indicators.TooFew || i.Name != "A" {
		t.Fatalf("found %+v, %+v", i, events)
	}
	var states []string
	done := worklist.Done
	step := func(r *worklist.Run) {
		for _, e := range hold(list, r) {
			states = append(states, e.To)
		}
	}
	mark := func() {
		i := list["a/bus"]
		if _, err := i.Apply(worklist.Change{State: &done}, "t", "ann"); err != nil {
			t.Fatal(err)
		}
		list["a/bus"] = i
	}
	mark()
	step(run(2, indicators.Pass))
	step(run(3, indicators.Fail))
	step(run(3, indicators.Fail))
	mark()
	step(run(4, indicators.Fail))
	if want := []string{"closed", "reopened", "reopened"}; !slices.Equal(states, want) {
		t.Errorf("states %v, want %v", states, want)
	}
}

// What cannot be judged is one item for the criterion, which closes once it can be.
func TestWhatCannotBeJudged(t *testing.T) {
	list := map[string]worklist.Item{}
	hold(list, run(1, indicators.Unknown))
	i := list["data/bus/no_data"]
	if len(list) != 1 || i.State != worklist.Open || i.Communities != 1 || i.Milli != 500 {
		t.Fatalf("list %+v", list)
	}
	hold(list, run(2, indicators.Pass))
	if got := list["data/bus/no_data"]; got.State != worklist.Closed {
		t.Errorf("once it can be judged: %+v", got)
	}
}

func TestApply(t *testing.T) {
	i := worklist.Item{ID: "a/bus", State: worklist.Open}
	closed, hand, office, due, bad := worklist.Closed, worklist.InHand, "交通局", "2026-06-30", "soon"
	if _, err := i.Apply(worklist.Change{State: &closed}, "t", "ann"); err == nil {
		t.Error("an item was closed by hand")
	}
	if _, err := i.Apply(worklist.Change{Due: &bad}, "t", "ann"); err == nil {
		t.Error("a date that is none was taken")
	}
	events, err := i.Apply(worklist.Change{State: &hand, Office: &office, Due: &due, Note: "begun"}, "t", "ann")
	if err != nil || len(events) != 4 || i.State != hand || i.Office != office || i.Due != due || events[3].Note != "begun" || events[0].By != "ann" {
		t.Errorf("got %+v, %+v, %v", i, events, err)
	}
	if events, err = i.Apply(worklist.Change{Office: &office}, "t", "ann"); err != nil || len(events) != 0 {
		t.Errorf("what is so already happened: %v, %v", events, err)
	}
	// Due on 30 June: one day late on 1 July, not late on the day itself.
	if i.Overdue("2026-06-30") != 0 || i.Overdue("2026-07-01") != 1 || i.Overdue("2026-07-31") != 31 {
		t.Error("days overdue are wrong")
	}
}

func TestOrder(t *testing.T) {
	items := []worklist.Item{
		{ID: "closed", State: worklist.Closed, Mend: &indicators.Mend{Gain: 99}}, {ID: "b", Milli: 5}, {ID: "a", Milli: 5},
		{ID: "gains", Mend: &indicators.Mend{Gain: 7}}, {ID: "large", Milli: 50},
	}
	worklist.Sort(items)
	var got []string
	for _, i := range items {
		got = append(got, i.ID)
	}
	if want := []string{"gains", "large", "a", "b", "closed"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
