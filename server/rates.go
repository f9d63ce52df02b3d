package server

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The bounds of what one client may ask: our choice. A map page asks for some 60 tiles and documents when it opens.
const (
	defaultRate  = 100.0            // requests a second, over time
	rateBurst    = 5                // seconds' worth at once
	clientsKept  = 20_000           // some 3 MB
	clientForgot = 10 * time.Minute // after which a client starts anew
)

// rates bounds what single clients ask.
type rates struct {
	every rate.Limit
	now   func() time.Time

	mu      sync.Mutex
	clients map[netip.Addr]*client
	swept   time.Time
}

type client struct {
	limit *rate.Limiter
	seen  time.Time
}

// newRates makes the bounds: perSecond 0 is the usual rate, below it none.
func newRates(perSecond float64) *rates {
	if perSecond < 0 {
		return nil
	}
	if perSecond == 0 {
		perSecond = defaultRate
	}
	return &rates{every: rate.Limit(perSecond), now: time.Now, clients: map[netip.Addr]*client{}}
}

// allow says whether a client may ask one thing more now. This machine itself may, unless a proxy says for whom it asks.
func (l *rates) allow(from netip.Addr) bool {
	if l == nil || !from.IsValid() || from.IsLoopback() {
		return true
	}
	if from.Is6() { // a client has a whole network of these
		if p, err := from.Prefix(64); err == nil {
			from = p.Addr()
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.sweep(now)
	c := l.clients[from]
	if c == nil {
		c = &client{limit: rate.NewLimiter(l.every, max(1, int(float64(l.every)*rateBurst)))}
		l.clients[from] = c
	}
	c.seen = now
	return c.limit.AllowN(now, 1)
}

// sweep forgets clients now and then, and all of them when there are too many: then none is bounded for a moment, and memory is.
func (l *rates) sweep(now time.Time) {
	if len(l.clients) >= clientsKept {
		clear(l.clients)
	}
	if now.Sub(l.swept) < clientForgot {
		return
	}
	l.swept = now
	for a, c := range l.clients {
		if now.Sub(c.seen) > clientForgot {
			delete(l.clients, a)
		}
	}
}

// clientOf is where a request comes from. A proxy on this machine or in a private network is believed what it added last to X-Forwarded-For.
func clientOf(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := peer.Addr().Unmap()
	if !addr.IsLoopback() && !addr.IsPrivate() {
		return addr
	}
	told := r.Header.Values("X-Forwarded-For")
	if len(told) == 0 {
		return addr
	}
	list := strings.Split(told[len(told)-1], ",")
	if last, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
		return last.Unmap()
	}
	return addr
}
