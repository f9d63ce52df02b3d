package osm

import (
	"fmt"

	"circle15/data"
	"circle15/geo/network"
)

// reportUntold says on how much of the streets nothing tells whether wheels manage: neither kerb=*, incline=*, surface=*, smoothness=* nor
// wheelchair=*. What is not told is not guessed: it stays passable, and what rests on it is provisional.
func reportUntold(s *network.Streets, f *data.Findings) {
	if share := s.UntoldShare(); share > 0 {
		f.Add(data.Finding{Severity: data.Note, Code: "wheels_unknown", Value: fmt.Sprintf("%.1f %%", 100*share),
			Message: fmt.Sprintf("of %.1f %% of the length of streets without steps nothing is tagged that tells whether wheels manage (kerb, incline, surface, smoothness, wheelchair); they count as passable", 100*share),
			Advice:  "step-free results are provisional; map kerbs and slopes where they decide"})
	}
}
