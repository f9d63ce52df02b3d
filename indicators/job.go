package indicators

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"circle15/geo"
	"circle15/geo/network"
)

// A job is some pairs of one community with all that they depend on, cut to their halo: bytes in, bytes out, on any machine that runs the same program.
// What only the whole city tells goes along: which parts of the streets are islands, which facilities count and by which keys, how far they are known.

// jobFile is a job as it is written.
type jobFile struct {
	Kernel    int                  `json:"kernel"`
	Standard  *Standard            `json:"standard"` // the criteria of the job alone
	Centre    orb.Point            `json:"frame"`
	Community Community            `json:"community"`
	People    *Residents           `json:"people,omitempty"` // those who belong to the community
	Homes     *Residents           `json:"homes,omitempty"`
	NotLand   []geo.MultiPolygon   `json:"not_land,omitempty"`
	Tables    []Table              `json:"tables,omitempty"` // the rows of the community
	Layers    []LayerInfo          `json:"layers"`
	AsOf      string               `json:"as_of"`
	Untold    bool                 `json:"untold_wheels,omitempty"`
	Streets   []byte               `json:"streets"`
	Modes     []network.CutMode    `json:"modes"`
	Chosen    map[string]jobChoice `json:"chosen"` // by criterion
}

// jobChoice is what counts for a criterion.
type jobChoice struct {
	List        []jobCandidate `json:"list"`
	Layers      []string       `json:"layers"`
	Assumed     []string       `json:"assumed"`
	Incomplete  bool           `json:"incomplete"`
	CertainlyNo bool           `json:"certainly_no"`
	Kept        []jobKept      `json:"kept,omitempty"` // of sum: known, and hopeful
}

type jobCandidate struct {
	Facility   *Facility   `json:"facility"`
	Also       []string    `json:"also,omitempty"`
	From       []string    `json:"from,omitempty"`
	Twins      []*Facility `json:"twins,omitempty"`
	Keys       []string    `json:"keys"`
	Written    string      `json:"written,omitempty"`
	Restricted bool        `json:"restricted,omitempty"`
}

// jobKept is how many of the nearest keys a search keeps, which depends on all amounts of the city.
type jobKept struct {
	Kept      int
	Sure, Cut bool
}

// JobResult is a result with its shapes, as a job writes it.
type JobResult struct {
	Result
	Shapes []geo.MultiPolygon `json:"shapes"`
}

// CanBeJob says whether a criterion can be judged by a job. Those of communities ask tables and whole districts; a sum of what is open then is searched for in
// as many ways as there are states.
func (c *Criterion) CanBeJob() bool {
	return c.Measure.OfPlaces() && (c.Measure != Sum || c.OpenAt == nil)
}

// Job writes down the criteria of community i that are wanted, by their number in the standard, and can be judged by a job.
func (j *Assessor) Job(i int, wanted func(criterion int) bool) ([]byte, error) {
	s := j.scene
	job := jobFile{
		Kernel: kernelVersion, Centre: s.in.Frame.Centre(), Community: s.in.Communities[i], Layers: s.in.Layers, AsOf: s.in.AsOf, Untold: s.in.UntoldWheels,
		People: s.people.residents(i), Homes: s.homes.residents(i), Chosen: map[string]jobChoice{},
	}
	box := job.Community.Shape.Box()
	for _, m := range s.in.NotLand {
		if m.Box().Intersects(box) {
			job.NotLand = append(job.NotLand, m)
		}
	}
	for _, t := range s.in.Tables {
		rows := t.Rows
		t.Rows = nil
		for _, r := range rows {
			if r.Key == job.Community.ID {
				t.Rows = append(t.Rows, r)
			}
		}
		job.Tables = append(job.Tables, t)
	}
	var crits []Criterion
	var boxes []geo.Box
	for k, q := range s.questions {
		if !wanted(k) || !q.crit.CanBeJob() {
			continue
		}
		crits = append(crits, *q.crit)
		near := j.near(i, k)
		job.Chosen[q.crit.ID] = q.jobChoice(near)
		boxes = append(boxes, box.Widen(q.haloM()+q.accessM()))
		for _, c := range near {
			if f := &q.chosen.list[c]; len(f.Outline)+len(f.Entrances) > 0 {
				boxes = append(boxes, f.extent().Widen(q.accessM()+marginM))
			}
		}
	}
	job.Standard = &Standard{ID: s.std.ID, Profiles: s.std.Profiles, Aspects: []Aspect{{Indicators: []Indicator{{Criteria: crits}}}}}
	cut := s.net.Cut(boxes, s.views())
	job.Streets, job.Modes = cut.Streets.Encode(), cut.Modes
	b, err := json.Marshal(job)
	if err != nil {
		return nil, fmt.Errorf("write the job of community %s: %w", job.Community.ID, err)
	}
	return b, nil
}

