package data_test

import (
	"testing"

	"circle15/data"
)

// 100 findings of a code are kept; of 250 the other 150 are counted in the last kept one.
func TestFindingsFold(t *testing.T) {
	var c data.Findings
	if c.List() != nil {
		t.Fatal("an empty collection has findings")
	}
	for i := range 250 {
		c.Add(data.Finding{Code: "a", Row: i + 1})
		if i == 120 {
			c.Add(data.Finding{Code: "b", Row: 7, Count: 2})
		}
	}
	got := c.List()
	if len(got) != 101 {
		t.Fatalf("kept %d findings, want 101", len(got))
	}
	if got[99].Row != 100 || got[99].Count != 150 {
		t.Errorf("the last of code a is %+v, want row 100 with 150 more", got[99])
	}
	if got[100].Code != "b" || got[100].Count != 2 {
		t.Errorf("code b is %+v, want it kept as it was", got[100])
	}
}
