package gpkg

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"zombiezen.com/go/sqlite"

	"circle15/indicators"
)

// encodeResult is a result as bytes: its record as JSON, then the shapes of its pieces.
func encodeResult(res *indicators.Result) ([]byte, error) {
	record, err := json.Marshal(res)
	if err != nil {
		return nil, fmt.Errorf("result of community %s, criterion %s: %w", res.Community, res.Criterion, err)
	}
	w := newWriter()
	w.bytes(record)
	for i := range res.Pieces {
		w.area(res.Pieces[i].Shape)
	}
	return w.b, nil
}

func decodeResult(b []byte) (indicators.Result, error) {
	var res indicators.Result
	r := newReader(b)
	record := r.bytes()
	if r.bad {
		return res, r.end("result")
	}
	if err := json.Unmarshal(record, &res); err != nil {
		return res, fmt.Errorf("%w: result: %w", errDamaged, err)
	}
	for i := range res.Pieces {
		res.Pieces[i].Shape = r.area()
	}
	return res, r.end("shapes of a result")
}

// pair is one community under one criterion.
type pair struct{ community, criterion string }

// stored is a row of c15_results.
type stored struct {
	id   int64
	hash []byte
}

// putResults stores the results of run number. Those that are as in prev, the run of the standard before it, hold
// for one run more; the others are new.
func (w *Workspace) putResults(c *sqlite.Conn, standard string, prev, number int, results []indicators.Result) error {
	before := map[pair]stored{}
	if err := each(c, func(s *sqlite.Stmt) error {
		before[pair{s.ColumnText(1), s.ColumnText(2)}] = stored{s.ColumnInt64(0), columnBytes(s, 3)}
		return nil
	}, "SELECT id, community, criterion, hash FROM c15_results WHERE standard = ? AND last_run = ?", standard, prev); err != nil {
		return err
	}
	type row struct{ hash, packed []byte } // packed is nil when it is as before
	return inOrder(len(results), func(i int) (row, error) {
		res := &results[i]
		b, err := encodeResult(res)
		if err != nil {
			return row{}, err
		}
		sum := sha256.Sum256(b)
		if bytes.Equal(before[pair{res.Community, res.Criterion}].hash, sum[:]) {
			return row{hash: sum[:]}, nil
		}
		packed, err := w.pack(b)
		return row{sum[:], packed}, err
	}, func(i int, r row) error {
		res := &results[i]
		if r.packed == nil {
			return execute(c, "UPDATE c15_results SET last_run = ? WHERE id = ?", number, before[pair{res.Community, res.Criterion}].id)
		}
		return execute(c, "INSERT INTO c15_results (standard, community, criterion, first_run, last_run, hash, packed) VALUES (?, ?, ?, ?, ?, ?, ?)",
			standard, res.Community, res.Criterion, number, number, r.hash, r.packed)
	})
}

// getResults are the results that hold in a run, by community, then in the order of the standard.
func (w *Workspace) getResults(c *sqlite.Conn, std *indicators.Standard, number int) ([]indicators.Result, error) {
	var out []indicators.Result
	if err := each(c, func(s *sqlite.Stmt) error {
		b, err := w.unpack(columnBytes(s, 1), columnBytes(s, 0))
		if err != nil {
			return err
		}
		res, err := decodeResult(b)
		out = append(out, res)
		return err
	}, "SELECT hash, packed FROM c15_results WHERE standard = ?1 AND last_run >= ?2 AND first_run <= ?2", std.ID, number); err != nil {
		return nil, err
	}
	order := map[string]int{}
	for i, k := range std.Criteria() {
		order[k.ID] = i
	}
	slices.SortFunc(out, func(a, b indicators.Result) int {
		return cmp.Or(strings.Compare(a.Community, b.Community), cmp.Compare(order[a.Criterion], order[b.Criterion]))
	})
	return out, nil
}
