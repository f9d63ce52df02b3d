package data

// Progress is told how far long work has come. Stage is a short phrase ("read nodes"); total is 0 when it is not
// known. It may be nil and may be called from several goroutines.
type Progress func(stage string, done, total int64)

// Tell calls p if there is one.
func (p Progress) Tell(stage string, done, total int64) {
	if p != nil {
		p(stage, done, total)
	}
}
