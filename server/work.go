package server

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"circle15/data"
	"circle15/indicators/worklist"
	"circle15/server/answer"

	"github.com/gorilla/mux"
)

// workReport is the answer of /api/v1/worklist.
type workReport struct {
	Standard string          `json:"standard"`
	Day      string          `json:"day"` // on which something is overdue
	Overdue  int             `json:"overdue"`
	Items    []worklist.Item `json:"items"` // those that gain most residents first
}

// itemReport is one item with its history.
type itemReport struct {
	worklist.Item
	History []worklist.Event `json:"history"` // oldest first
}

// workBody is the body of a change; a member that is not there leaves what it is about.
type workBody struct {
	State  *string `json:"state,omitempty"` // open, in_hand, done
	Office *string `json:"office,omitempty"`
	Due    *string `json:"due,omitempty"` // YYYY-MM-DD; empty takes it away
	Note   string  `json:"note,omitempty"`
}

// The bounds of what people write.
const maxNote = 4 << 10

var workStates = append([]string{"overdue"}, func() (out []string) {
	for _, s := range worklist.States {
		out = append(out, string(s))
	}
	return out
}()...)

// workStandard is the standard whose worklist is asked for.
func (s *Server) workStandard(r *http.Request) (string, error) {
	if s.opt.Records == nil {
		return "", &answer.Problem{Kind: answer.NoWriting}
	}
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return "", err
	}
	var standards []string
	for _, run := range cat.runs {
		if !slices.Contains(standards, run.Standard.ID) {
			standards = append(standards, run.Standard.ID)
		}
	}
	q := r.URL.Query()
	if err := answer.OneOf(q, "standard", standards); err != nil {
		return "", err
	}
	if v := q.Get("standard"); v != "" || cat.latest == nil {
		return v, nil
	}
	return cat.latest.run.Standard.ID, nil
}

func (s *Server) getWorklist(w http.ResponseWriter, r *http.Request) error {
	standard, err := s.workStandard(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	if err := answer.OneOf(q, "state", workStates); err != nil {
		return err
	}
	if err := answer.OneOf(q, "all", []string{"true", "false"}); err != nil {
		return err
	}
	items, err := s.opt.Records.Work(r.Context(), standard)
	if err != nil {
		return err
	}
	out := workReport{Standard: standard, Day: time.Now().Format(time.DateOnly), Items: []worklist.Item{}}
	for _, i := range items {
		if wanted(&i, q, out.Day) {
			out.Items = append(out.Items, i)
			if i.Overdue(out.Day) > 0 {
				out.Overdue++
			}
		}
	}
	worklist.Sort(out.Items)
	return answer.SendJSON(w, r, "", out)
}

// wanted says whether the parameters ask for an item. What is closed has to be asked for.
func wanted(i *worklist.Item, q url.Values, day string) bool {
	for name, v := range map[string]string{"district": i.District, "community": i.Community, "criterion": i.Criterion} {
		if want := q.Get(name); want != "" && want != v {
			return false
		}
	}
	switch state := q.Get("state"); state {
	case "":
		return !i.Settled() || q.Get("all") == "true"
	case "overdue":
		return i.Overdue(day) > 0
	default:
		return string(i.State) == state
	}
}

// workItem is the item that the path names.
func (s *Server) workItem(r *http.Request) (standard string, item worklist.Item, err error) {
	if standard, err = s.workStandard(r); err != nil {
		return "", item, err
	}
	id, err := url.PathUnescape(mux.Vars(r)["item"])
	if err != nil {
		return "", item, &answer.Problem{Kind: answer.NoSuchThing, Name: "item", Got: mux.Vars(r)["item"], Err: err}
	}
	items, err := s.opt.Records.Work(r.Context(), standard)
	if err != nil {
		return "", item, err
	}
	for _, i := range items {
		if i.ID == id {
			return standard, i, nil
		}
	}
	return "", item, &answer.Problem{Kind: answer.NoSuchThing, Name: "item", Got: id}
}

func (s *Server) getWorkItem(w http.ResponseWriter, r *http.Request) error {
	_, item, err := s.workItem(r)
	if err != nil {
		return err
	}
	log, err := s.opt.Records.WorkLog(r.Context(), item.ID)
	if err != nil {
		return err
	}
	return answer.SendJSON(w, r, "", itemReport{item, nonNil(log)})
}

func (s *Server) postWorkItem(w http.ResponseWriter, r *http.Request) error {
	var b workBody
	if err := readBody(r, &b); err != nil {
		return err
	}
	change := worklist.Change{Office: b.Office, Due: b.Due, Note: strings.TrimSpace(b.Note)}
	if b.State != nil {
		state := worklist.State(*b.State)
		change.State = &state
	}
	if err := checkChange(&change); err != nil {
		return err
	}
	standard, item, err := s.workItem(r)
	if err != nil {
		return err
	}
	if s.opt.Writer == nil {
		return &answer.Problem{Kind: answer.NoWriting}
	}
	leave, err := s.queue.Hold("worklist", callerOf(r).Name)
	if err != nil {
		return writeProblem(err)
	}
	defer leave()
	d, err := s.opt.Writer.Open(r.Context(), callerOf(r).Name)
	if err != nil {
		return writeProblem(err)
	}
	changed, err := d.ChangeWork(r.Context(), standard, item.ID, change)
	if err = errors.Join(err, d.Close()); err != nil {
		return changeProblem(err, item.ID)
	}
	return sendStatus(w, http.StatusOK, changed)
}

func checkChange(c *worklist.Change) error {
	switch {
	case *c == (worklist.Change{}):
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: "it changes nothing", Allowed: []string{"state", "office", "due", "note"}}
	case len(c.Note) > maxNote || c.Office != nil && len(*c.Office) > maxNote:
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: "a text has more than " + strconv.Itoa(maxNote) + " bytes"}
	}
	return nil
}

func changeProblem(err error, id string) error {
	var bad *ChangeError
	switch {
	case errors.As(err, &bad):
		return &answer.Problem{Kind: answer.BadBody, Name: "body", Got: bad.What, Err: err}
	case errors.Is(err, data.ErrNotFound):
		return &answer.Problem{Kind: answer.NoSuchThing, Name: "item", Got: id, Err: err}
	}
	return err
}
