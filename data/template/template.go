// Package template gives you the tables that a standard asks for, empty and explained, for offices to fill in and data/intake to read.
package template

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"circle15/data/xlsx"
	"circle15/indicators"
)

// Sheets are the tables of a standard, one sheet each, in the language zh or en. The communities, or their districts, are filled in as
// keys; without any the keys are left to the office.
func Sheets(std *indicators.Standard, communities []indicators.Community, lang string) []xlsx.Sheet {
	var out []xlsx.Sheet
	for i := range std.Tables {
		out = append(out, sheet(&std.Tables[i], communities, lang))
	}
	return out
}

// sheet is one table. Its name is what an import looks for.
func sheet(t *indicators.TableSpec, communities []indicators.Community, lang string) xlsx.Sheet {
	s := xlsx.Sheet{Name: t.ID}
	hint := pick(lang, "说明：本行不导入。", "Explanation: this row is not imported.")
	if t.Many {
		hint += pick(lang, "同一"+keyWord(t.Key).Zh+"可以有几行。", " One "+keyWord(t.Key).En+" may have several rows.")
	}
	if note := pick(lang, t.Note.Zh, t.Note.En); note != "" {
		hint += " " + note
	}
	if t.Key == indicators.AtDistrict {
		s.Columns = append(s.Columns, xlsx.Column{Header: pick(lang, "县区", "district"), Note: hint})
		s.Rows = districts(communities)
	} else {
		name := pick(lang, "社区名称", "name")
		if t.Column(name) != nil { // the name of something else
			name = "社区名称"
		}
		s.Columns = append(s.Columns, xlsx.Column{Header: pick(lang, "社区编号", "id"), Note: hint},
			xlsx.Column{Header: name, Note: pick(lang, "社区的名称，供核对", "of the community, for reference")})
		for _, c := range communities {
			s.Rows = append(s.Rows, []string{c.ID, c.Name})
		}
	}
	for i, header := range headers(t, lang) {
		s.Columns = append(s.Columns, column(&t.Columns[i], header, lang))
	}
	return s
}

func keyWord(l indicators.Level) indicators.Text {
	if l == indicators.AtDistrict {
		return indicators.Text{Zh: "县区", En: "district"}
	}
	return indicators.Text{Zh: "社区", En: "community"}
}

func pick(lang, zh, en string) string {
	if lang == "zh" {
		return zh
	}
	return en
}

// districts are the names of the districts, each once, sorted.
func districts(communities []indicators.Community) [][]string {
	var names []string
	for _, c := range communities {
		if c.District != "" {
			names = append(names, c.District)
		}
	}
	slices.Sort(names)
	var rows [][]string
	for _, n := range slices.Compact(names) {
		rows = append(rows, []string{n})
	}
	return rows
}

var bracketed = regexp.MustCompile(`[（(][^）)]*[）)]`)

// headers are the titles of the columns, with their units; the names of those whose titles an import could not tell apart.
func headers(t *indicators.TableSpec, lang string) []string {
	short := func(c *indicators.ColumnSpec) string {
		return strings.ToLower(strings.Join(strings.Fields(bracketed.ReplaceAllString(pick(lang, c.Title.Zh, c.Title.En), "")), ""))
	}
	count := map[string]int{}
	for i := range t.Columns {
		count[short(&t.Columns[i])]++
	}
	out := make([]string, len(t.Columns))
	for i := range t.Columns {
		c := &t.Columns[i]
		if out[i] = pick(lang, c.Title.Zh, c.Title.En); count[short(c)] > 1 || short(c) == "" {
			out[i] = c.Name
		} else if c.Unit != "" {
			out[i] += pick(lang, "（"+c.Unit+"）", " ("+c.Unit+")")
		}
	}
	return out
}

func column(c *indicators.ColumnSpec, header, lang string) xlsx.Column {
	out := xlsx.Column{Header: header, Least: c.Min, Most: c.Max}
	switch c.Type {
	case indicators.IntegerColumn:
		out.Kind, out.Note = xlsx.Whole, pick(lang, "整数", "whole number")
	case indicators.NumberColumn:
		out.Kind, out.Note = xlsx.Number, pick(lang, "数", "number")
	case indicators.ShareColumn:
		out.Kind, out.Note = xlsx.Percent, pick(lang, "比例，0 到 1，或 85 %", "share, 0 to 1, or 85 %")
	case indicators.DateColumn:
		out.Kind, out.Note = xlsx.Date, pick(lang, "日期，如 2026-03-01", "date, as 2026-03-01")
	case indicators.YesNoColumn:
		out.Kind, out.Values = xlsx.Choice, []string{pick(lang, "是", "yes"), pick(lang, "否", "no")}
		out.Note = strings.Join(out.Values, pick(lang, " 或 ", " or "))
	case indicators.ChoiceColumn:
		out.Kind, out.Values = xlsx.Choice, c.Values
		out.Note = pick(lang, "其中之一：", "one of ") + strings.Join(c.Values, pick(lang, "、", ", "))
	default:
		out.Note = pick(lang, "文字", "text")
	}
	out.Note += bounds(c, lang)
	if note := pick(lang, c.Note.Zh, c.Note.En); note != "" {
		out.Note += pick(lang, "。", ". ") + note
	}
	return out
}

// bounds says what a number may be: ", 0 to 100".
func bounds(c *indicators.ColumnSpec, lang string) string {
	number := func(v *float64) string { return strconv.FormatFloat(*v, 'f', -1, 64) }
	switch {
	case c.Min != nil && c.Max != nil:
		return fmt.Sprintf(pick(lang, "，%s 到 %s", ", %s to %s"), number(c.Min), number(c.Max))
	case c.Min != nil:
		return fmt.Sprintf(pick(lang, "，不小于 %s", ", at least %s"), number(c.Min))
	case c.Max != nil:
		return fmt.Sprintf(pick(lang, "，不大于 %s", ", at most %s"), number(c.Max))
	}
	return ""
}

// WriteCSV writes one sheet as a CSV in UTF-8 with the mark that spreadsheet programs need to see that. Texts that
// begin like a formula get an apostrophe, but for the keys.
func WriteCSV(w io.Writer, s *xlsx.Sheet) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write %s: %w", s.Name, err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	header, notes := []string{}, []string{}
	for _, c := range s.Columns {
		header, notes = append(header, c.Header), append(notes, c.Note)
	}
	rows := [][]string{header, notes}
	for _, r := range s.Rows {
		row := make([]string, len(s.Columns))
		copy(row, r)
		for i := 1; i < len(row); i++ {
			if row[i] != "" && strings.ContainsRune("=+-@", rune(row[i][0])) {
				row[i] = "'" + row[i]
			}
		}
		rows = append(rows, row)
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write %s: %w", s.Name, err)
	}
	return nil
}
