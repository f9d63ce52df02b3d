package indicators_test

import (
	"testing"

	"circle15/indicators"
)

// An outcome from elsewhere is read or refused, and never more or fewer shapes than pieces.
func FuzzJobResults(f *testing.F) {
	f.Add([]byte(`[{"community":"a","criterion":"c","pieces":[{"cause":""}],"shapes":[[[[{"Lon":1,"Lat":2}]]]]}]`))
	f.Add([]byte(`[{"pieces":[{"cause":""}],"shapes":[]}]`))
	f.Add([]byte(`[{`))
	f.Fuzz(func(t *testing.T, b []byte) {
		rs, err := indicators.JobResults(b)
		if err != nil && rs != nil {
			t.Errorf("results beside the error %v", err)
		}
	})
}

// What is no job of this kernel is an error that says so.
func TestNoJob(t *testing.T) {
	for _, b := range []string{"", "{}", `{"kernel":0,"standard":{}}`, `{"kernel":1,"standard":{"profiles":{}},"streets":"AA=="}`,
		`{"kernel":99,"standard":{}}`} {
		if _, err := indicators.RunJob(t.Context(), []byte(b)); err == nil {
			t.Errorf("%q was run", b)
		}
	}
}
