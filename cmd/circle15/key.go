package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"circle15/data"
	"circle15/indicators"
	"circle15/server/keys"
)

func (a *app) keyCommand() *cobra.Command {
	c := group("key", "keys for what is not open to everybody over HTTP (口令)")
	c.AddCommand(a.keyAddCommand(), a.keyListCommand(), a.keyRemoveCommand())
	return c
}

// book is the keys of the workspace, which has to be there: else a wrong -w would make keys that open nothing.
func (a *app) book() (*keys.Book, error) {
	if _, err := os.Stat(a.workspace); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", a.workspace, data.ErrNoWorkspace)
	}
	return keys.Beside(a.workspace), nil
}

func (a *app) keyAddCommand() *cobra.Command {
	var roles []string
	c := &cobra.Command{
		Use: "add NAME", Short: "make a key; it is shown this once, only its digest is kept",
		Example: "  circle15 key add 李工 --role edit\n  circle15 -w city.gpkg key add nightly --role compute,edit --json",
		Args:    exactly(1, "NAME"),
		RunE: func(_ *cobra.Command, args []string) error {
			list := make([]keys.Role, len(roles))
			for i, r := range roles {
				if list[i] = keys.Role(r); !slices.Contains(keys.Roles, list[i]) {
					return &usageError{fmt.Sprintf("--role %q: known are read, edit, compute", r)}
				}
			}
			b, err := a.book()
			if err != nil {
				return err
			}
			token, k, err := b.Add(args[0], list, now())
			if err != nil {
				return err
			}
			return a.printKey(token, k)
		},
	}
	c.Flags().StringSliceVar(&roles, "role", []string{"read"}, "what it allows: read (worklist, rows of findings, restricted layers), edit (import, worklist), compute; edit and compute may read too")
	return c
}

func (a *app) printKey(token string, k keys.Key) error {
	if a.json {
		return a.printJSON(struct {
			Key   string      `json:"key"`
			ID    string      `json:"id"`
			Name  string      `json:"name"`
			Roles []keys.Role `json:"roles"`
		}{token, k.ID, k.Name, k.Roles})
	}
	fmt.Fprintln(a.out, token)
	a.message("%s", a.in(indicators.Text{Zh: "请保存好：只显示这一次。用法：Authorization: Bearer %s…；撤销：circle15 key remove %s",
		En: "keep it: it is shown this once. Use it as Authorization: Bearer %s…; circle15 key remove %s takes it back"}, token[:13], k.ID))
	return nil
}

func (a *app) keyListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "whose keys there are, and what they allow",
		Example: "  circle15 key list\n  circle15 -w city.gpkg key list --json",
		Args:    exactly(0, ""),
		RunE: func(*cobra.Command, []string) error {
			b, err := a.book()
			if err != nil {
				return err
			}
			list, err := b.List()
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(append([]keys.Key{}, list...))
			}
			t := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
			fmt.Fprintln(t, a.in(indicators.Text{Zh: "编号\t使用者\t权限\t创建时间", En: "ID\tNAME\tROLES\tCREATED"}))
			for _, k := range list {
				fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", k.ID, k.Name, strings.Join(roleNames(k.Roles), ","), k.Created)
			}
			return t.Flush()
		},
	}
}

func roleNames(roles []keys.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return out
}

func (a *app) keyRemoveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "remove ID", Short: "make a key worthless, at once, also for a server that runs",
		Example: "  circle15 key remove 1a2b3c4d\n  circle15 -w city.gpkg key remove 1a2b3c4d",
		Args:    exactly(1, "ID"),
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := a.book()
			if err != nil {
				return err
			}
			if err := b.Remove(args[0]); err != nil {
				return err
			}
			a.line(indicators.Text{Zh: "口令 %s 已撤销", En: "key %s is removed"}, args[0])
			return nil
		},
	}
}
