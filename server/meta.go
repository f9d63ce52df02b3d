package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"circle15/data"
	"circle15/indicators"
	"circle15/server/answer"
)

// runInfo is what is said of a run.
type runInfo struct {
	Number   int                       `json:"number"`
	Standard string                    `json:"standard"`
	Title    indicators.Text           `json:"standard_title"`
	AsOf     string                    `json:"as_of"`
	DataDate *string                   `json:"data_date"` // the oldest of the data used; null when unknown
	Program  string                    `json:"program"`
	Pairs    int                       `json:"pairs"`
	Statuses map[indicators.Status]int `json:"statuses"`
	Findings int                       `json:"findings"`
}

// runList is the answer of /api/v1/runs, layerList that of /api/v1/layers.
type runList struct {
	Runs []runInfo `json:"runs"` // newest first
}

type layerList struct {
	Layers []data.Layer `json:"layers"` // by name; restricted ones for those with a key
}

func runInfoOf(r *data.Run) runInfo {
	out := runInfo{Number: r.Number, Standard: r.Standard.ID, Title: r.Standard.Title, AsOf: r.AsOf, Program: r.Program,
		Pairs: r.Pairs, Statuses: r.Statuses, Findings: len(r.Findings)}
	if r.DataDate != "" {
		out.DataDate = &r.DataDate
	}
	return out
}

func (s *Server) getStandard(w http.ResponseWriter, r *http.Request) error {
	sn, err := s.snapshot(r)
	if err != nil {
		return err
	}
	return answer.SendJSON(w, r, sn.tag, sn.run.Standard)
}

func (s *Server) getRuns(w http.ResponseWriter, r *http.Request) error {
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return err
	}
	list := make([]runInfo, 0, len(cat.runs))
	for i := range slices.Backward(cat.runs) {
		list = append(list, runInfoOf(&cat.runs[i]))
	}
	return answer.SendJSON(w, r, s.opt.Version+cat.revision, runList{list})
}

func (s *Server) getLayers(w http.ResponseWriter, r *http.Request) error {
	cat, err := s.runs.catalog(r.Context())
	if err != nil {
		return err
	}
	tag := s.opt.Version + cat.revision
	if mayRead(r) {
		tag += "+restricted"
	}
	return answer.SendJSON(w, r, tag, layerList{nonNil(s.shownLayers(r, cat))})
}

// readyTimeout is how long the workspace may take to answer before it counts as unreadable.
const readyTimeout = 2 * time.Second

func (s *Server) getHealth(w http.ResponseWriter, r *http.Request) error {
	return sendText(w, r, "ok\n")
}

// getReady asks the store itself: what is kept in memory says nothing about it.
func (s *Server) getReady(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	if _, err := s.runs.store.Revision(ctx); err != nil {
		return &answer.Problem{Kind: answer.Unavailable, Err: fmt.Errorf("ask for the revision: %w", err)}
	}
	return sendText(w, r, "ready\n")
}

func sendText(w http.ResponseWriter, r *http.Request, text string) error {
	return answer.Send(w, r, answer.Reply{ContentType: "text/plain; charset=utf-8"}, func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	})
}
