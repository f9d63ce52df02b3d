package server

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"circle15/server/answer"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the figures of one server, for Prometheus. What they are counted by is bounded: routes, not addresses.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	bytes    prometheus.Counter
	flying   prometheus.Gauge
}

// newMetrics makes them; workspace tells several of one process apart and may be empty.
func newMetrics(workspace string, s *Server) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "circle15_http_requests_total", Help: "Requests answered."}, []string{"route", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "circle15_http_request_duration_seconds", Help: "Time to the last byte of an answer.",
			Buckets: []float64{.001, .005, .02, .05, .1, .25, 1, 5, 30}}, []string{"route"}),
		bytes:  prometheus.NewCounter(prometheus.CounterOpts{Name: "circle15_http_response_bytes_total", Help: "Bytes of bodies sent."}),
		flying: prometheus.NewGauge(prometheus.GaugeOpts{Name: "circle15_http_requests_in_flight", Help: "Requests being answered."}),
	}
	var to prometheus.Registerer = m.registry
	if workspace != "" {
		to = prometheus.WrapRegistererWith(prometheus.Labels{"city": workspace}, to)
	}
	to.MustRegister(m.requests, m.took, m.bytes, m.flying,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "circle15_latest_run", Help: "Number of the latest run of the default standard that is served; 0: none."}, func() float64 {
			if cat, _ := s.runs.peek(); cat != nil && cat.latest != nil {
				return float64(cat.latest.run.Number)
			}
			return 0
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "circle15_job_running", Help: "1 while a job writes to the workspace."}, func() float64 {
			if list := s.queue.List(); len(list) > 0 && !list[0].Over() {
				return 1
			}
			return 0
		}))
	return m
}

var knownMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete, http.MethodOptions}

// observe counts an answer.
func (m *metrics) observe(method string, rec *recorder, took time.Duration) {
	if !slices.Contains(knownMethods, method) {
		method = "other"
	}
	m.requests.WithLabelValues(rec.route, method, strconv.Itoa(rec.status)).Inc()
	m.took.WithLabelValues(rec.route).Observe(took.Seconds())
	m.bytes.Add(float64(rec.bytes))
}

// figures answers with those of servers, and of the process.
func figures(of ...*metrics) answer.Handler {
	process := prometheus.NewRegistry()
	process.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	all := prometheus.Gatherers{process}
	for _, m := range of {
		all = append(all, m.registry)
	}
	h := promhttp.HandlerFor(all, promhttp.HandlerOpts{})
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodHead {
			w = headOnly{w}
		}
		h.ServeHTTP(w, r)
		return nil
	}
}

// headOnly leaves the body out of an answer.
type headOnly struct{ http.ResponseWriter }

// Write writes nothing.
func (headOnly) Write(b []byte) (int, error) { return len(b), nil }
