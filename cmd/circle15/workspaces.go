package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// workspaceFlag is -w. Only serve takes it more than once: a city each.
type workspaceFlag struct{ app *app }

// String is the workspace that verbs work on.
func (f workspaceFlag) String() string {
	if f.app == nil { // the zero value, which the flags ask for its default
		return ""
	}
	return f.app.workspace
}

// Set takes one more.
func (f workspaceFlag) Set(v string) error {
	f.app.workspace, f.app.given = v, append(f.app.given, v)
	return nil
}

// Type is what the help says it is.
func (f workspaceFlag) Type() string { return "string" }

// cityName is what a workspace is called in addresses: its file's name without the ending, in small letters.
func cityName(workspace string) string {
	name := filepath.Base(workspace)
	return strings.ToLower(strings.TrimSuffix(name, filepath.Ext(name)))
}

// oneWorkspace refuses more than one for verbs that work on one.
func (a *app) oneWorkspace(verb string) error {
	if len(a.given) > 1 && verb != "serve" {
		return &usageError{fmt.Sprintf("-w is given %d times: only serve takes more than one", len(a.given))}
	}
	return nil
}
