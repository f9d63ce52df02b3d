package main

import (
	"slices"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// fillin fills cells of a workbook, as an office does: the row is found by its first cell, the columns by their headers.
func fillin(ts *testscript.TestScript, _ bool, args []string) {
	path, sheet, id := ts.MkAbs(args[0]), args[1], args[2]
	f, err := excelize.OpenFile(path)
	ts.Check(err)
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	row := slices.IndexFunc(rows, func(cells []string) bool { return len(cells) > 0 && cells[0] == id })
	if row < 0 {
		ts.Fatalf("no row %s in %v", id, rows)
	}
	for i := 3; i+1 < len(args); i += 2 {
		col := slices.Index(rows[0], args[i])
		if col < 0 {
			ts.Fatalf("no column %s in %v", args[i], rows[0])
		}
		cell, err := excelize.CoordinatesToCellName(col+1, row+1)
		ts.Check(err)
		ts.Check(f.SetCellStr(sheet, cell, args[i+1]))
	}
	ts.Check(f.Save())
	ts.Check(f.Close())
}
