package server

import (
	"context"
	"strings"
	"time"

	"circle15/server/answer"
)

// The gate before answers that are made of much: tiles, features and downloads. Hot ones pass it in microseconds, so that only many cold
// ones at once wait. Questions about places have a gate of their own, see analysts.
const (
	gateSlots = 128
	gateWait  = 5 * time.Second
)

// heavy says whether answers of a path pass the gate.
func heavy(path string) bool {
	return strings.HasPrefix(path, "/tiles/{layer}/") || strings.HasPrefix(path, "/ogc/collections/") || strings.HasSuffix(path, ".geojson") || path == "/api/v1/diff"
}

// gate lets a bounded number in at once.
type gate struct {
	slots chan struct{}
	wait  time.Duration
}

func newGate(slots int, wait time.Duration) *gate { return &gate{make(chan struct{}, slots), wait} }

// enter waits for a slot; leave gives it back.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-g.slots }
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	default:
	}
	t := time.NewTimer(g.wait)
	defer t.Stop()
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-t.C:
		return nil, &answer.Problem{Kind: answer.Full}
	}
}
