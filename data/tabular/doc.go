// Package tabular gives you records from tables: delimited text (CSV) with a header, as
// spreadsheets and offices write it.
//
// [Read] finds out the encoding (UTF-8, UTF-16, GB18030) and the separator, and finds the columns of
// longitude and latitude by their names, Chinese ones too. [Rows] is the reader of rows below it. A
// row that cannot be read is a finding with its line; the others are taken.
package tabular
