package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/intake"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"circle15": main})
}

// TestScripts runs the stories in testdata/script, with these commands more:
//
//	exits CODE PROGRAM ARGS…   runs a program that has to end with this exit code
//	zip FILE.zip FILES…        packs files, under their own names
//	truncate FILE BYTES        cuts a file off
//	samebutrun FILE FILE       compares two exports apart from the numbers of their runs
//	fillin FILE.xlsx SHEET ID COLUMN VALUE…   fills cells of a workbook
//	shift DATUM FILE TO [LON LAT]   moves the places of a table or GeoJSON file to GCJ-02 or BD-09
//	hold FILE.gpkg             opens a workspace for writing until the story is over
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "en_GB.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "zip": zipFiles, "truncate": truncate, "samebutrun": sameButRun, "hold": hold, "fillin": fillin, "shift": shift,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if err != nil || neg {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func zipFiles(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range args[1:] {
		f, err := z.Create(name)
		ts.Check(err)
		_, err = io.WriteString(f, ts.ReadFile(name))
		ts.Check(err)
	}
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o666))
}

func truncate(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

func sameButRun(ts *testscript.TestScript, _ bool, args []string) {
	run := regexp.MustCompile(`"run":[0-9]+`)
	a, b := ts.ReadFile(args[0]), ts.ReadFile(args[1])
	if run.ReplaceAllString(a, "") != run.ReplaceAllString(b, "") || len(a) < 1000 {
		ts.Fatalf("%s (%d bytes) and %s (%d bytes) differ in more than the run, or are empty", args[0], len(a), args[1], len(b))
	}
}

func hold(ts *testscript.TestScript, _ bool, args []string) {
	w, err := gpkg.Open(ts.MkAbs(args[0]), gpkg.Write)
	ts.Check(err)
	ts.Defer(func() { ts.Check(w.Close()) })
}

func TestExitCodes(t *testing.T) {
	for _, test := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("x"), 1},
		{&data.FileError{File: "f"}, 1},
		{&usageError{"x"}, 2},
		{&intake.OptionError{Option: "date"}, 2},
		{fmt.Errorf("open: %w", data.ErrNoWorkspace), 10},
		{errors.Join(&data.LockedError{}, nil), 11},
		{fmt.Errorf("open: %w", data.ErrNewerFormat), 12},
	} {
		if got := exitCode(test.err); got != test.want {
			t.Errorf("%v: exit code %d, want %d", test.err, got, test.want)
		}
	}
}

// Every phrase is there in both languages, with the same blanks in the same order.
func TestWords(t *testing.T) {
	blanks := regexp.MustCompile(`%[.0-9]*[a-z]`)
	for id, w := range words() {
		zh, en := blanks.FindAllString(w.Zh, -1), blanks.FindAllString(w.En, -1)
		if w.Zh == "" || w.En == "" || strings.Join(zh, " ") != strings.Join(en, " ") {
			t.Errorf("phrase %d: %q and %q", id, w.Zh, w.En)
		}
		if strings.Count(w.Zh, "\t") != strings.Count(w.En, "\t") {
			t.Errorf("phrase %d has other columns in the other language", id)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, test := range []struct{ lcAll, lang, want string }{
		{"", "", "en"}, {"", "zh_CN.UTF-8", "zh"}, {"", "es_ES", "en"}, {"C", "zh_CN", "en"}, {"zh_TW", "en", "zh"},
	} {
		env := map[string]string{"LC_ALL": test.lcAll, "LANG": test.lang}
		if got := langOf(func(k string) string { return env[k] }); got != test.want {
			t.Errorf("LC_ALL=%q LANG=%q: got %s, want %s", test.lcAll, test.lang, got, test.want)
		}
	}
}

// Every verb that does something has a help with two examples that begin with circle15.
func TestHelp(t *testing.T) {
	a := &app{out: bufio.NewWriter(io.Discard), err: io.Discard, getenv: func(string) string { return "" }}
	commands := a.root().Commands()
	for i := 0; i < len(commands); i++ {
		c := commands[i]
		commands = append(commands, c.Commands()...)
		if c.HasSubCommands() || c.Name() == "help" {
			continue
		}
		lines := strings.Split(c.Example, "\n")
		for _, l := range lines {
			if !strings.HasPrefix(l, "  circle15 ") {
				t.Errorf("%s: example %q", c.CommandPath(), l)
			}
		}
		if len(lines) < 2 || c.Short == "" {
			t.Errorf("%s: %d examples, short %q", c.CommandPath(), len(lines), c.Short)
		}
	}
}

// serve answers until it is told to stop, on a workspace without a run too.
func TestServe(t *testing.T) {
	path := t.TempDir() + "/town.gpkg"
	w, err := gpkg.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	said, errOut := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"-w", path, "serve", "--listen", "127.0.0.1:0"}, io.Discard, errOut, func(string) string { return "" })
		errOut.Close()
	}()
	buf := make([]byte, 200)
	n, err := said.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	url := regexp.MustCompile(`http://[0-9.:]+`).FindString(string(buf[:n]))
	res, err := http.Get(url + "/healthz")
	if err != nil {
		t.Fatalf("%v after %q", err, buf[:n])
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("healthz: %s", res.Status)
	}
	cancel()
	if got := <-code; got != 0 {
		t.Errorf("exit code %d, want 0", got)
	}
}

// JSON on stdout is one value, and nothing else is there.
func TestJSONIsJSON(t *testing.T) {
	for _, verb := range [][]string{{"version"}, {"standard", "list"}, {"standard", "show", "baoji-convenience-2023"}} {
		var out bytes.Buffer
		args := append([]string{"--json", "-w", t.TempDir() + "/none.gpkg"}, verb...)
		if code := run(t.Context(), args, &out, io.Discard, os.Getenv); code != 0 {
			t.Errorf("%v: exit code %d", verb, code)
		}
		if !json.Valid(out.Bytes()) {
			t.Errorf("%v: %s", verb, out.Bytes())
		}
	}
}
