package batch_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"circle15/data/batch"
	"circle15/indicators"
)

// jobEnv makes the test program do one job, from stdin to stdout.
const jobEnv = "CIRCLE15_TEST_JOB"

func TestMain(m *testing.M) {
	if os.Getenv(jobEnv) == "" {
		os.Exit(m.Run())
	}
	job, err := io.ReadAll(os.Stdin)
	if err == nil {
		job, err = indicators.RunJob(context.Background(), job)
	}
	if err == nil {
		_, err = os.Stdout.Write(job)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// processes runs every job in a process of its own, and the same bytes once more: the outcome must be the same.
type processes struct{ jobs *int }

func (p processes) Do(ctx context.Context, job []byte) ([]byte, error) {
	*p.jobs++
	var out [2]bytes.Buffer
	for i := range out {
		c := exec.CommandContext(ctx, os.Args[0])
		c.Env = append(os.Environ(), jobEnv+"=1")
		c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(job), &out[i], os.Stderr
		if err := c.Run(); err != nil {
			return nil, err
		}
	}
	if !bytes.Equal(out[0].Bytes(), out[1].Bytes()) {
		return nil, fmt.Errorf("a job of %d bytes gave two outcomes", len(job))
	}
	return out[0].Bytes(), nil
}

// Every job, done by another process from its bytes alone, gives the bytes that this process gives.
func TestJobsInOtherProcesses(t *testing.T) {
	c := newChanging()
	for x, what := range map[int]byte{3: 'S', 9: 'A', 20: 'S', 27: 'B', 33: 'P', 40: '5', 44: 'S', 52: 'A'} {
		c.rows[1][x] = what
	}
	want, jobs := c.compute(t, batch.Options{}), 0
	got := c.compute(t, batch.Options{Executor: processes{&jobs}})
	if jobs != 9 {
		t.Errorf("%d jobs, want one for each of 9 communities", jobs)
	}
	if !bytes.Equal(bytesOf(t, got), bytesOf(t, want)) {
		t.Error("the run by jobs differs")
	}
	c.cut[12] = true
	jobs = 0
	got = c.compute(t, batch.Options{Before: want, Executor: processes{&jobs}})
	if jobs == 0 || jobs == 9 {
		t.Errorf("%d jobs after one bridge was closed", jobs)
	}
	if !bytes.Equal(bytesOf(t, got), bytesOf(t, c.compute(t, batch.Options{}))) {
		t.Error("the incremental run by jobs differs")
	}
}
