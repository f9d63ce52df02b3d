package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/geo"
	"circle15/indicators"
	"circle15/indicators/drawn"
)

// killsEnv is how many moments TestKilledRuns tries: 200 take some minutes.
const killsEnv = "CIRCLE15_TEST_KILLS"

// victim is a town whose import and computation are killed.
type victim struct {
	dir, program, standard, residents string
	base                              []byte // the workspace before
	publish, judge, importing         time.Duration
	want                              []byte
}

func newVictim(t *testing.T) *victim {
	t.Helper()
	v := &victim{dir: t.TempDir()}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	v.program = filepath.Join(v.dir, "circle15") // by this name the test program is circle15
	if err := os.Symlink(exe, v.program); err != nil {
		t.Skipf("no links here: %v", err)
	}
	v.write(t, "s.yaml", victimStandard, &v.standard)
	town := victimTown()
	in := town.Input()
	path := filepath.Join(v.dir, "base.gpkg")
	w, err := gpkg.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, im := range []*data.Import{
		{Layer: data.Layer{Name: "osm", Kind: data.KindOSM, Completeness: data.AssumedComplete, Categories: []string{"bus_stop", "shop"}}, Streets: in.Streets, Facilities: in.Facilities},
		{Layer: data.Layer{Name: "communities", Kind: data.KindCommunities, Completeness: data.Complete}, Communities: in.Communities},
	} {
		if _, err := w.PutLayer(t.Context(), im); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if v.base, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	csv := "lon,lat,residents\n"
	for i := range 2000 {
		p := town.At(float64(i%60), float64(i/60)/5).Point()
		csv += fmt.Sprintf("%.7f,%.7f,%d\n", p[0], p[1], 1+i%7)
	}
	v.write(t, "residents.csv", csv, &v.residents)
	return v
}

func (v *victim) write(t *testing.T, name, text string, path *string) {
	t.Helper()
	*path = filepath.Join(v.dir, name)
	if err := os.WriteFile(*path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func victimTown() *drawn.Town {
	street := "+" + strings.Repeat("-----+", 10)
	column := "|" + strings.Repeat("     |", 10)
	town := &drawn.Town{
		Map:       strings.Join([]string{street, column, "|  S  |     |  A  |     |     |  S  |  B  |     |     |  S  |", street, column, "|     |  A  |     |  S  |     |     |     |  S  |  B  |     |", street}, "\n"),
		Criterion: "category: shop, measure: nearest, limit: {metres: 400}",
		Legend: map[rune][]indicators.Facility{'S': {{Category: "shop"}},
			'A': {{Category: "bus_stop", Lines: []indicators.Line{{Operator: "x", Name: "1"}}}}, 'B': {{Category: "bus_stop", Lines: []indicators.Line{{Operator: "x", Name: "2"}}}}},
	}
	for i := range 20 {
		col, row := float64(i%10)*6, float64(i/10)*3
		town.Communities = append(town.Communities, drawn.One(fmt.Sprintf("c%02d", i), col, row, col+5, row+2))
	}
	return town
}

const victimStandard = `id: victim
title: {zh: 试, en: victim}
profiles: {walk: {speed_mps: 1}}
aspects:
- id: a
  title: {zh: 方面, en: aspect}
  indicators:
  - id: i
    title: {zh: 指标, en: indicator}
    criteria:
    - {id: near, title: {zh: 近, en: near}, category: shop, measure: nearest, limit: {metres: 400}}
    - {id: two, title: {zh: 二, en: two}, category: shop, measure: count, threshold: 2, limit: {minutes: 10}}
    - {id: lines, title: {zh: 线, en: lines}, category: bus_stop, measure: distinct, key: line, threshold: 2, limit: {metres: 900}}
    - {id: any, title: {zh: 任, en: any}, category: bus_stop, measure: distinct, key: line, threshold: 2, limit: {metres: 500}, scope: any}
    - {id: straight, title: {zh: 直, en: straight}, category: [shop, bus_stop], measure: count, threshold: 3, limit: {metres: 500, mode: straight}}
`

// verbs are what is done, and killed.
func (v *victim) verbs(workspace string) [2][]string {
	return [2][]string{
		{"-w", workspace, "--json", "import", "residents", v.residents, "--weight", "residents"},
		{"-w", workspace, "--json", "compute", "--standard", v.standard, "--as-of", "2026-03-01", "--stage-every", "1ns", "--workers", "1"},
	}
}

// told is a line of progress.
type told struct {
	Stage       string
	Done, Total int64
	Stages      []struct {
		Stage   string
		Seconds float64
	}
}

// run runs a verb and kills it so long after a stage was told ("" is its start); with no stage at all it is left to end. It gives the lines of progress.
func (v *victim) run(t *testing.T, args []string, killed bool, stage string, after time.Duration) []told {
	t.Helper()
	c := exec.Command(v.program, args...)
	c.Stdout = io.Discard
	pipe, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var timer *time.Timer
	kill := func() { timer = time.AfterFunc(after, func() { _ = c.Process.Kill() }) }
	if killed && stage == "" {
		kill()
	}
	var out []told
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		var line told
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			continue
		}
		if out = append(out, line); killed && timer == nil && line.Stage == stage {
			kill()
		}
	}
	if timer != nil {
		timer.Stop()
	}
	if err := c.Wait(); err != nil && !killed && c.ProcessState.ExitCode() != exitIssues {
		t.Fatalf("%v: %v", args, err)
	}
	return out
}

// seconds is how long a stage took, or all of them.
func seconds(lines []told, stage string) time.Duration {
	sum := 0.0
	for _, l := range lines {
		for _, s := range l.Stages {
			if stage == "" || s.Stage == stage {
				sum += s.Seconds
			}
		}
	}
	return time.Duration(sum * float64(time.Second))
}

// outcome is the latest run of the workspace, apart from its number and those of the versions of layers. The workspace must be sound.
func (v *victim) outcome(t *testing.T, workspace string) []byte {
	t.Helper()
	w := v.open(t, workspace)
	defer w.Close()
	r, err := w.RunResult(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	r.Run.Number = 0
	for i := range r.Run.Layers {
		r.Run.Layers[i].Version = 0
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	if err := enc.Encode(r.Run); err != nil {
		t.Fatal(err)
	}
	for i := range r.Results {
		if err := enc.Encode(r.Results[i]); err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Results[i].Pieces {
			fmt.Fprintln(&b, p.Shape)
		}
	}
	return b.Bytes()
}

func (v *victim) open(t *testing.T, workspace string) *gpkg.Workspace {
	t.Helper()
	w, err := gpkg.Open(workspace, gpkg.Write)
	if err != nil {
		t.Fatalf("after the kill: %v", err)
	}
	if found, err := w.Check(t.Context()); err != nil || len(found) > 0 {
		t.Fatalf("check: %v %v", found, err)
	}
	return w
}

// fresh is a workspace before the import.
func (v *victim) fresh(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(v.dir, name+".gpkg")
	if err := os.WriteFile(path, v.base, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// moment is where a kill falls.
func (v *victim) moment(t *testing.T, r *rand.Rand, workspace string, n int) (inside bool) {
	t.Helper()
	part := func(d time.Duration) time.Duration { return time.Duration(r.Float64() * float64(d)) }
	verbs := v.verbs(workspace)
	if n%4 == 0 {
		v.run(t, verbs[0], true, "", part(v.importing+50*time.Millisecond))
		return false
	}
	v.run(t, verbs[0], false, "", 0)
	if n%4 == 1 {
		v.run(t, verbs[1], true, "judge communities", part(v.judge))
		return false
	}
	lines := v.run(t, verbs[1], true, stagePublish, part(v.publish))
	begun, ended := false, false
	for _, l := range lines {
		begun = begun || l.Stage == stagePublish && l.Done == 0
		ended = ended || l.Stage == stagePublish && l.Done == l.Total
	}
	return begun && !ended
}

// Killed at any moment of an import, a computation or a publication, the workspace opens, is sound, and the run that is resumed equals one that nobody killed. At least a fifth
// of the kills fall inside a publication: it was told that it began, and not that it ended.
func TestKilledRuns(t *testing.T) {
	kills := 20
	if n, err := strconv.Atoi(os.Getenv(killsEnv)); err == nil {
		kills = n
	} else if testing.Short() {
		kills = 8
	}
	v := newVictim(t)
	workspace := v.fresh(t, "whole")
	verbs := v.verbs(workspace)
	began := time.Now()
	v.run(t, verbs[0], false, "", 0)
	v.importing = time.Since(began)
	lines := v.run(t, verbs[1], false, "", 0)
	v.judge, v.publish = seconds(lines, "judge communities"), seconds(lines, stagePublish)
	v.want = v.outcome(t, workspace)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d; import %v, judge %v, publish %v", seed, v.importing, v.judge, v.publish)
	r := rand.New(rand.NewPCG(seed, 0))
	inside, resumed := 0, 0
	// On a busy machine a publication is over before it is killed, or not begun: then it is tried again, up to four times as often.
	n := 0
	for ; n < kills || n < 4*kills && (inside*5 < n || resumed == 0); n++ {
		workspace := v.fresh(t, fmt.Sprint(n))
		if v.moment(t, r, workspace, n) {
			inside++
		}
		w := v.open(t, workspace)
		staged, err := w.Staged(t.Context(), "victim")
		if err != nil {
			t.Fatal(err)
		}
		if len(staged) > 0 {
			resumed++
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		verbs := v.verbs(workspace)
		layers := circle(t, workspace, "layers", "--json")
		if !bytes.Contains(layers, []byte(`"residents"`)) { // else the import was whole
			v.run(t, verbs[0], false, "", 0)
		}
		v.run(t, verbs[1], false, "", 0)
		if got := v.outcome(t, workspace); !bytes.Equal(got, v.want) {
			t.Fatalf("kill %d: the run resumed has other %d bytes than the %d of one that nobody killed", n, len(got), len(v.want))
		}
		if err := os.Remove(workspace); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d of them inside a publication; %d runs took finished pairs over", n, inside, resumed)
	if inside*5 < n || resumed == 0 {
		t.Errorf("of %d kills %d fell inside a publication and %d left finished pairs: too few", n, inside, resumed)
	}
}

// While one writes, the second writer is told who within a second, and readers read.
func TestTwoWriters(t *testing.T) {
	v := newVictim(t)
	workspace := v.fresh(t, "two")
	v.run(t, v.verbs(workspace)[0], false, "", 0)
	v.run(t, v.verbs(workspace)[1], false, "", 0)
	w, err := gpkg.Open(workspace, gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	began := time.Now()
	c := exec.Command(v.program, "-w", workspace, "compute", "--standard", v.standard)
	said, err := c.CombinedOutput()
	if took := time.Since(began); took > time.Second {
		t.Errorf("the second writer was told after %v", took)
	}
	if err == nil || c.ProcessState.ExitCode() != exitLocked || !strings.Contains(string(said), fmt.Sprintf("pid %d on ", os.Getpid())) {
		t.Errorf("%v, %q: want exit code %d and who holds it", err, said, exitLocked)
	}
	im := &data.Import{Layer: data.Layer{Name: "more", Kind: data.KindFacilities}, Facilities: []indicators.Facility{{ID: "m", Category: "shop", At: geo.E7{Lon: 1070000000, Lat: 345000000}}}}
	for range 3 {
		if _, err := w.PutLayer(t.Context(), im); err != nil {
			t.Fatal(err)
		}
		if runs, err := exec.Command(v.program, "-w", workspace, "runs", "--json").Output(); err != nil || !json.Valid(runs) {
			t.Errorf("a reader beside the writer: %v, %.200s", err, runs)
		}
	}
}
