package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"circle15/data/gpkg"
)

// app is what all verbs share: where they write and the flags that stand before every verb.
type app struct {
	out       *bufio.Writer
	err       io.Writer
	getenv    func(string) string
	workspace string
	given     []string // workspaces by -w
	json      bool
	lang      string
	by        string // who does it, for logs and the worklist
	over      overBefore
	issues    bool // the work is done, and something in it should be looked at
}

// defaultWorkspace is the workspace unless the flag or the environment names another.
const defaultWorkspace = "circle15.gpkg"

// run executes the command line and returns the exit code.
func run(ctx context.Context, args []string, out, errOut io.Writer, getenv func(string) string) int {
	buffered := bufio.NewWriter(out)
	a := &app{out: buffered, err: errOut, getenv: getenv}
	root := a.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if e := buffered.Flush(); err == nil && e != nil {
		err = fmt.Errorf("write the result: %w", e)
	}
	return a.finish(ctx, err)
}

func (a *app) root() *cobra.Command {
	root := group("circle15", "which residents reach daily services within 15 minutes on foot, and where they do not (15分钟便民服务区)")
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err.Error()} })
	root.CompletionOptions.DisableDefaultCmd = true
	f := root.PersistentFlags()
	workspace := a.getenv("CIRCLE15_WORKSPACE")
	if workspace == "" {
		workspace = defaultWorkspace
	}
	a.workspace, a.given = workspace, nil
	f.VarP(workspaceFlag{a}, "workspace", "w", "workspace file (env CIRCLE15_WORKSPACE)")
	f.BoolVar(&a.json, "json", false, "results as JSON")
	f.StringVar(&a.by, "by", "", "who does this, kept in the logs (env CIRCLE15_BY, else the user of the system)")
	f.StringVar(&a.lang, "lang", langOf(a.getenv), "language of results and messages: zh, en")
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		if a.lang != "zh" && a.lang != "en" {
			return &usageError{fmt.Sprintf("--lang %q: known are zh, en", a.lang)}
		}
		return a.oneWorkspace(c.Name())
	}
	root.AddCommand(a.importCommand(), a.layersCommand(), a.computeCommand(), a.runsCommand(), a.diffCommand(), a.undoCommand(), a.worklistCommand(), a.targetsCommand(), a.coloursCommand(), a.exportCommand(), a.explainCommand(), a.reachCommand(),
		a.serveCommand(), a.keyCommand(), a.standardCommand(), a.checkCommand(), a.demoCommand(), a.versionCommand())
	return root
}

// group is a command that only has other commands below it.
func group(use, short string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return &usageError{fmt.Sprintf("unknown command %q; %s --help lists what there is", c.CommandPath()+" "+args[0], c.CommandPath())}
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
}

// exactly is for a verb that takes the arguments of that form: "FILE", "LON LAT", "".
func exactly(n int, form string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return &usageError{fmt.Sprintf("%d arguments given; it is: %s %s", len(args), c.CommandPath(), form)}
	}
}

// open opens the workspace, with its notes told.
func (a *app) open(mode gpkg.Mode) (*gpkg.Workspace, error) {
	w, err := gpkg.Open(a.workspace, mode)
	if err != nil {
		return nil, err
	}
	for _, n := range w.Notes() {
		a.message("%s", n)
	}
	return w, nil
}

// with opens the workspace, does f and closes it.
func (a *app) with(mode gpkg.Mode, f func(w *gpkg.Workspace) error) error {
	w, err := a.open(mode)
	if err != nil {
		return err
	}
	return errors.Join(f(w), w.Close())
}

// printJSON writes a result as indented JSON.
func (a *app) printJSON(v any) error {
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	return nil
}

// message writes a line for people to stderr.
func (a *app) message(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}
