package osm_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"circle15/data"
	"circle15/data/osm"
)

func communities(t *testing.T, text, from string) (*data.Import, error) {
	t.Helper()
	return osm.ReadCommunities(t.Context(), write(t, "town.osm", []byte(parseTown(t, text).xml())), from)
}

func TestCommunities(t *testing.T) {
	town := street +
		ring(2, 0, 0, 10, "landuse=residential name=West") +
		ring(3, 20, 0, -10, "landuse=residential") +
		ring(4, 40, 0, 10, "landuse=residential name=North") + // the outline of relation 9, with its tags
		ring(5, 42, 2, 2, "") +
		ring(6, 60, 0, 10, "place=square name=Market") +
		ring(7, 80, 0, 10, "place=neighbourhood name=East") + `
w8 20,21 landuse=residential
r9 way:4:outer,way:5:inner type=multipolygon landuse=residential name=North
r10 way:2:outer,way:77:outer type=boundary boundary=administrative admin_level=10 name=Half
r11 way:3:outer,node:1:admin_centre type=boundary boundary=administrative admin_level=10 name=Whole
`
	names := func(im *data.Import) map[string]string {
		out := map[string]string{}
		for _, c := range im.Communities {
			out[c.ID] = c.Name
		}
		return out
	}
	for _, c := range []struct {
		from  string
		want  map[string]string
		codes map[string]int
	}{
		{"landuse=residential",
			map[string]string{"way/2": "West", "way/3": "way/3", "relation/9": "North"},
			map[string]int{"community_without_name": 1, "area_not_closed": 1}},
		{"admin_level=10", map[string]string{"relation/11": "Whole"}, map[string]int{"area_cut": 1}},
		{"place", map[string]string{"way/7": "East"}, map[string]int{}},
		{"place=square", map[string]string{"way/6": "Market"}, map[string]int{}},
	} {
		im, err := communities(t, town, c.from)
		if err != nil {
			t.Fatalf("%s: %v", c.from, err)
		}
		if diff := cmp.Diff(c.want, names(im)); diff != "" {
			t.Errorf("%s: %s", c.from, diff)
		}
		if diff := cmp.Diff(c.codes, codes(im)); diff != "" {
			t.Errorf("%s: findings %s", c.from, diff)
		}
		if im.Layer.Kind != data.KindCommunities || im.Layer.Count != len(c.want) {
			t.Errorf("%s: layer %+v", c.from, im.Layer)
		}
	}
	im, err := communities(t, town, "landuse=residential")
	if err != nil {
		t.Fatal(err)
	}
	if got := area(im.Communities[0].Shape); im.Communities[0].ID != "relation/9" || got != 96 {
		t.Errorf("%s has %v, want relation/9 with 100 - 4", im.Communities[0].ID, got)
	}
}

func TestCommunitiesThatAreNotThere(t *testing.T) {
	town := street + ring(2, 0, 0, 10, "landuse=residential")
	_, err := communities(t, town, "landuse=retail")
	if fe := fileError(t, err); !strings.Contains(fe.Advice, "landuse=residential (1)") {
		t.Errorf("advice %q does not name what there is", fe.Advice)
	}
	_, err = communities(t, town, "admin_level=10")
	if fe := fileError(t, err); !strings.Contains(fe.What, "admin_level=10") {
		t.Errorf("%v does not name what was asked for", fe)
	}
	if _, err = communities(t, town, "=x"); err == nil {
		t.Error("a tag without a key is taken")
	}
}
