package server

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"circle15/data"
	"circle15/data/geojson"
	"circle15/geo"
	"circle15/indicators"
	"circle15/server/answer"

	"github.com/paulmach/orb"
)

// placeReport is the answer of /api/v1/explain.
type placeReport struct {
	Run       int            `json:"run"`
	Standard  string         `json:"standard"`
	At        [2]float64     `json:"at"`
	Community *communityName `json:"community"` // null: it lies in none
	Streets   []streetReport `json:"streets"`
	Criteria  []answerReport `json:"criteria"` // in the order of the standard
}

type communityName struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	District string `json:"district"`
}

// streetReport is where a place comes to the streets; where it does not, the nearest street.
type streetReport struct {
	Profile  string     `json:"profile"`
	Street   string     `json:"street"` // its name; may be empty
	Way      int64      `json:"way"`    // the source's id
	LegM     float64    `json:"leg_m"`
	At       [2]float64 `json:"at"`
	Unlinked bool       `json:"unlinked"` // too far, or behind a barrier
	Crossed  []string   `json:"crossed"`  // the barriers between
	Assumed  bool       `json:"assumed_gate"`
}

// answerReport is one criterion. Costs are in the unit of the limit.
type answerReport struct {
	Criterion string `json:"criterion"`
	Scope     string `json:"scope"`
	Covered   bool   `json:"covered"`
	Cause     string `json:"cause,omitempty"`
	Have      int    `json:"have"`
	Need      int    `json:"need"`
	// Status and Measured are of criteria of communities.
	Status   string               `json:"status,omitempty"`
	Measured *indicators.Measured `json:"measured,omitempty"`
	Evidence *evidenceReport      `json:"evidence"`
	Ways     []wayReport          `json:"ways"`
	Nearby   *nearbyReport        `json:"nearby"` // in a gap the nearest in a straight line; null: none within 1.5 × the limit
}

type nearbyReport struct {
	Facility  string     `json:"facility"`
	Layer     string     `json:"layer"`
	Name      string     `json:"name,omitempty"`
	At        [2]float64 `json:"at"`
	StraightM float64    `json:"straight_m"`
	Crossed   []string   `json:"crossed"`
}

// wayReport is how one walks to a facility. Exact costs are whole milliseconds for limits in minutes, else
// millimetres: those of the steps add up to that of the way.
type wayReport struct {
	Roles []indicators.Role `json:"roles"`
	seenReport
	Exact    uint32       `json:"exact"`
	LengthM  float64      `json:"length_m"`
	To       [2]float64   `json:"to"`
	Crossed  []string     `json:"crossed"` // by the straight line
	Steps    []stepReport `json:"steps"`
	Geometry lineString   `json:"geometry"`
}

// stepReport is a stretch of a way; first and last are indices into its line.
type stepReport struct {
	Kind   indicators.StepKind `json:"kind"`
	Street string              `json:"street,omitempty"`
	Way    int64               `json:"way,omitempty"`
	Metres float64             `json:"metres"`
	Exact  uint32              `json:"exact"`
	First  int                 `json:"first"`
	Last   int                 `json:"last"`
}

// lineString is a line as GeoJSON.
type lineString []geo.E7

// MarshalJSON is the LineString.
func (l lineString) MarshalJSON() ([]byte, error) {
	b := []byte(`{"type":"LineString","coordinates":[`)
	for i, p := range l {
		if i > 0 {
			b = append(b, ',')
		}
		b = geojson.AppendPosition(b, p)
	}
	return append(b, "]}"...), nil
}

// multiPolygon is a shape as GeoJSON.
type multiPolygon geo.MultiPolygon

// MarshalJSON is the MultiPolygon.
func (m multiPolygon) MarshalJSON() ([]byte, error) {
	return geojson.AppendMultiPolygon(nil, geo.MultiPolygon(m))
}

