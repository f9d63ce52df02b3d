package intake

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"circle15/data"
	"circle15/data/tabular"
	"circle15/data/xlsx"
	"circle15/indicators"
)

// TableOptions say what a table of communities or districts is about. The zero value is usable.
type TableOptions struct {
	Options
	Key string // column of the keys; empty: found by the usual names of ids, then of names, then of districts
	// Specs are what standards ask of the table, the first one first: they name its columns and say what its cells hold.
	Specs []*indicators.TableSpec
	// Communities are those that keys are looked for among. Without any the keys are taken as they are.
	Communities []indicators.Community
}

// Table reads what an office knows of communities or districts beside places: one row per key, or several that add up where a
// standard says so. Keys are ids of communities, or their names where these differ, or names of districts. Cells are brought into one form: numbers
// in plain digits, shares between 0 and 1, yes and no, dates as 2006-01-02. What cannot be is left out with a finding, and so is a row
// whose key nobody knows; columns that identify a person are never taken. The row of explanations under the header of a template is skipped.
func Table(ctx context.Context, path string, opt TableOptions) (*data.Import, error) {
	name := cmp.Or(opt.As, indicators.CommunityTable)
	table, err := readTable(ctx, path, name, opt.Options)
	if err != nil {
		return nil, err
	}
	in := &tableIntake{intake: intake{columns: columns{table: table, file: path, opt: &opt.Options}, ids: map[string]map[string]int32{}}, options: &opt, spec: specOf(name, opt.Specs)}
	if in.layer, err = opt.layer(data.KindTable, name, table); err != nil {
		return nil, err
	}
	in.layer.Restricted = in.layer.Restricted || in.spec.Restricted
	in.tell()
	if opt.Look != nil {
		opt.Look.open(table)
	}
	if err := in.mapped(); err != nil {
		return nil, err
	}
	if err := in.keyColumn(); err != nil {
		return nil, err
	}
	in.chooseColumns()
	out := &indicators.Table{Name: name, Layer: name}
	for _, c := range in.chosen {
		out.Columns = append(out.Columns, c.name)
	}
	for i := range table.Records {
		if row, ok := in.row(&table.Records[i]); ok {
			out.Rows = append(out.Rows, row)
		}
	}
	imp, err := in.finish(len(out.Rows), "rows of communities or districts")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(out.Rows, func(a, b indicators.TableRow) int { return cmp.Compare(a.Key, b.Key) })
	imp.Table = out
	return imp, nil
}

func readTable(ctx context.Context, path, name string, opt Options) (*data.Table, error) {
	switch ending := strings.ToLower(filepath.Ext(path)); ending {
	case ".csv", ".tsv", ".txt":
		return tabular.Read(ctx, path, tabular.Options{Encoding: opt.Encoding, NoPositions: true, Progress: opt.Progress})
	case ".xlsx":
		return xlsx.Read(ctx, path, name, opt.Progress)
	default:
		return nil, &data.FileError{File: path, What: fmt.Sprintf("files that end in %q are not read as tables", ending), Advice: "save it as .xlsx or .csv"}
	}
}

// specOf puts what several standards ask of one table together: a column is as the first of them describes it.
func specOf(name string, specs []*indicators.TableSpec) *indicators.TableSpec {
	out := &indicators.TableSpec{ID: name, Many: name != indicators.CommunityTable}
	for i, s := range specs {
		if i == 0 {
			out.Key, out.Many, out.Date = s.Key, s.Many, s.Date
		}
		out.Restricted = out.Restricted || s.Restricted
		for _, c := range s.Columns {
			if out.Column(c.Name) == nil {
				out.Columns = append(out.Columns, c)
			}
		}
	}
	return out
}

// tableIntake is one table on its way to a layer.
type tableIntake struct {
	intake
	options *TableOptions
	spec    *indicators.TableSpec
	key     string // column
	chosen  []chosenColumn
	keys    keys
}

// chosenColumn is a column that is taken, under the name that criteria ask for it.
type chosenColumn struct {
	from, name string
	spec       indicators.ColumnSpec
}

// keyNames are the fields whose usual headers stand for keys, in the order in which they are tried.
var keyNames = []string{"id", "name", "district"}

func (in *tableIntake) keyColumn() (err error) {
	in.keys = newKeys(in.options.Communities)
	fields := keyNames
	if in.spec.Key == indicators.AtDistrict {
		fields = []string{"district", "name", "id"}
	}
	for _, f := range fields {
		if in.key, err = in.find(f, in.options.Key); err != nil || in.key != "" {
			return err
		}
	}
	return &data.FileError{File: in.file, What: fmt.Sprintf("no column names the communities or districts; there are %s", tabular.ListColumns(in.table.Columns)),
		Advice: "name it: --key COLUMN"}
}

