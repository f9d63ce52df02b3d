package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"circle15/data"
)

// progress tells how far the work is on stderr: a bar on a terminal, else a line per stage. stop ends the last bar.
func (a *app) progress() (tell data.Progress, stop func()) {
	p := &progress{out: a.err}
	if f, ok := a.err.(*os.File); ok {
		p.bars = term.IsTerminal(int(f.Fd()))
	}
	return p.tell, p.stop
}

type progress struct {
	mu    sync.Mutex
	out   io.Writer
	bars  bool
	stage string
	done  int64 // of the stage; workers tell theirs out of order
	bar   *progressbar.ProgressBar
}

// redraw is how often a bar is drawn at most: more would cost more than it shows.
const redraw = 100 * time.Millisecond

func (p *progress) tell(stage string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.bars {
		if stage != p.stage {
			fmt.Fprintln(p.out, stage)
		}
		p.stage = stage
		return
	}
	if stage != p.stage {
		p.finish()
		p.stage, p.done = stage, 0
		if total <= 0 {
			total = -1 // a spinner
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.out), progressbar.OptionSetDescription(stage),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(redraw))
	}
	p.done = max(p.done, done)
	_ = p.bar.Set64(p.done) // a bar that cannot be drawn is no reason to stop
}

func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish()
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}
