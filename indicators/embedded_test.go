package indicators_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"circle15/indicators"
)

// embedded are the standards that come with the program, parsed, by id.
func embedded(t *testing.T) map[string]*indicators.Standard {
	t.Helper()
	out := map[string]*indicators.Standard{}
	for _, id := range indicators.EmbeddedIDs() {
		src, ok := indicators.Embedded(id)
		if !ok {
			t.Fatalf("%s is listed and not there", id)
		}
		s, err := indicators.ParseStandard(id+".yaml", src)
		if err != nil {
			t.Fatal(err)
		}
		out[id] = s
	}
	return out
}

func TestEmbeddedStandards(t *testing.T) {
	all := embedded(t)
	if all[indicators.DefaultStandard] == nil {
		t.Fatalf("the default %s is not among %v", indicators.DefaultStandard, indicators.EmbeddedIDs())
	}
	for id, s := range all {
		if s.ID != id {
			t.Errorf("%s.yaml has the id %s", id, s.ID)
		}
		for _, c := range s.Criteria() {
			if c.Source == "" || c.Quote == "" {
				t.Errorf("%s: %s does not say where it comes from", id, c.ID)
			}
			if c.Confidence != "high" && c.Note.En == "" {
				t.Errorf("%s: %s does not say whose its number is", id, c.ID)
			}
			if len(c.Categories) > 0 && len(c.Tags) == 0 && !strings.Contains(c.Note.Zh, "没有对应标签") && c.Measure != indicators.Tiling {
				t.Errorf("%s: %s has no tags and does not say that there are none", id, c.ID)
			}
			checkTitle(t, c)
		}
	}
	if _, ok := indicators.Embedded("no-such"); ok {
		t.Error("a standard that is not there was found")
	}
	if _, ok := indicators.Embedded("../standards/" + indicators.DefaultStandard); ok {
		t.Error("an id is no path")
	}
}

// checkTitle holds the title to the number that is measured: who changes one must change the other.
func checkTitle(t *testing.T, c *indicators.Criterion) {
	t.Helper()
	if !c.Measure.OfPlaces() {
		checkTarget(t, c)
		return
	}
	zh, en := "分钟", "minutes"
	if c.Limit.Unit == indicators.Metres {
		zh, en = "米", "m"
	}
	if want := fmt.Sprintf("%g %s", c.Limit.Value, zh); !strings.Contains(c.Title.Zh, want) {
		t.Errorf("%s: title %q does not say %q", c.ID, c.Title.Zh, want)
	}
	if want := fmt.Sprintf("%g %s", c.Limit.Value, en); !strings.Contains(c.Title.En, want) {
		t.Errorf("%s: title %q does not say %q", c.ID, c.Title.En, want)
	}
	if c.Threshold > 1 && c.Key != "kinds" && !strings.Contains(c.Title.En, fmt.Sprintf("At least %d ", c.Threshold)) {
		t.Errorf("%s: title %q does not say %d", c.ID, c.Title.En, c.Threshold)
	}
}

// checkTarget does the same for what is asked of communities: a value, or a share in per cent. Where a few things are asked for by
// name the Chinese title may name them, and where there is one thing no number is needed.
func checkTarget(t *testing.T, c *indicators.Criterion) {
	t.Helper()
	v := c.AtLeast
	if c.AtMost != nil {
		v = *c.AtMost
	}
	if c.Measure == indicators.Presence {
		if v > 2 && !strings.Contains(c.Title.En, fmt.Sprintf("ll %g ", v)) {
			t.Errorf("%s: title %q does not say that all %g are asked for", c.ID, c.Title.En, v)
		}
		return
	}
	for _, title := range []string{c.Title.Zh, strings.ReplaceAll(c.Title.En, " %", "%")} {
		if !strings.Contains(title, fmt.Sprintf("%g", v)) && !strings.Contains(title, fmt.Sprintf("%g%%", v*100)) {
			t.Errorf("%s: title %q says neither %g nor %g %%", c.ID, title, v, v*100)
		}
	}
}

// The bulletin counts 3 aspects and 10 indicators, and gives one number: 3 bus lines.
func TestBaojiConvenience(t *testing.T) {
	s := embedded(t)["baoji-convenience-2023"]
	var ids, binding []string
	for _, a := range s.Aspects {
		for _, i := range a.Indicators {
			ids = append(ids, a.ID+"/"+i.ID)
		}
	}
	want := []string{"home/commerce", "home/service_points", "home/catering",
		"travel/bus", "travel/parking", "travel/charging", "travel/barrier_free",
		"affairs/service_mechanism", "affairs/service_platform", "affairs/service_quality"}
	if !slices.Equal(ids, want) {
		t.Errorf("indicators %v, want %v", ids, want)
	}
	for _, c := range s.Criteria() {
		if c.Binding {
			binding = append(binding, c.ID)
		}
		if !c.Binding && !c.MustSet && !strings.HasPrefix(c.ID, "bus_lines_") {
			t.Errorf("%s neither decides nor waits for the city", c.ID)
		}
	}
	if !slices.Equal(binding, []string{"bus_lines"}) {
		t.Errorf("binding criteria %v, want bus_lines alone", binding)
	}
	_, _, lines := s.Criterion("bus_lines")
	// 15 min × 60,000 ms = 900,000 ms of walking
	if lines.Limit.LimitCost() != 900_000 || lines.Threshold != 3 || lines.Key != "line" || lines.Require != 0.9 {
		t.Errorf("bus_lines: %+v", lines)
	}
	_, _, straight := s.Criterion("bus_lines_500m")
	if straight.Limit.LimitCost() != 500_000 || !straight.Limit.Straight { // millimetres
		t.Errorf("bus_lines_500m: %+v", straight.Limit)
	}
}

// moduleRoot is the folder with go.mod, upwards from the package's.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no go.mod above %s", dir)
		}
		dir = up
	}
}

// The example in docs/standards.md is a standard.
func TestTheDocumentedExampleParses(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "standards.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("docs/standards.md has no example")
	}
	s, err := indicators.ParseStandard("docs/standards.md", []byte(example))
	if err != nil {
		t.Fatal(err)
	}
	_, _, c := s.Criterion("bus_lines")
	if want := (indicators.Limit{Value: 15, Unit: indicators.Minutes, Profile: "wheelchair"}); c == nil || c.Limit != want {
		t.Errorf("%+v", c)
	}
}
