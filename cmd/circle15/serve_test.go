package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"circle15/data/gpkg"
	"circle15/server/jobs"
	"circle15/server/keys"
)

// demoCity is the demo city with its files, judged by a standard with a restricted criterion beside its own.
func demoCity(t *testing.T, dir string) (workspace, files string) {
	t.Helper()
	workspace, files = filepath.Join(dir, "demo.gpkg"), filepath.Join(dir, "city")
	none := func(string) string { return "" }
	for _, args := range [][]string{{"demo", "--files", files, "--no-serve"}, {"compute", "--standard", "baoji-safe-2023"}} {
		var said bytes.Buffer
		if code := run(t.Context(), append([]string{"-w", workspace}, args...), io.Discard, &said, none); code != 0 && code != exitIssues {
			t.Fatalf("%v: exit code %d: %s", args, code, said.String())
		}
	}
	return workspace, files
}

// The demo city over HTTP, as anybody sees it and as those with keys change it.
func TestServiceOfTheDemoCity(t *testing.T) {
	workspace, files := demoCity(t, t.TempDir())
	t.Run("cameras are not open", func(t *testing.T) { camerasAreNotOpen(t, workspace, files) })
	t.Run("changes", func(t *testing.T) { changesOverHTTP(t, workspace, files) })
}

// serving runs serve until the test ends, and gives its address.
func serving(t *testing.T, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	said, errOut := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, append(args, "serve", "--listen", "127.0.0.1:0"), io.Discard, errOut, func(string) string { return "" })
		errOut.Close()
	}()
	t.Cleanup(func() {
		cancel()
		if got := <-code; got != 0 {
			t.Errorf("serve: exit code %d", got)
		}
	})
	buf := make([]byte, 400)
	n, err := said.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	at := regexp.MustCompile(`https?://[0-9.:]+`).FindString(string(buf[:n]))
	if at == "" {
		t.Fatalf("no address in %q", buf[:n])
	}
	return at
}

// asked is the answer to a request, with a key if there is one.
func asked(t *testing.T, method, address, key string, body []byte) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	b, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.StatusCode, string(b)
}

// finished is the job that an answer tells of, at its end.
func finished(t *testing.T, at, key string, status int, body string) jobs.Job {
	t.Helper()
	var j jobs.Job
	if status != http.StatusAccepted || json.Unmarshal([]byte(body), &j) != nil {
		t.Fatalf("status %d: %s", status, body)
	}
	// The events end with the job.
	_, events := asked(t, "GET", fmt.Sprintf("%s/api/v1/jobs/%d/events", at, j.ID), key, nil)
	_, last, _ := strings.Cut(events[strings.LastIndex(events, "event: end"):], "data: ")
	if err := json.Unmarshal([]byte(strings.TrimSpace(last)), &j); err != nil {
		t.Fatalf("%v in %s", err, events)
	}
	return j
}

