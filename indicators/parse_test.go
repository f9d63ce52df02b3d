package indicators_test

import (
	"testing"

	"circle15/indicators"
)

func TestEmbeddedStandardsParse(t *testing.T) {
	ids := indicators.EmbeddedIDs()
	if len(ids) == 0 {
		t.Fatal("no embedded standard")
	}
	for _, id := range ids {
		src, ok := indicators.Embedded(id)
		if !ok {
			t.Fatalf("%s is listed and not there", id)
		}
		s, err := indicators.ParseStandard(id+".yaml", src)
		if err != nil {
			t.Fatal(err)
		}
		if s.ID != id {
			t.Errorf("%s.yaml has the id %s", id, s.ID)
		}
	}
}