// personal are parts of headers of columns that identify a person.
var personal = []string{"身份证", "手机", "电话", "联系人", "姓名", "phone", "mobile", "id card", "full name"}

// chooseColumns names the columns that are taken: by Options.Map, by what a standard calls them, else as they are.
func (in *tableIntake) chooseColumns() {
	mapped := map[string]string{}
	for field, column := range in.opt.Map {
		mapped[column] = field
	}
	used := map[string]bool{}
	for _, column := range in.table.Columns {
		if column == "" || column == in.key {
			continue
		}
		if in.called(column) == "" && slices.ContainsFunc(personal, func(p string) bool { return strings.Contains(strings.ToLower(column), p) }) {
			in.finds.Add(data.Finding{Severity: data.Note, Code: "column_personal", Field: column, Message: "the column may identify persons: it was left out", Advice: "take it out of the file"})
			continue
		}
		c := chosenColumn{from: column, name: cmp.Or(mapped[column], in.called(column), column)}
		if used[c.name] {
			in.finds.Add(data.Finding{Severity: data.Warning, Code: "column_twice", Field: column, Message: fmt.Sprintf("another column is %s already: it was left out", c.name)})
			continue
		}
		used[c.name] = true
		if spec := in.spec.Column(c.name); spec != nil {
			c.spec = *spec
		} else if len(in.spec.Columns) > 0 && !in.ofKey(column) {
			in.finds.Add(data.Finding{Severity: data.Note, Code: "column_unknown", Field: column, Message: "no standard asks for this column: it was taken as it is",
				Advice: "known are " + strings.Join(in.wanted(), ", ")})
		}
		in.chosen = append(in.chosen, c)
		in.opt.Look.field(column, c.name)
	}
	var missing []string
	for _, w := range in.wanted() {
		if !used[w] {
			missing = append(missing, w)
		}
	}
	if len(missing) > 0 {
		in.finds.Add(data.Finding{Severity: data.Note, Code: "column_missing", Field: strings.Join(missing, ", "), Message: "columns that a standard asks for are not there: what they would say is unknown",
			Advice: "circle15 standard template writes a table with all of them"})
	}
}

// called is what a standard calls a column that has this header: its name or its title in either language, a unit in brackets or a star
// after it aside. Empty for none.
func (in *tableIntake) called(header string) string {
	h := headerWords(header)
	for i := range in.spec.Columns {
		c := &in.spec.Columns[i]
		for _, name := range []string{c.Name, c.Title.Zh, c.Title.En} {
			if name != "" && headerWords(name) == h {
				return c.Name
			}
		}
	}
	return ""
}

// ofKey says whether a column is one of the usual ones beside the key: the name beside the id, the district.
func (in *tableIntake) ofKey(column string) bool {
	for _, f := range keyNames {
		if slices.ContainsFunc(usual[f], func(u string) bool { return strings.EqualFold(u, column) }) {
			return true
		}
	}
	return false
}

func (in *tableIntake) wanted() []string {
	var out []string
	for _, c := range in.spec.Columns {
		out = append(out, c.Name)
	}
	return out
}

// row is one record under its key; false when it is dropped or an explanation.
func (in *tableIntake) row(r *data.Record) (indicators.TableRow, bool) {
	written := r.Fields[in.key]
	if explains(written) {
		return indicators.TableRow{}, false
	}
	if written == "" {
		in.drop(r, "", "key_missing", in.key, "the row has no key", "fill in the id of the community")
		return indicators.TableRow{}, false
	}
	key, fault := in.keys.find(written, in.spec.Key)
	if fault != nil {
		in.drop(r, written, fault.code, in.key, fault.message, fault.advice)
		return indicators.TableRow{}, false
	}
	if !in.spec.Many && !in.first(r, "", key) {
		return indicators.TableRow{}, false
	}
	row := indicators.TableRow{Key: key, Values: make([]string, len(in.chosen))}
	for i := range in.chosen {
		row.Values[i] = in.cell(r, &in.chosen[i])
	}
	return row, true
}

// explains says whether a row is the explanation under the header of a template: its first cell says so.
func explains(key string) bool {
	key = strings.ToLower(strings.TrimSpace(key))
	for _, p := range []string{"#", "说明", "填写说明", "explanation", "notes:"} {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}