// residents are those who belong to a community; nil where nobody knows where people live.
func (l *located) residents(community int) *Residents {
	if l == nil {
		return nil
	}
	r := &Residents{At: []geo.E7{}, Milli: []int64{}}
	for _, k := range l.of[community] {
		r.At, r.Milli = append(r.At, l.at[k]), append(r.Milli, l.milli[k])
	}
	return r
}

func (q *question) jobChoice(near []int) jobChoice {
	c := jobChoice{
		Layers: q.chosen.layers, Assumed: q.chosen.assumed, Incomplete: q.chosen.incomplete,
		// Far from all of them a community has none, which is not the same as that nobody knows any.
		CertainlyNo: q.selection.certainlyNo || len(q.selection.list) > 0,
	}
	for _, k := range near {
		f := &q.chosen.list[k]
		c.List = append(c.List, jobCandidate{f.Facility, f.also, f.from, f.twins, f.keys, f.written, f.restricted})
	}
	if q.crit.Measure == Sum {
		for _, o := range [...]*question{q, q.maybe} {
			if o != nil {
				c.Kept = append(c.Kept, jobKept{o.kept, o.sure, o.cut})
			}
		}
	}
	return c
}

func (c *jobChoice) selection() (selection, error) {
	s := selection{layers: c.Layers, assumed: c.Assumed, incomplete: c.Incomplete, certainlyNo: c.CertainlyNo, city: c.Kept}
	for _, f := range c.List {
		if f.Facility == nil || slices.Contains(f.Twins, nil) {
			return s, errors.New("read a job: a candidate is no facility")
		}
		s.list = append(s.list, candidate{Facility: f.Facility, also: f.Also, from: f.From, twins: f.Twins, keys: f.Keys, written: f.Written, restricted: f.Restricted})
	}
	return s, nil
}

// RunJob does a job. It depends on nothing but its bytes.
func RunJob(ctx context.Context, b []byte) ([]byte, error) {
	var job jobFile
	if err := json.Unmarshal(b, &job); err != nil {
		return nil, fmt.Errorf("read a job: %w", err)
	}
	if job.Kernel != kernelVersion || job.Standard == nil {
		return nil, fmt.Errorf("read a job: it is of kernel %d, this is kernel %d: the same circle15 must run everywhere", job.Kernel, kernelVersion)
	}
	streets, err := network.Decode(job.Streets)
	if err != nil {
		return nil, fmt.Errorf("read the streets of a job: %w", err)
	}
	in := &Input{
		Frame: geo.NewFrame(job.Centre), Layers: job.Layers, Communities: []Community{job.Community}, Residents: job.People, Homes: job.Homes,
		NotLand: job.NotLand, Tables: job.Tables, AsOf: job.AsOf, UntoldWheels: job.Untold, cut: &network.Cut{Streets: streets, Modes: job.Modes}, chosen: map[string]selection{},
	}
	for id, c := range job.Chosen {
		if in.chosen[id], err = c.selection(); err != nil {
			return nil, err
		}
	}
	scene, err := Prepare(ctx, in, job.Standard, func(ctx context.Context, n int, do func(context.Context, int) error) error {
		for i := range n {
			if err := do(ctx, i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	results, err := scene.NewAssessor().Community(ctx, 0)
	if err != nil {
		return nil, err
	}
	out := make([]JobResult, len(results))
	for i, r := range results {
		out[i].Result = r
		for _, p := range r.Pieces {
			out[i].Shapes = append(out[i].Shapes, p.Shape)
		}
	}
	return json.Marshal(out)
}

// JobResults reads what RunJob wrote: the results in the order of the standard.
func JobResults(b []byte) ([]Result, error) {
	var list []JobResult
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, fmt.Errorf("read the outcome of a job: %w", err)
	}
	var out []Result
	for _, r := range list {
		if len(r.Shapes) != len(r.Pieces) {
			return nil, fmt.Errorf("read the outcome of a job: %s/%s has %d pieces and %d shapes", r.Community, r.Criterion, len(r.Pieces), len(r.Shapes))
		}
		for i := range r.Pieces {
			r.Pieces[i].Shape = r.Shapes[i]
		}
		out = append(out, r.Result)
	}
	return out, nil
}
