package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"circle15/data"
	"circle15/indicators"
	"circle15/server/answer"
)

// usualMinutes are the limits unless others are asked for.
var usualMinutes = [...]float64{5, 10, 15}

// reachReport is the answer of /api/v1/reach.
type reachReport struct {
	Run        int                `json:"run"`
	Standard   string             `json:"standard"`
	At         [2]float64         `json:"at"`
	Facility   *facilityName      `json:"facility"` // null: from a place
	Community  *communityName     `json:"community"`
	Profile    string             `json:"profile"`
	SpeedMPS   float64            `json:"speed_mps"`
	Unlinked   bool               `json:"unlinked"` // it comes to no street
	Streets    []streetReport     `json:"streets"`
	LatticeM   float64            `json:"lattice_m"`
	Isochrones featureCollection  `json:"isochrones"` // by limit; each contains the one before
	Reached    *featureCollection `json:"streets_reached,omitempty"`
	Criteria   []reachedSummary   `json:"criteria"`
}

type facilityName struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Category string `json:"category"`
	Layer    string `json:"layer"`
}

// featureCollection is a GeoJSON FeatureCollection.
type featureCollection struct {
	Type     string    `json:"type"`
	Features []feature `json:"features"`
}

type feature struct {
	Type       string         `json:"type"`
	Properties any            `json:"properties"`
	Geometry   json.Marshaler `json:"geometry"`
}

// isochroneProperties are those of an isochrone.
type isochroneProperties struct {
	Minutes   float64  `json:"minutes"`
	AreaM2    float64  `json:"area_m2"`
	Residents *float64 `json:"residents"` // null: nobody knows where people live
}

// lineProperties are those of a stretch of a street: the limit within which it lies, and the minutes at its ends.
type lineProperties struct {
	Street      string  `json:"street,omitempty"`
	Way         int64   `json:"way"`
	Minutes     float64 `json:"minutes"`
	FromMinutes any     `json:"from_minutes"`
	ToMinutes   any     `json:"to_minutes"`
}

// reachedSummary is what counts for a criterion and is reached: how many within each limit, and the nearest.
type reachedSummary struct {
	Criterion string       `json:"criterion"`
	Totals    []int        `json:"totals"`
	Nearest   []seenReport `json:"nearest"`
}

func (s *Server) getReach(w http.ResponseWriter, r *http.Request) error {
	sn, err := s.snapshot(r)
	if err != nil {
		return err
	}
	query, err := sn.reachQuery(r.URL.Query())
	if err != nil {
		return err
	}
	return s.look(r, sn, func(ctx context.Context, a Analyst) error {
		e, err := a.Reach(ctx, query)
		var bad *indicators.ReachError
		if errors.As(err, &bad) {
			return &answer.Problem{Kind: answer.BadParameter, Name: bad.Parameter, Got: bad.Got, Allowed: bad.Allowed}
		}
		if err != nil {
			return err
		}
		return answer.SendJSON(w, r, sn.tag, Reachable(sn.run, e))
	})
}

// reachQuery reads the parameters.
func (s *snapshot) reachQuery(q url.Values) (indicators.ReachQuery, error) {
	out := indicators.ReachQuery{Facility: q.Get("facility"), Profile: q.Get("profile"), Streets: q.Get("streets") == "true"}
	if err := answer.OneOf(q, "profile", slices.Sorted(maps.Keys(s.run.Standard.Profiles))); err != nil {
		return out, err
	}
	if err := answer.OneOf(q, "streets", []string{"true", "false"}); err != nil {
		return out, err
	}
	var err error
	if out.Minutes, err = minutesOf(q.Get("minutes")); err != nil {
		return out, err
	}
	if out.Facility == "" {
		out.At, err = placeOf(q)
	}
	return out, err
}

// minutesOf is ?minutes=5,10,15, in any order; the bounds are the analyst's.
func minutesOf(text string) ([]float64, error) {
	if text == "" {
		return usualMinutes[:], nil
	}
	var out []float64
	for _, part := range strings.Split(text, ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, &answer.Problem{Kind: answer.BadParameter, Name: "minutes", Got: text, Allowed: []string{fmt.Sprintf("up to %d numbers with commas between, above 0, at most %d: 5,10,15",
				indicators.MostReachLimits, indicators.MostReachMinutes)}}
		}
		out = append(out, v)
	}
	slices.Sort(out)
	return out, nil
}

// Reachable is the document of /api/v1/reach, for all who tell it as JSON.
func Reachable(run *data.Run, e *indicators.Reached) json.Marshaler {
	out := &reachReport{Run: run.Number, Standard: run.Standard.ID, At: place(e.At), Community: nameOf(e.Community), Profile: e.Profile, SpeedMPS: e.SpeedMPS,
		Unlinked: e.Unlinked, Streets: reportStreets(e.Streets), LatticeM: e.LatticeM, Isochrones: isochronesOf(e), Criteria: make([]reachedSummary, 0, len(e.Criteria))}
	if f := e.Facility; f != nil {
		out.Facility = &facilityName{f.ID, f.Name, f.Category, f.Layer}
	}
	if e.Lines != nil {
		lines := linesOf(e)
		out.Reached = &lines
	}
	for i := range e.Criteria {
		c := &e.Criteria[i]
		sum := reachedSummary{Criterion: c.Criterion, Totals: c.Totals, Nearest: make([]seenReport, 0, len(c.Nearest))}
		for k := range c.Nearest {
			sum.Nearest = append(sum.Nearest, reportSeen(&c.Nearest[k], indicators.Minutes, e.SpeedMPS))
		}
		out.Criteria = append(out.Criteria, sum)
	}
	return document{out}
}

// ReachFeatures are the isochrones, the greatest first so that the others are drawn over it, and the streets that
// were asked for, as one GeoJSON file. The property minutes says to which limit a feature belongs.
func ReachFeatures(e *indicators.Reached) json.Marshaler {
	out := isochronesOf(e)
	slices.Reverse(out.Features)
	out.Features = append(out.Features, linesOf(e).Features...)
	return document{out}
}

func isochronesOf(e *indicators.Reached) featureCollection {
	out := featureCollection{Type: "FeatureCollection", Features: make([]feature, 0, len(e.Bands))}
	for i := range e.Bands {
		b := &e.Bands[i]
		p := isochroneProperties{Minutes: b.Minutes, AreaM2: math.Round(b.AreaM2*10) / 10}
		if e.People {
			people := float64(b.Milli) / milliPerPerson
			p.Residents = &people
		}
		out.Features = append(out.Features, feature{"Feature", p, multiPolygon(b.Shape)})
	}
	return out
}

func linesOf(e *indicators.Reached) featureCollection {
	out := featureCollection{Type: "FeatureCollection", Features: make([]feature, 0, len(e.Lines))}
	for i := range e.Lines {
		l := &e.Lines[i]
		p := lineProperties{Street: l.Street, Way: l.Way, Minutes: e.Bands[l.Band].Minutes,
			FromMinutes: data.CostInUnit(l.FromCost, indicators.Minutes), ToMinutes: data.CostInUnit(l.ToCost, indicators.Minutes)}
		out.Features = append(out.Features, feature{"Feature", p, lineString(l.Line)})
	}
	return out
}
