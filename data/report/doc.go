// Package report gives you a run as people read it: one self-contained HTML page with maps as SVG, tables, what changed, the worklist, method, assumptions,
// sources and licences, which prints well; a page about one community; and a workbook with a sheet per level. In Chinese or English.
package report
