// Package xlsx reads tables from workbooks (.xlsx) and writes workbooks for people to fill in.
//
// [Read] gives one sheet as a data.Table. [Write] makes sheets with a header, a row of explanations, drop-downs and ranges.
package xlsx
