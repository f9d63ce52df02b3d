package main

import (
	"github.com/spf13/cobra"

	"circle15/indicators"
)

func (a *app) standardSchemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "the JSON Schema of a standard's file, for editors (# yaml-language-server: $schema=standard.schema.json on its first line)",
		Example: `  circle15 standard schema
  circle15 standard schema > standard.schema.json`,
		Args: exactly(0, ""),
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(indicators.Schema())
			return err
		},
	}
}
