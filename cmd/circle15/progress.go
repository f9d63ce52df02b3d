package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"circle15/data"
	"circle15/indicators"
)

// progress tells how far the work is on stderr: a bar on a terminal; with --json a line of JSON; else a line per stage, and one now and then in a stage that takes
// long. stop ends it with a line that says what each stage took.
func (a *app) progress() (tell data.Progress, stop func()) {
	p := &progress{app: a, out: a.err, now: time.Now}
	if f, ok := a.err.(*os.File); ok {
		p.bars = !a.json && term.IsTerminal(int(f.Fd()))
	}
	return p.tell, p.stop
}

type progress struct {
	app  *app
	mu   sync.Mutex
	out  io.Writer
	now  func() time.Time
	bars bool
	bar  *progressbar.ProgressBar
	step step
	past []step
	told time.Time
}

// step is a stage of the work.
type step struct {
	stage       string
	done, total int64 // workers tell theirs out of order: done is the most
	began       time.Time
	took        time.Duration
}

// How often a bar is drawn and a line of JSON or of text written at most: more would cost more than it shows, or fill a log.
const (
	redraw    = 100 * time.Millisecond
	jsonEvery = 500 * time.Millisecond
	lineEvery = 10 * time.Second
)

func (p *progress) tell(stage string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	begins := stage != p.step.stage
	if begins {
		p.finish(now)
		p.step = step{stage: stage, began: now}
	}
	p.step.done, p.step.total = max(p.step.done, done), total
	if p.bars {
		p.draw(begins)
		return
	}
	every := lineEvery
	if p.app.json {
		every = jsonEvery
	}
	if ends := total > 0 && done == total && p.app.json; begins || ends || now.Sub(p.told) >= every {
		p.told = now
		p.line(now, begins)
	}
}

// draw moves the bar.
func (p *progress) draw(begins bool) {
	if begins {
		total := p.step.total
		if total <= 0 {
			total = -1 // a spinner
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.out), progressbar.OptionSetDescription(p.app.stage(p.step.stage)),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(redraw), progressbar.OptionShowCount(), progressbar.OptionShowIts())
	}
	_ = p.bar.Set64(p.step.done) // a bar that cannot be drawn is no reason to stop
}

// rate is how many are done in a second, and how long the rest takes at that; 0 while nobody knows.
func (s *step) rate(now time.Time) (perSecond float64, left time.Duration) {
	if took := now.Sub(s.began).Seconds(); took > 0 && s.done > 0 {
		perSecond = float64(s.done) / took
		left = time.Duration(float64(s.total-s.done) / perSecond * float64(time.Second))
	}
	return perSecond, max(left, 0)
}

// line writes how far the stage is.
func (p *progress) line(now time.Time, begins bool) {
	s := &p.step
	perSecond, left := s.rate(now)
	switch {
	case p.app.json:
		p.writeJSON(map[string]any{"stage": s.stage, "done": s.done, "total": s.total, "per_second": tenths(perSecond), "seconds_left": tenths(left.Seconds())})
	case begins:
		fmt.Fprintln(p.out, p.app.stage(s.stage))
	case s.total > 0:
		fmt.Fprintln(p.out, p.app.word(wordLeft, p.app.stage(s.stage), s.done, s.total, perSecond, left.Round(time.Second).String()))
	}
}

func (p *progress) writeJSON(v any) {
	if b, err := json.Marshal(v); err == nil {
		fmt.Fprintf(p.out, "%s\n", b)
	}
}

func tenths(v float64) float64 { return float64(int64(v*10+0.5)) / 10 }

// stop ends the work. A log keeps its last line.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish(p.now())
	if len(p.past) == 0 {
		return
	}
	if p.app.json {
		seconds := []map[string]any{}
		for _, s := range p.past {
			seconds = append(seconds, map[string]any{"stage": s.stage, "done": s.done, "seconds": s.took.Seconds()})
		}
		p.writeJSON(map[string]any{"stages": seconds})
		return
	}
	var list []string
	for _, s := range p.past {
		list = append(list, fmt.Sprintf("%s %.2f s", p.app.stage(s.stage), s.took.Seconds()))
	}
	fmt.Fprintln(p.out, p.app.word(wordStages, strings.Join(list, p.app.word(wordComma))))
}

// finish ends the stage.
func (p *progress) finish(now time.Time) {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
	if p.step.stage != "" {
		p.step.took = now.Sub(p.step.began)
		p.past = append(p.past, p.step)
		p.step = step{}
	}
}

// stage is a stage in the language of the user.
func (a *app) stage(s string) string {
	zh := map[string]string{
		"load the city": "读取城市数据", "place facilities": "设施接入道路", "compare fingerprints": "比对指纹", "look at changed streets": "核对有变化的道路",
		"search from facilities": "从设施起算", "judge communities": "逐个社区判定", stagePublish: "发布",
	}
	return a.text(indicators.Text{Zh: zh[s], En: s})
}
