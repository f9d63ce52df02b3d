package gpkg_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/storetest"
)

// childEnv makes the test program a writer of the workspace that it names, for tests that kill one.
const childEnv = "CIRCLE15_TEST_WRITER"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		os.Exit(writeForever(path))
	}
	os.Exit(m.Run())
}

// writeForever imports and publishes without end, and says a word on stdout after each.
func writeForever(path string) int {
	fail := func(err error) int {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	w, err := gpkg.Open(path, gpkg.Write)
	if err != nil {
		return fail(err)
	}
	fmt.Println("open")
	for i := 0; ; i++ {
		im := storetest.Residents()
		im.Residents.Milli[0] = int64(i)
		if _, err := w.PutLayer(context.Background(), im); err != nil {
			return fail(err)
		}
		layers, err := w.Layers(context.Background())
		if err != nil {
			return fail(err)
		}
		if _, err := w.Publish(context.Background(), storetest.Result(storetest.Standard("s"), layers, i)); err != nil {
			return fail(err)
		}
		fmt.Println("published", i)
	}
}

// child starts a writer and returns when it has said the given number of lines.
func child(t *testing.T, path string, lines int) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), childEnv+"="+path)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for range lines {
		if !said.Scan() {
			t.Fatalf("the writer ended early: %v", c.Wait())
		}
	}
	return c
}

func kill(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it says "killed"
}

func TestSecondWriter(t *testing.T) {
	path := town(t)
	first, err := gpkg.Open(path, gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	var locked *data.LockedError
	if _, err := gpkg.Open(path, gpkg.Write); !errors.As(err, &locked) {
		t.Fatalf("got %v, want a *data.LockedError", err)
	}
	if want := fmt.Sprintf("pid %d on ", os.Getpid()); !strings.HasPrefix(locked.Holder, want) || !strings.Contains(locked.Holder, "since ") {
		t.Errorf("holder %q, want %q…, since …", locked.Holder, want)
	}
	if _, err := gpkg.Create(path); !errors.As(err, &locked) {
		t.Errorf("create: got %v, want a *data.LockedError", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := gpkg.Open(path, gpkg.Write)
	if err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}

// Killed at any moment, a writer leaves whole runs, no lock, and a sound file.
func TestKilledWriter(t *testing.T) {
	path := town(t)
	for _, lines := range []int{1, 2, 3, 5} {
		c := child(t, path, lines)
		var locked *data.LockedError
		if _, err := gpkg.Open(path, gpkg.Write); !errors.As(err, &locked) || !strings.Contains(locked.Holder, fmt.Sprintf("pid %d ", c.Process.Pid)) {
			t.Errorf("while it writes: got %v, want that pid %d has the lock", err, c.Process.Pid)
		}
		kill(t, c)
		w, err := gpkg.Open(path, gpkg.Write)
		if err != nil {
			t.Fatalf("after the kill: %v", err)
		}
		if fs, err := w.Check(t.Context()); err != nil || len(fs) > 0 {
			t.Errorf("check: %v %v", fs, err)
		}
		runs, err := w.Runs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range runs {
			got, err := w.RunResult(t.Context(), r.Number)
			if r.Number != i+1 || err != nil || len(got.Results) != 4 {
				t.Errorf("run %d: number %d, %v", i+1, r.Number, err)
			}
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		if left, _ := filepath.Glob(path + "?*"); len(left) > 0 {
			t.Errorf("left behind %v", left)
		}
	}
}

// A reader that comes after a killed writer folds its log into the file.
func TestReaderAfterKilledWriter(t *testing.T) {
	path := town(t)
	kill(t, child(t, path, 3))
	w, err := gpkg.Open(path, gpkg.ReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	if runs, err := w.Runs(t.Context()); err != nil || len(runs) < 3 {
		t.Errorf("%d runs (%v), want the town's and the two that the writer told of", len(runs), err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
		t.Errorf("left behind %v", left)
	}
}
