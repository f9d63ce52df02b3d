package server

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"circle15/server/jobs"
	"circle15/server/ogc"
	"circle15/server/tiles"
	"circle15/server/web"
)

// The limits of a connection. They are generous for a person on a slow line and stop clients that never finish.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 120 * time.Second
	drainTimeout      = 10 * time.Second
	maxHeaderBytes    = 16 << 10 // net/http adds 4 KiB for the request line
	maxURLBytes       = 8 << 10
	maxBodyBytes      = 1 << 20
)

// DefaultListen is where the server listens unless told otherwise: this machine only.
const DefaultListen = "127.0.0.1:8015"

// Options of a Server. The zero value is usable.
type Options struct {
	Listen  string       // host:port; "" means DefaultListen
	Log     *slog.Logger // one line per request, and what went wrong; nil: nowhere
	Version string       // of circle15, part of every ETag
	City    string       // name of the city, shown on the map page; may be empty
	// Downloads are the formats of whole files that the layers of /ogc can be had in, beside GeoJSON, HTML and CSV.
	Downloads []ogc.Download
	Public    string        // address under which clients reach the server, for links; "": as each request says
	Refresh   time.Duration // how often the store is asked whether something changed; 0 means 1 s
	Analyst   MakeAnalyst   // prepares a run for /api/v1/explain and /api/v1/reach; nil: they answer 503
	Keys      KeyFinder     // who may see what is restricted, and who may change something; nil: nobody
	Records   Records       // worklist and findings; nil: they answer 503
	// Certificate and CertificateKey are files (PEM) for TLS; empty: plain HTTP.
	Certificate, CertificateKey string
	Rate                        float64  // requests a second and client; 0 means 100, below 0: as many as they like
	Timeouts                    Timeouts // of connections
	Name                        string   // of the workspace among several, in metrics; empty: there is one
	Writer                      Writer   // imports, computes, changes the worklist; nil: nothing can be changed
	Page                        fs.FS    // the map page, with index.html and assets; nil: the one built into the program
}

// Server answers HTTP requests about the runs of a store. Make one with New.
type Server struct {
	opt     Options
	log     *slog.Logger
	runs    *runCache
	looks   *analysts
	diffs   *diffs
	targets targetReports
	page    *page
	ogc     *ogc.Service
	tiles   *tiles.Service
	queue   *jobs.Queue
	rates   *rates
	gate    *gate
	metrics *metrics
	uploads chan struct{} // one is held while an upload is received
	handler http.Handler
}

// New makes a server over a store. It reads nothing yet, so it can start before the first run is there. It is an
// error when the page has no index.html.
func New(store Store, opt Options) (*Server, error) {
	if opt.Listen == "" {
		opt.Listen = DefaultListen
	}
	if opt.Refresh <= 0 {
		opt.Refresh = time.Second
	}
	if opt.Page == nil {
		opt.Page = web.Page()
	}
	s := &Server{opt: opt, log: opt.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	p, err := newPage(opt.Page)
	if err != nil {
		return nil, err
	}
	s.page = p
	s.runs = newRunCache(store, opt.Version, opt.Refresh, s.log)
	s.looks = newAnalysts(store, opt.Analyst)
	s.diffs = &diffs{store: store}
	s.ogc = ogc.New(ogc.Options{Find: s.published, Public: opt.Public, Downloads: opt.Downloads})
	s.tiles = tiles.New(tiles.Options{Find: s.drawn, Public: opt.Public})
	s.queue = jobs.New(time.Now, s.failure)
	s.rates, s.gate = newRates(opt.Rate), newGate(gateSlots, gateWait)
	s.metrics = newMetrics(opt.Name, s)
	s.uploads = make(chan struct{}, uploadsAtOnce)
	s.handler = s.outside(s.router())
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// ListenAndServe listens on Options.Listen and serves until ctx is done; see Serve.
func (s *Server) ListenAndServe(ctx context.Context) error {
	l, err := net.Listen("tcp", s.opt.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; is another circle15 serving there? choose another port with --listen", s.opt.Listen, err)
	}
	return s.Serve(ctx, l)
}

// Serve answers what comes in on l until ctx is done. Then it takes no new connections, lets the answers under way
// finish for at most 10 s, and returns nil; an error when some had to be cut off, or l broke before.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	go s.warm(ctx)
	return serving{handler: s, log: s.log, timeouts: s.opt.Timeouts, cert: s.opt.Certificate, key: s.opt.CertificateKey, stop: s.queue.Stop}.on(ctx, l)
}
