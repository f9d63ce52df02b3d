package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"circle15/data/gpkg"
	"circle15/indicators"
)

func (a *app) standardDiffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff A B",
		Short: "what standard B has otherwise than A, by criterion and word; both are names or files",
		Example: `  circle15 standard diff baoji-convenience-2023 our-city.yaml
  circle15 standard diff last-year.yaml our-city.yaml --json`,
		Args: exactly(2, "A B"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withOrWithout(func(w *gpkg.Workspace) error {
				was, _, err := findStandard(c.Context(), w, args[0])
				if err != nil {
					return err
				}
				is, _, err := findStandard(c.Context(), w, args[1])
				if err != nil {
					return err
				}
				return a.printStandardDiff(was, is)
			})
		},
	}
}

func (a *app) printStandardDiff(was, is *indicators.Standard) error {
	changes := indicators.DiffStandards(was, is)
	if a.json {
		return a.printJSON(struct {
			From    string                      `json:"from"`
			To      string                      `json:"to"`
			Changes []indicators.StandardChange `json:"changes"`
		}{was.ID, is.ID, append([]indicators.StandardChange{}, changes...)})
	}
	if len(changes) == 0 {
		fmt.Fprintln(a.out, a.word(wordSameStandard, was.ID, is.ID))
	}
	for _, c := range changes {
		fmt.Fprintln(a.out, a.changeLine(&c))
	}
	return nil
}

// changeLine is one change in a line: "supermarket: limit 15 min → 10 min; now binding". What only describes a criterion is named, and
// told when nothing else changed.
func (a *app) changeLine(c *indicators.StandardChange) string {
	name := c.ID
	switch c.Kind {
	case "criterion":
	case "not_measured":
		name = a.word(wordUnmeasured)
		if c.Change != "changed" {
			name += " “" + c.ID + "”"
		}
	default:
		name = a.word(map[string]wordID{"indicator": wordIndicator, "profile": wordProfileKind, "target": wordTargetKind, "table": wordTableKind}[c.Kind]) + " " + c.ID
	}
	switch c.Change {
	case "added":
		return name + a.word(wordColon) + a.word(wordAdded, a.text(c.Title))
	case "removed":
		return name + a.word(wordColon) + a.word(wordRemoved, a.text(c.Title))
	}
	var told, named []string
	for _, f := range c.Fields {
		if f.Describes {
			named = append(named, f.Field)
		} else {
			told = append(told, a.text(f.Phrase))
		}
	}
	if len(told) == 0 {
		for _, f := range c.Fields {
			told = append(told, a.text(f.Phrase))
		}
	} else if len(named) > 0 {
		told = append(told, a.word(wordAlsoChanged, strings.Join(named, ", ")))
	}
	return name + a.word(wordColon) + strings.Join(told, a.word(wordSemicolon))
}
