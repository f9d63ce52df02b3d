package server

import (
	"net/http"
	"time"

	"circle15/data/publish"
	"circle15/server/ogc"
	"circle15/server/tiles"
)

// published is what the run that a request asks for publishes.
func (s *Server) published(r *http.Request) (*ogc.Run, error) {
	sn, err := s.snapshot(r)
	if err != nil {
		return nil, err
	}
	return sn.published, nil
}

// publish is the run as OGC API - Features shows it.
func (s *snapshot) publish(load publish.LoadCity) *ogc.Run {
	meta := s.meta()
	return &ogc.Run{
		Number: s.run.Number, Standard: s.run.Standard.ID, Title: s.run.Standard.Title, Tag: s.tag, Extent: s.extent, Loaded: time.Now(),
		Attribution: meta.Attribution, Licence: meta.Licence, Collections: publish.Of(s.result, load),
	}
}

// drawn is what tiles of the run that a request asks for are made of.
func (s *Server) drawn(r *http.Request) (*tiles.Run, error) {
	sn, err := s.snapshot(r)
	if err != nil {
		return nil, err
	}
	return sn.drawn, nil
}

// draw is the run as tiles show it.
func (s *snapshot) draw(load publish.LoadCity) *tiles.Run {
	judged := make([]publish.Judged, len(s.communities))
	for i := range s.communities {
		judged[i] = s.communities[i].Judged
	}
	return &tiles.Run{Tag: s.tag, Result: s.result, Judged: judged, Extent: s.extent, Attribution: s.meta().Attribution, City: load}
}
