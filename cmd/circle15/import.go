package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"circle15/data"
	"circle15/data/gpkg"
	"circle15/data/intake"
	"circle15/indicators"
	"circle15/indicators/lookback"
)

// labels are the flags of all imports: what the file does not say of itself.
type labels struct {
	as, complete, date, licence, attribution string
	restricted                               bool
}

func (l *labels) flags(f *pflag.FlagSet) {
	f.StringVar(&l.as, "as", "", "name of the layer (default: its kind or category); importing under a name again replaces the layer")
	f.StringVar(&l.complete, "complete", "", "does it hold all there are? yes, assumed, no (default: yes for own lists, assumed for osm and gtfs)")
	f.StringVar(&l.date, "date", "", "date of the data, YYYY-MM-DD (default: the file's own, if it has one)")
	f.StringVar(&l.licence, "licence", "", "licence of the data")
	f.StringVar(&l.attribution, "attribution", "", "what has to be shown with the data")
	f.BoolVar(&l.restricted, "restricted", false, "what it holds is counted, and shown in no export, map or list of evidence (always so for cameras)")
}

// apply puts the labels that were given on a layer.
func (l *labels) apply(layer *data.Layer) {
	for _, set := range []struct {
		to   *string
		from string
	}{{&layer.Name, l.as}, {&layer.Date, l.date}, {&layer.Licence, l.licence}, {&layer.Attribution, l.attribution}} {
		if set.from != "" {
			*set.to = set.from
		}
	}
	if l.complete != "" {
		layer.Completeness = data.Completeness(l.complete)
	}
	layer.Restricted = layer.Restricted || l.restricted
}

// check refuses values that are not allowed before the file is read.
func (l *labels) check() error {
	switch data.Completeness(l.complete) {
	case "", data.Complete, data.AssumedComplete, data.Incomplete:
	default:
		return &usageError{fmt.Sprintf("--complete %q: known are yes, assumed, no", l.complete)}
	}
	if _, err := time.Parse(time.DateOnly, l.date); l.date != "" && err != nil {
		return &usageError{fmt.Sprintf("--date %q: it is a date like 2026-03-01", l.date)}
	}
	return nil
}

// columns are the flags of imports from tables and GeoJSON.
type columns struct {
	labels
	id, name, datum, encoding, table string
	fields                           map[string]string
}

func (o *columns) flags(f *pflag.FlagSet) {
	o.labels.flags(f)
	f.StringVar(&o.id, "id", "", "column of the ids")
	f.StringVar(&o.name, "name", "", "column of the names")
	f.StringVar(&o.datum, "datum", "", "wgs84, cgcs2000, gcj02, bd09 or EPSG:n: UTM, a zone of CGCS2000, 3857 (default: the file's, else wgs84)")
	f.StringVar(&o.table, "table", "", "sheet of a workbook, or table of a GeoPackage (default: the first, the only one)")
	f.StringVar(&o.encoding, "encoding", "auto", "of a table or .dbf: auto, utf-8, gb18030, gbk, gb2312, utf-16; of a .dbf also big5, shift-jis, windows-1252")
	f.StringToStringVar(&o.fields, "map", nil, "field=column: which column holds lon, lat, lines, opening_hours, …")
}

// options are the flags as data/intake takes them.
func (o *columns) options(p data.Progress, look *intake.Look) intake.Options {
	return intake.Options{
		Look: look,
		ID:   o.id, Name: o.name, Map: o.fields, Datum: o.datum, Encoding: o.encoding, Table: o.table, As: o.as, Complete: o.complete,
		Date: o.date, Licence: o.licence, Attribution: o.attribution, Restricted: o.restricted, Progress: p,
	}
}

func (a *app) importCommand() *cobra.Command {
	c := group("import", "bring a file into the workspace as a layer")
	a.over.flags(c)
	c.AddCommand(a.importOSMCommand(), a.importGTFSCommand(), a.removable(a.importCommunitiesCommand(), "communities"), a.importResidentsCommand(),
		a.removable(a.importLayerCommand(), ""), a.removable(a.importTableCommand(), indicators.CommunityTable), a.importWatchCommand())
	return c
}

// importGCPercent is how much memory may grow over what is in use before it is collected: with 20 a million facilities take 400 MiB and a fifth more time than
// with 100, the default of Go, which takes 520.
const importGCPercent = 20

// importFile reads a file and stores it as a layer. The workspace is made when it is missing; when anything fails, it is as it
// was.
func (a *app) importFile(ctx context.Context, read func(p data.Progress) (*data.Import, error)) error {
	defer debug.SetGCPercent(debug.SetGCPercent(importGCPercent))
	tell, stop := a.progress()
	if a.over.preview {
		a.over.look = &intake.Look{}
	}
	im, err := read(tell)
	stop()
	if err != nil {
		return err
	}
	if a.over.preview {
		return a.printPreview(im)
	}
	layer, changes, err := a.store(ctx, im)
	if err != nil {
		return err
	}
	return a.printImport(layer, im, changes)
}

func (a *app) store(ctx context.Context, im *data.Import) (layer data.Layer, changes []lookback.Change, err error) {
	w, err := a.open(gpkg.Write)
	created := false
	if errors.Is(err, data.ErrNoWorkspace) {
		w, err = gpkg.Create(a.workspace)
		created = err == nil
	}
	if err != nil {
		return layer, nil, err
	}
	layer, changes, err = a.put(ctx, w, im)
	err = errors.Join(err, w.Close())
	if err != nil && created {
		err = errors.Join(err, a.dropFresh())
	}
	return layer, changes, err
}
