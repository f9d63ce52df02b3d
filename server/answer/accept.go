package answer

import (
	"strconv"
	"strings"
)

// Best is the one of offered that the Accept header likes best; of equals the first offered. "" when it likes none. An empty header
// likes all.
func Best(header string, offered []string) string {
	if strings.TrimSpace(header) == "" {
		return offered[0]
	}
	best, most := "", 0.0
	for _, o := range offered {
		if q := liking(header, o); q > most {
			best, most = o, q
		}
	}
	return best
}

// liking is the quality that the header gives a media type: that of the most specific range it falls under.
func liking(header, offered string) float64 {
	plain, _, _ := strings.Cut(offered, ";")
	group, _, _ := strings.Cut(plain, "/")
	quality, specific := 0.0, 0
	for _, part := range strings.Split(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		rank := 0
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case plain:
			rank = 3
		case group + "/*":
			rank = 2
		case "*/*":
			rank = 1
		}
		if rank <= specific {
			continue
		}
		q := 1.0
		for _, p := range strings.Split(params, ";") {
			if v, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
				var err error
				if q, err = strconv.ParseFloat(v, 64); err != nil || q < 0 || q > 1 {
					q = 0
				}
			}
		}
		quality, specific = q, rank
	}
	return quality
}
