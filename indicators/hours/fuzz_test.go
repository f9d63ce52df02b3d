package hours_test

import (
	"testing"

	"circle15/indicators/hours"
)

// Whatever is written, Parse comes back, and what it refuses is unknown. What it takes is always open with a last rule that
// says so, and always closed with one that says that.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"24/7", "Mo-Fr 08:00-12:00,14:00-18:00; PH off", "Apr-Sep: Sa,Su 22:00-02:00", `2020 week 1-3 Tu[1] sunrise-(sunset+01:00) || "x"`,
		"上午8:30-12:00，下午2点-6点半（周一至五），节假日除外", "5月1日-9月30日 全天", "17:00+; Jan 1,Dec 24-26 off"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		every := func(value string, want hours.State, wrong bool) {
			h, err := hours.Parse(value)
			if (err != nil) != wrong {
				return // one rule too many, or the words before ran on into the last rule's
			}
			for d := hours.Monday; d <= hours.Sunday; d++ {
				for _, m := range []int{0, 1, 419, 420, 1020, 1439} {
					if got := h.At(d, m); got != want {
						t.Fatalf("%q on day %d at %d: %v, want %v", value, d, m, got, want)
					}
				}
			}
		}
		every(s, hours.Unknown, true)
		if _, err := hours.Parse(s); err == nil {
			every(s+"; 24/7", hours.Open, false)
			every(s+"; off", hours.Closed, false)
		}
	})
}