func (s *Server) getExplain(w http.ResponseWriter, r *http.Request) error {
	sn, err := s.snapshot(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if err := answer.OneOf(q, "criterion", sn.criterionIDs()); err != nil {
		return err
	}
	at, err := placeOf(q)
	if err != nil {
		return err
	}
	return s.look(r, sn, func(ctx context.Context, a Analyst) error {
		e, err := a.Explain(ctx, at, q.Get("criterion"))
		if err != nil {
			return err
		}
		return answer.SendJSON(w, r, sn.tag, Explained(sn.run, e))
	})
}

// look asks the analyst of a run, within the bounds of what is answered at once.
func (s *Server) look(r *http.Request, sn *snapshot, ask func(context.Context, Analyst) error) error {
	a, err := s.looks.of(r.Context(), sn.open)
	if err != nil {
		return err
	}
	leave, err := s.looks.enter()
	if err != nil {
		return err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(r.Context(), lookTimeout)
	defer cancel()
	return ask(ctx, a)
}

// placeOf is ?lon=&lat= in degrees.
func placeOf(q url.Values) (geo.E7, error) {
	var at orb.Point
	for i, c := range []struct {
		name    string
		most    float64
		allowed string
	}{{"lon", 180, "-180 to 180 degrees"}, {"lat", 90, "-90 to 90 degrees"}} {
		v, err := strconv.ParseFloat(q.Get(c.name), 64)
		if err != nil || !(v >= -c.most && v <= c.most) {
			return geo.E7{}, &answer.Problem{Kind: answer.BadParameter, Name: c.name, Got: q.Get(c.name), Allowed: []string{c.allowed}}
		}
		at[i] = v
	}
	e, _ := geo.ToE7(at) // it lies on the earth: see above
	return e, nil
}

// Explained is the document of /api/v1/explain, for all who tell an explanation as JSON.
func Explained(run *data.Run, e *indicators.Explanation) json.Marshaler {
	out := &placeReport{Run: run.Number, Standard: run.Standard.ID, At: place(e.At), Community: nameOf(e.Community), Streets: reportStreets(e.Streets),
		Criteria: make([]answerReport, 0, len(e.Criteria))}
	for i := range e.Criteria {
		a := &e.Criteria[i]
		_, _, crit := run.Standard.Criterion(a.Criterion)
		if crit.Restricted {
			continue
		}
		speed := run.Standard.Profiles[crit.Limit.Profile].SpeedMPS
		answer := answerReport{Criterion: a.Criterion, Scope: string(a.Scope), Covered: a.Covered, Cause: string(a.Cause), Have: a.Have, Need: a.Need,
			Status: string(a.Status), Measured: a.Measured, Evidence: reportEvidence(&a.Evidence, crit, speed), Ways: make([]wayReport, 0, len(a.Ways))}
		for k := range a.Ways {
			answer.Ways = append(answer.Ways, reportWay(&a.Ways[k], crit.Limit.Unit, speed))
		}
		if n := a.Nearby; n != nil {
			answer.Nearby = &nearbyReport{n.Facility, n.Layer, n.Name, place(n.At), n.StraightM, nonNil(n.Crossed)}
		}
		out.Criteria = append(out.Criteria, answer)
	}
	return document{out}
}

// document is JSON whose form is known here alone.
type document struct{ v any }

// MarshalJSON is the document.
func (d document) MarshalJSON() ([]byte, error) { return json.Marshal(d.v) }

func nameOf(c *indicators.Community) *communityName {
	if c == nil {
		return nil
	}
	return &communityName{c.ID, c.Name, c.District}
}

func reportStreets(list []indicators.StreetAt) []streetReport {
	out := make([]streetReport, 0, len(list))
	for _, s := range list {
		out = append(out, streetReport{s.Profile, s.Street, s.Way, s.LegM, place(s.At), s.Unlinked, nonNil(s.Crossed), s.Assumed})
	}
	return out
}

func reportWay(w *indicators.Way, unit indicators.Unit, speedMPS float64) wayReport {
	out := wayReport{Roles: w.Roles, seenReport: reportSeen(&w.Seen, unit, speedMPS), Exact: w.Cost, LengthM: w.Metres, To: place(w.To),
		Crossed: nonNil(w.Crossed), Steps: make([]stepReport, 0, len(w.Steps)), Geometry: w.Line}
	for _, s := range w.Steps {
		out.Steps = append(out.Steps, stepReport{s.Kind, s.Street, s.Way, s.Metres, s.Cost, s.First, s.Last})
	}
	return out
}

// wayProperties are those of a way in a GeoJSON file. The cost is in the unit of the criterion's limit.
type wayProperties struct {
	Criterion string            `json:"criterion"`
	Covered   bool              `json:"covered"`
	Cause     string            `json:"cause,omitempty"`
	Roles     []indicators.Role `json:"roles"`
	Facility  string            `json:"facility"`
	Name      string            `json:"name,omitempty"`
	Key       string            `json:"key,omitempty"`
	Cost      any               `json:"cost"`
	Unit      string            `json:"unit"`
	LengthM   float64           `json:"length_m"`
	StraightM float64           `json:"straight_m"`
	Crossed   []string          `json:"crossed"`
}

// WayFeatures are the ways of an explanation as one GeoJSON file.
func WayFeatures(run *data.Run, e *indicators.Explanation) json.Marshaler {
	out := featureCollection{Type: "FeatureCollection", Features: []feature{}}
	for i := range e.Criteria {
		a := &e.Criteria[i]
		_, _, crit := run.Standard.Criterion(a.Criterion)
		unit := crit.Limit.Unit
		for k := range a.Ways {
			w := &a.Ways[k]
			p := wayProperties{a.Criterion, a.Covered, string(a.Cause), w.Roles, w.Facility, w.Name, w.Key, data.CostInUnit(w.Cost, unit), string(unit), w.Metres, w.StraightM, nonNil(w.Crossed)}
			out.Features = append(out.Features, feature{"Feature", p, lineString(w.Line)})
		}
	}
	return document{out}
}
