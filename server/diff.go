package server

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/indicators/lookback"
	"circle15/server/answer"
)

// diffsKept is how many comparisons are kept in memory: each names every input that changed.
const diffsKept = 8

// diffs compares runs, one comparison at a time, and keeps the last ones. Runs never change, so what was compared stays true.
type diffs struct {
	store Store
	mu    sync.Mutex
	kept  []compared
}

type compared struct {
	from, to   int
	difference *lookback.Difference
	after      *data.Run
}

func (d *diffs) of(ctx context.Context, from, to int) (compared, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.kept {
		if c.from == from && c.to == to {
			return c, nil
		}
	}
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	c := compared{from: from, to: to}
	var runs [2]*data.RunResult
	var cities [2]*data.City
	for i, n := range [2]int{from, to} {
		var err error
		if runs[i], err = d.store.RunResult(ctx, n); err != nil {
			return c, err
		}
		if cities[i], err = d.store.City(ctx, runs[i].Run.Layers); err != nil {
			return c, err
		}
	}
	all, err := data.Compare(runs[0], runs[1], cities[0], cities[1])
	if err != nil {
		return c, err
	}
	c.difference, c.after = all.Public(runs[0].Run.Standard, runs[1].Run.Standard), &runs[1].Run
	if len(d.kept) == diffsKept {
		d.kept = d.kept[1:]
	}
	d.kept = append(d.kept, c)
	return c, nil
}

// compared is the comparison that ?from= and ?to= ask for: by default the last two runs of ?standard=, else of the default standard.
func (s *Server) compared(r *http.Request) (compared, string, error) {
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return compared{}, "", err
	}
	q := r.URL.Query()
	standard := q.Get("standard")
	if standard == "" && cat.latest != nil {
		standard = cat.latest.run.Standard.ID
	}
	var standards, numbers []string
	var last []int
	for _, run := range cat.runs {
		if !slices.Contains(standards, run.Standard.ID) {
			standards = append(standards, run.Standard.ID)
		}
		numbers = append(numbers, strconv.Itoa(run.Number))
		if run.Standard.ID == standard {
			last = append(last, run.Number)
		}
	}
	if err := answer.OneOf(q, "standard", standards); err != nil {
		return compared{}, "", err
	}
	pair := [2]int{}
	for i, name := range [2]string{"from", "to"} {
		if err := answer.OneOf(q, name, numbers); err != nil {
			return compared{}, "", err
		}
		if v := q.Get(name); v != "" {
			if pair[i], err = strconv.Atoi(v); err != nil { // it was among the numbers
				return compared{}, "", err
			}
		}
	}
	if pair[1] == 0 && len(last) > 0 {
		pair[1] = last[len(last)-1]
	}
	if pair[0] == 0 {
		for _, n := range last {
			if n < pair[1] {
				pair[0] = n
			}
		}
	}
	if pair[1] == 0 {
		return compared{}, "", data.ErrNotFound // there is no run
	}
	if pair[0] == 0 {
		pair[0] = pair[1] // there is none before it: nothing differs
	}
	c, err := s.diffs.of(r.Context(), pair[0], pair[1])
	return c, strconv.Itoa(pair[0]) + "-" + strconv.Itoa(pair[1]) + "-" + cat.revision, err
}

func (s *Server) getDiff(w http.ResponseWriter, r *http.Request) error {
	c, tag, err := s.compared(r)
	if err != nil {
		return err
	}
	return answer.SendJSON(w, r, tag, c.difference)
}

func (s *Server) getDiffGeoJSON(w http.ResponseWriter, r *http.Request) error {
	c, tag, err := s.compared(r)
	if err != nil {
		return err
	}
	features := data.DiffFeatures(c.difference, c.after)
	return answer.Send(w, r, answer.Reply{ContentType: "application/geo+json", Tag: tag}, func(out io.Writer) error {
		return geojson.Write(out, "diff", data.DiffFields, slices.Values(features), geojson.Meta{Run: c.to})
	})
}
