package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"circle15/data"
	"circle15/data/batch"
	"circle15/data/gpkg"
	"circle15/data/gtfs"
	"circle15/data/intake"
	"circle15/indicators"
	"circle15/indicators/lookback"
	"circle15/indicators/worklist"
	"circle15/server"
)

// writer lets the server write to a workspace, one at a time, by what the verbs do.
type writer struct{ app *app }

// Open takes the lock of the workspace.
func (w writer) Open(_ context.Context, by string) (server.Desk, error) {
	// What verbs print is told otherwise here: by the job.
	a := &app{out: bufio.NewWriter(io.Discard), err: io.Discard, getenv: w.app.getenv, workspace: w.app.workspace, lang: w.app.lang, by: by}
	ws, err := gpkg.Open(a.workspace, gpkg.Write)
	if err != nil {
		return nil, err
	}
	return &desk{a, ws}, nil
}

// desk is a workspace that is open for writing.
type desk struct {
	app *app
	w   *gpkg.Workspace
}

// Close gives the lock back.
func (d *desk) Close() error { return d.w.Close() }

// Import brings a file in as the verbs of circle15 import do.
func (d *desk) Import(ctx context.Context, up server.Upload, tell data.Progress) (*server.Imported, error) {
	im, err := d.read(ctx, up, tell)
	if err != nil {
		return nil, refused(err)
	}
	d.app.over = overBefore{add: up.Append}
	layer, changes, err := d.app.put(ctx, d.w, im)
	if err != nil {
		return nil, err
	}
	return &server.Imported{Layer: layer, Findings: append([]data.Finding{}, im.Findings...), Changes: append([]lookback.Change{}, changes...)}, nil
}

// refused makes an error that is for people of what is wrong with options.
func refused(err error) error {
	var option *intake.OptionError
	var usage *usageError
	if errors.As(err, &option) || errors.As(err, &usage) || errors.Is(err, data.ErrNotFound) || errors.Is(err, batch.ErrNothingToJudge) {
		return &server.ChangeError{What: err.Error()}
	}
	return err
}

// read reads the file by the reader of its kind.
func (d *desk) read(ctx context.Context, up server.Upload, tell data.Progress) (*data.Import, error) {
	o := up.Options
	l := labels{as: o["as"], complete: o["complete"], date: o["date"], licence: o["licence"], attribution: o["attribution"], restricted: o["restricted"] == "true"}
	if err := l.check(); err != nil {
		return nil, err
	}
	c := columns{labels: l, id: o["id"], name: o["name"], datum: o["datum"], encoding: cmp.Or(o["encoding"], "auto"), table: o["table"], fields: up.Fields}
	opt := c.options(tell, nil)
	switch up.Kind {
	case "communities":
		opt.District = o["district"]
		return intake.Communities(ctx, up.Path, opt)
	case "residents":
		opt.Weight = o["weight"]
		return intake.Residents(ctx, up.Path, opt)
	case "layer":
		opt.Category, opt.CategoryFrom = o["category"], o["category_from"]
		if opt.Category == intake.StreetEditCategory {
			return intake.StreetEdits(ctx, up.Path, opt)
		}
		return intake.Facilities(ctx, up.Path, opt)
	case "table":
		if err := checkKnown(ctx, d.w, o["standard"]); err != nil {
			return nil, err
		}
		t, err := d.app.tableOptions(ctx, &tableOptions{labels: l, key: o["key"], encoding: opt.Encoding, standard: o["standard"], fields: up.Fields})
		if err != nil {
			return nil, err
		}
		t.Progress = tell
		return intake.Table(ctx, up.Path, t)
	case "gtfs":
		im, err := gtfs.Read(ctx, up.Path, gtfs.Options{As: l.as, Completeness: data.Completeness(l.complete), Date: l.date, Licence: l.licence, Attribution: l.attribution, Progress: tell})
		if err == nil {
			im.Layer.Restricted = im.Layer.Restricted || l.restricted
		}
		return im, err
	}
	return nil, fmt.Errorf("import %q over HTTP: there is no such kind", up.Kind)
}

// Compute judges the city and publishes the run, with all that follows a run.
func (d *desk) Compute(ctx context.Context, order server.ComputeOrder, tell data.Progress) (int, error) {
	if err := checkKnown(ctx, d.w, order.Standard); err != nil {
		return 0, err
	}
	o := computeOptions{standard: order.Standard, asOf: cmp.Or(order.AsOf, time.Now().Format(time.DateOnly)), full: order.Full, stageEvery: stageEvery}
	r, err := d.app.judge(ctx, d.w, o, tell)
	if err != nil {
		return 0, refused(err)
	}
	tell.Tell(stagePublish, 0, 1)
	if r.Run.Number, err = d.w.Publish(ctx, r.RunResult); err != nil {
		return 0, err
	}
	tell.Tell("look back", 0, 0)
	return r.Run.Number, d.app.afterwards(ctx, d.w, r)
}

// checkKnown refuses a standard that neither comes with the program nor was computed before: over HTTP it is a name, never a path on
// this machine. An empty one passes.
func checkKnown(ctx context.Context, w *gpkg.Workspace, id string) error {
	if id == "" || slices.Contains(indicators.EmbeddedIDs(), id) {
		return nil
	}
	runs, err := w.Runs(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(runs, func(r data.Run) bool { return r.Standard.ID == id }) {
		return nil
	}
	return &server.ChangeError{What: fmt.Sprintf("standard %q: known are those that come with the program and those of former runs", id)}
}

// ChangeWork changes an item of the worklist.
func (d *desk) ChangeWork(ctx context.Context, standard, id string, c worklist.Change) (worklist.Item, error) {
	items, err := d.w.Work(ctx, standard)
	if err != nil {
		return worklist.Item{}, err
	}
	for _, i := range items {
		if i.ID != id {
			continue
		}
		events, err := i.Apply(c, now(), d.app.who())
		if err != nil {
			return i, &server.ChangeError{What: err.Error()}
		}
		return i, d.w.PutWork(ctx, []worklist.Item{i}, events)
	}
	return worklist.Item{}, fmt.Errorf("item %q: %w", id, data.ErrNotFound)
}
