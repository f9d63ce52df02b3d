package publish

import (
	"context"
	"sync"

	"circle15/indicators"
)

// facilityStock keeps the facilities of a run by category, so that the city is loaded once for all of their collections.
type facilityStock struct {
	load LoadCity

	mu         sync.Mutex
	byCategory map[string][]indicators.Facility
}

// of are the facilities of a category that may be shown.
func (s *facilityStock) of(ctx context.Context, category string) ([]indicators.Facility, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byCategory == nil {
		city, err := s.load(ctx)
		if err != nil {
			return nil, err
		}
		s.byCategory = map[string][]indicators.Facility{}
		for _, f := range city.OpenFacilities() {
			s.byCategory[f.Category] = append(s.byCategory[f.Category], f)
		}
	}
	return s.byCategory[category], nil
}
