package answer

import (
	"net/http"
	"strconv"
	"strings"
)

// Language is that of what people read in an answer: ?lang= if it is known, else what Accept-Language likes best of zh
// and en, else zh.
func Language(r *http.Request) string {
	if l := r.URL.Query().Get("lang"); l == "zh" || l == "en" {
		return l
	}
	best, quality := "zh", 0.0
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			var err error
			if q, err = strconv.ParseFloat(v, 64); err != nil {
				continue
			}
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if (primary == "zh" || primary == "en") && q > quality && q <= 1 {
			best, quality = primary, q
		}
	}
	return best
}
