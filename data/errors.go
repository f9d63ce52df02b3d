package data

import (
	"errors"
	"fmt"
)

// What a caller decides on.
var (
	// ErrNoWorkspace: there is no workspace at the path (exit code 10).
	ErrNoWorkspace = errors.New("no workspace")
	// ErrNotFound: the run, layer or community asked for is not in the workspace.
	ErrNotFound = errors.New("not found")
	// ErrNewerFormat: the workspace was written by a newer circle15 (exit code 12).
	ErrNewerFormat = errors.New("workspace has a newer format")
)

// LockedError: another process writes to the workspace (exit code 11).
type LockedError struct {
	Path   string
	Holder string // "pid 123 on host, circle15 compute, since 09:12"
}

// Error says who holds the lock.
func (e *LockedError) Error() string {
	return fmt.Sprintf("workspace %s is being written by %s: wait until it has finished", e.Path, e.Holder)
}

// FileError: a file cannot be read at all. What, where, what to do.
type FileError struct {
	File   string // as the user wrote it
	Where  string // "line 3", "byte 1024", "stops.txt"; may be empty
	What   string
	Advice string
	Err    error
}

// Error is one line.
func (e *FileError) Error() string {
	s := e.File
	if e.Where != "" {
		s += ", " + e.Where
	}
	s += ": " + e.What
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Advice != "" {
		s += "; " + e.Advice
	}
	return s
}

// Unwrap is the cause.
func (e *FileError) Unwrap() error { return e.Err }
