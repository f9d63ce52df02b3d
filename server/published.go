package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"circle15/data"
	"circle15/data/publish"
	"circle15/server/ogc"
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
func (s *snapshot) publish(store Store) *ogc.Run {
	meta := s.meta()
	return &ogc.Run{
		Number: s.run.Number, Standard: s.run.Standard.ID, Title: s.run.Standard.Title, Tag: s.tag, Extent: s.extent, Loaded: time.Now(),
		Attribution: meta.Attribution, Licence: meta.Licence,
		Collections: publish.Of(s.result, func(ctx context.Context) (*data.City, error) {
			city, err := store.City(ctx, s.run.Layers)
			if err != nil {
				return nil, fmt.Errorf("read the layers of run %d: %w", s.run.Number, err)
			}
			return city, nil
		}),
	}
}
