package main

import (
	"context"
	"errors"

	"circle15/data"
	"circle15/data/intake"
)

// The exit codes.
const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitIssues      = 3 // done, but something was dropped, repaired, left unplaced or could not be judged
	exitNoWorkspace = 10
	exitLocked      = 11
	exitNewerFormat = 12
)

// usageError: the command line is wrong.
type usageError struct{ what string }

// Error says what is wrong with the command line.
func (e *usageError) Error() string { return e.what }

// exitCode is the code that stands for an error.
func exitCode(err error) int {
	var locked *data.LockedError
	var usage *usageError
	var option *intake.OptionError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage), errors.As(err, &option):
		return exitUsage
	case errors.Is(err, data.ErrNoWorkspace):
		return exitNoWorkspace
	case errors.As(err, &locked):
		return exitLocked
	case errors.Is(err, data.ErrNewerFormat):
		return exitNewerFormat
	}
	return exitError
}

// finish tells what went wrong and returns the exit code.
func (a *app) finish(ctx context.Context, err error) int {
	switch {
	case err == nil && a.issues:
		return exitIssues
	case err == nil:
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		a.message("circle15: %s", a.word(wordInterrupted))
	default:
		a.message("circle15: %v", err)
	}
	return exitCode(err)
}
