package main

import (
	"fmt"
	"io"
	"os"
	"sync"

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
	bar   *progressbar.ProgressBar
}

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
		p.stage = stage
		if total <= 0 {
			total = -1 // a spinner
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.out), progressbar.OptionSetDescription(stage),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
	}
	_ = p.bar.Set64(done) // a bar that cannot be drawn is no reason to stop
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
