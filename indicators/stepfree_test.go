package indicators_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"circle15/indicators/drawn"
)

// What nobody tagged is not guessed: a criterion for wheels says that it rests on it, one for those who walk does not.
func TestUntoldKerbsMakeStepFreeProvisional(t *testing.T) {
	for _, c := range []struct {
		profile string
		untold  bool
		want    bool
	}{{"step_free", true, true}, {"step_free", false, false}, {"walk", true, false}} {
		town := drawn.Town{
			Map: "------S------", Legend: shop(), Communities: []drawn.Area{drawn.One("a", 2, 0, 9, 0)},
			Criterion: "category: shop, measure: nearest, limit: {metres: 500, profile: " + c.profile + "}",
		}
		in := town.Input()
		in.UntoldWheels = c.untold
		file := strings.Replace(string(town.File()), "profiles: {", "profiles: {step_free: {speed_mps: 1, wheels: true}, ", 1)
		rs, err := drawn.SceneOf(t, in, []byte(file)).NewAssessor().Community(context.Background(), 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(rs[0].Provisional, "unknown_kerbs"); got != c.want {
			t.Errorf("%s, untold %v: provisional %v", c.profile, c.untold, rs[0].Provisional)
		}
	}
}