// A file is uploaded, a run computed from it, an item of the worklist changed, all over HTTP; the workspace is locked meanwhile as the command
// line locks it, and what is written stands in it.
func changesOverHTTP(t *testing.T, workspace, files string) {
	at := serving(t, "-w", workspace)
	key, _, err := keys.Beside(workspace).Add("李工", []keys.Role{keys.Edit, keys.Compute}, now())
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(files, "breakfast.csv"))
	if err != nil {
		t.Fatal(err)
	}
	upload := at + "/api/v1/layers/layer?category=breakfast&file=" + url.QueryEscape("早餐.csv")
	lines := bytes.SplitAfter(file, []byte("\n"))
	status, body := asked(t, "POST", upload, key, bytes.Join(lines[:len(lines)-2], nil)) // without the last
	j := finished(t, at, key, status, body)
	if text := fmt.Sprint(j.Gives); j.State != jobs.Done || !strings.Contains(text, "早餐.csv") || !strings.Contains(text, "version:2") {
		t.Errorf("%+v", j)
	}
	status, body = asked(t, "POST", upload, key, []byte("nothing\nof use\n"))
	if j = finished(t, at, key, status, body); j.State != jobs.Failed || !strings.HasPrefix(j.Error, "早餐.csv") || strings.Contains(j.Error, os.TempDir()) {
		t.Errorf("a file that is none: %+v", j)
	}
	status, body = asked(t, "POST", at+"/api/v1/jobs", key, []byte(`{"standard":"/etc/hosts.yaml"}`))
	if j = finished(t, at, key, status, body); j.State != jobs.Failed || !strings.Contains(j.Error, "known are those that come with the program") {
		t.Errorf("a path as a standard: %+v", j)
	}
	status, body = asked(t, "POST", at+"/api/v1/jobs", key, nil)
	if j = finished(t, at, key, status, body); j.State != jobs.Done || fmt.Sprint(j.Gives) != "map[run:3]" {
		t.Errorf("%+v", j)
	}
	var work struct{ Items []struct{ ID string } }
	if _, body = asked(t, "GET", at+"/api/v1/worklist", key, nil); json.Unmarshal([]byte(body), &work) != nil || len(work.Items) == 0 {
		t.Fatalf("the worklist: %.300s", body)
	}
	item := at + "/api/v1/worklist/" + url.PathEscape(work.Items[0].ID)
	if status, body = asked(t, "POST", item, key, []byte(`{"state":"in_hand","office":"交通局"}`)); status != 200 {
		t.Errorf("status %d: %s", status, body)
	}
	if _, body = asked(t, "GET", item, key, nil); !strings.Contains(body, `"by":"李工"`) {
		t.Errorf("the history: %s", body)
	}
	w, err := gpkg.Open(workspace, gpkg.Write)
	if err != nil {
		t.Fatal(err)
	}
	if status, body = asked(t, "POST", item+"?lang=en", key, []byte(`{"note":"x"}`)); status != http.StatusLocked || !strings.Contains(body, fmt.Sprintf("pid %d", os.Getpid())) {
		t.Errorf("while somebody else writes: status %d: %s", status, body)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// No address of the service tells where a camera stands, in any format, without a key.
func camerasAreNotOpen(t *testing.T, workspace, files string) {
	list, err := os.ReadFile(filepath.Join(files, "cameras.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var words []string // ids and names of the first cameras; other things stand where they do
	for _, line := range strings.Split(string(list), "\n")[1:9] {
		cells := strings.Split(line, ",")
		words = append(words, `"`+cells[0]+`"`, cells[1])
	}
	at := serving(t, "-w", workspace)
	paths := openPaths(t, at)
	for _, path := range paths {
		for _, standard := range []string{"qinghe-2026", "baoji-safe-2023"} {
			join := map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]
			status, body := asked(t, "GET", at+path+join+"standard="+standard, "", nil)
			if status >= 500 {
				t.Errorf("%s: status %d", path, status)
			}
			for _, word := range words {
				if strings.Contains(body, word) {
					t.Errorf("%s of %s tells %s", path, standard, word)
				}
			}
		}
	}
	if status, body := asked(t, "GET", at+"/api/v1/reach?facility="+strings.Trim(words[0], `"`), "", nil); status != 400 || strings.Contains(body, words[1]) {
		t.Errorf("from a camera: status %d: %.200s", status, body)
	}
	key, _, err := keys.Beside(workspace).Add("reader", []keys.Role{keys.Read}, now())
	if err != nil {
		t.Fatal(err)
	}
	if _, body := asked(t, "GET", at+"/ogc/collections/facilities_camera/items?f=json&limit=1000", key, nil); !strings.Contains(body, words[0]) || !strings.Contains(body, words[1]) {
		t.Errorf("with a key the cameras are not there: %.300s", body)
	}
}

// openPaths are addresses of all open routes, by the examples of the document, and of all collections.
func openPaths(t *testing.T, at string) (out []string) {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			Security   []any
			Parameters []struct {
				Name, In string
				Example  any
			}
		}
	}
	_, body := asked(t, "GET", at+"/openapi.json", "", nil)
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	for path, methods := range doc.Paths {
		op, ok := methods["get"]
		if !ok || op.Security != nil {
			continue
		}
		q := url.Values{}
		for _, p := range op.Parameters {
			switch {
			case p.In == "path":
				path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(fmt.Sprint(p.Example)))
			case p.Name == "lon" || p.Name == "lat":
				q.Set(p.Name, fmt.Sprint(p.Example))
			}
		}
		out = append(out, path+"?"+q.Encode())
	}
	var list struct{ Collections []struct{ ID string } }
	_, body = asked(t, "GET", at+"/ogc/collections?f=json&standard=baoji-safe-2023", "", nil)
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatal(err)
	}
	for _, c := range list.Collections {
		for _, f := range []string{"json", "csv"} {
			out = append(out, "/ogc/collections/"+c.ID+"/items?limit=1000&f="+f)
		}
	}
	if len(out) < 60 {
		t.Fatalf("only %d addresses", len(out))
	}
	return out
}

// Two workspaces are two cities below the names of their files; other verbs take one.
func TestServeSeveralWorkspaces(t *testing.T) {
	dir := t.TempDir()
	var args []string
	for _, name := range []string{"Baoji.gpkg", "xian.gpkg"} {
		w, err := gpkg.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-w", filepath.Join(dir, name))
	}
	at := serving(t, args...)
	for path, want := range map[string]int{"/": 200, "/baoji/api/v1/runs": 200, "/xian/": 200, "/readyz": 200, "/api/v1/runs": 404} {
		if status, body := asked(t, "GET", at+path, "", nil); status != want {
			t.Errorf("%s: status %d: %.200s", path, status, body)
		}
	}
	if code := run(t.Context(), append(args, "layers"), io.Discard, io.Discard, os.Getenv); code != exitUsage {
		t.Errorf("layers of two workspaces: exit code %d", code)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if code := run(ctx, append(args, "-w", filepath.Join(dir, "xian.gpkg"), "serve", "--listen", "127.0.0.1:0"), io.Discard, io.Discard, os.Getenv); code != exitUsage {
		t.Errorf("one city twice: exit code %d", code)
	}
}

// The verbs about keys: a key is shown once, listed by whose it is, and removed.
func TestKeyVerbs(t *testing.T) {
	workspace := filepath.Join(t.TempDir(), "a.gpkg")
	verb := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		if code := run(t.Context(), append([]string{"-w", workspace, "key"}, args...), &out, io.Discard, os.Getenv); code != want {
			t.Errorf("key %v: exit code %d, want %d", args, code, want)
		}
		return out.String()
	}
	verb(exitNoWorkspace, "add", "x")
	w, err := gpkg.Create(workspace)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	verb(exitUsage, "add", "x", "--role", "admin")
	token := strings.TrimSpace(verb(0, "add", "李工", "--role", "edit,compute"))
	list := verb(0, "list")
	if !strings.Contains(list, "李工") || !strings.Contains(list, "compute,edit") || strings.Contains(list, token) {
		t.Errorf("%q is listed as %s", token, list)
	}
	verb(0, "remove", token[4:12])
	verb(exitError, "remove", token[4:12])
	if list = verb(0, "list", "--json"); strings.TrimSpace(list) != "[]" {
		t.Errorf("left: %s", list)
	}
}
