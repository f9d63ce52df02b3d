package gpkg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"circle15/data"
)

// Mode is what a workspace is opened for.
type Mode uint8

// ReadOnly needs no lock and may run beside a writer. Write takes the lock.
const (
	ReadOnly Mode = iota
	Write
)

// busyWait is how long a statement waits for another process that happens to have the file, for example a
// desktop program that saves: our choice, above what a save takes and below what a person takes for a hang.
const busyWait = 5 * time.Second

// Workspace is an open workspace. It may be used by several goroutines. Close it.
type Workspace struct {
	path  string
	mode  Mode
	lock  *fileLock // nil for ReadOnly
	notes []string

	mu   sync.Mutex
	conn *sqlite.Conn // nil once closed
	packer
}

// Create makes an empty workspace at path and opens it for writing. It is a *data.FileError when something is at
// path already, or the folder cannot be written to; a *data.LockedError when another process is
// creating it.
func Create(path string) (*Workspace, error) {
	lock, err := takeLock(path)
	if err != nil {
		return nil, err
	}
	w, err := create(path, lock)
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	return w, nil
}

func create(path string, lock *fileLock) (*Workspace, error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return nil, &data.FileError{File: path, What: "exists already", Advice: "choose another path for the new workspace"}
	}
	// The tables are laid in a file of another name, so that a workspace is never half made.
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, createError(path, err)
	}
	conn, err := sqlite.OpenConn(fresh, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return nil, createError(path, err)
	}
	if err := errors.Join(migrate(conn, 0), conn.Close()); err != nil {
		return nil, errors.Join(createError(path, err), os.Remove(fresh))
	}
	if err := os.Rename(fresh, path); err != nil {
		return nil, errors.Join(createError(path, err), os.Remove(fresh))
	}
	return open(path, Write, lock)
}

func createError(path string, err error) error {
	return &data.FileError{File: path, What: "the workspace cannot be created", Err: bare(err), Advice: "check the folder and the space on the disk"}
}

// Open opens the workspace at path. Errors: data.ErrNoWorkspace when nothing is there, data.ErrNewerFormat when a
// newer circle15 wrote it, a *data.LockedError when it is opened for writing and another process does
// that already, a *data.FileError when it is no workspace, is damaged or cannot be read.
func Open(path string, mode Mode) (*Workspace, error) {
	if err := checkHeader(path); err != nil {
		return nil, err
	}
	var lock *fileLock
	if mode == Write {
		var err error
		if lock, err = takeLock(path); err != nil {
			return nil, err
		}
	}
	w, err := open(path, mode, lock)
	if err != nil && lock != nil {
		err = errors.Join(err, lock.release())
	}
	return w, err
}

func open(path string, mode Mode, lock *fileLock) (*Workspace, error) {
	w := &Workspace{path: path, mode: mode, lock: lock}
	conn, err := openConn(path, mode)
	if err != nil {
		return nil, w.explain("open", err)
	}
	w.conn = conn
	if err := w.prepare(); err != nil {
		return nil, errors.Join(w.explain("open", err), conn.Close())
	}
	return w, nil
}

// openConn opens for writing even in mode ReadOnly where that is allowed: only so can the last reader
// fold the write-ahead log of a writer that was killed into the file.
func openConn(path string, mode Mode) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil && mode == ReadOnly {
		conn, err = sqlite.OpenConn(path, sqlite.OpenReadOnly)
	}
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(busyWait)
	return conn, nil
}

// prepare checks the format and sets the connection up.
func (w *Workspace) prepare() error {
	format, err := formatOf(w.conn)
	if err != nil {
		return err
	}
	if newest := len(migrations()); format > newest {
		return fmt.Errorf("%s has format %d, this circle15 knows up to %d: %w; use a newer circle15", w.path, format, newest, data.ErrNewerFormat)
	}
	if w.mode == ReadOnly {
		return sqlitex.ExecuteTransient(w.conn, "PRAGMA query_only = 1", nil)
	}
	mode, err := journalMode(w.conn, "WAL")
	if err != nil || mode != "wal" {
		if mode, err = journalMode(w.conn, "DELETE"); err != nil {
			return err
		}
		w.notes = append(w.notes, fmt.Sprintf("the drive of %s has no shared memory for a write-ahead log; a rollback journal (%s) is used, and readers wait while it is written", w.path, mode))
	}
	if err := sqlitex.ExecuteTransient(w.conn, "PRAGMA synchronous = FULL", nil); err != nil {
		return err
	}
	return migrate(w.conn, format)
}

func journalMode(conn *sqlite.Conn, mode string) (now string, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA journal_mode = "+mode, &sqlitex.ExecOptions{
		ResultFunc: func(s *sqlite.Stmt) error { now = s.ColumnText(0); return nil },
	})
	return now, err
}

// Path is the path of the file, as it was given.
func (w *Workspace) Path() string { return w.path }

// Notes are sentences for the user about how the workspace was opened; nil is the normal case.
func (w *Workspace) Notes() []string { return w.notes }

// Close closes the workspace. The last user that closes it makes it one plain file. Closing twice is harmless.
func (w *Workspace) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return nil
	}
	w.conn.SetInterrupt(nil)
	// Leaving the write-ahead log needs the file for oneself: when that fails somebody else has it open, and does
	// this when closing it.
	w.conn.SetBusyTimeout(0)
	if err := sqlitex.ExecuteTransient(w.conn, "PRAGMA query_only = 0", nil); err == nil {
		_, _ = journalMode(w.conn, "DELETE")
	}
	err := w.conn.Close()
	w.conn = nil
	if w.lock != nil {
		err = errors.Join(err, w.lock.release())
	}
	return w.explain("close", err)
}

// errClosed: the workspace was used after Close.
var errClosed = errors.New("the workspace is closed")

// read runs f in a transaction that sees one state of the workspace. doing names the work in errors.
func (w *Workspace) read(ctx context.Context, doing string, f func(c *sqlite.Conn) error) error {
	return w.transact(ctx, "BEGIN DEFERRED", doing, f)
}

// write runs f in a transaction that happens whole or not at all.
func (w *Workspace) write(ctx context.Context, doing string, f func(c *sqlite.Conn) error) error {
	if w.mode != Write {
		return fmt.Errorf("%s: workspace %s is open for reading only", doing, w.path)
	}
	return w.transact(ctx, "BEGIN IMMEDIATE", doing, func(c *sqlite.Conn) error {
		if err := f(c); err != nil {
			return err
		}
		return execute(c, "UPDATE c15_meta SET value = value + 1 WHERE key = 'revision'")
	})
}

func (w *Workspace) transact(ctx context.Context, begin, doing string, f func(c *sqlite.Conn) error) (err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return fmt.Errorf("%s: %w", doing, errClosed)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	c := w.conn
	c.SetInterrupt(ctx.Done())
	defer func() {
		c.SetInterrupt(nil) // what follows must not be interrupted
		if err != nil && !c.AutocommitEnabled() {
			err = errors.Join(err, sqlitex.Execute(c, "ROLLBACK", nil))
		}
		if ctx.Err() != nil && sqlite.ErrCode(err) == sqlite.ResultInterrupt {
			err = ctx.Err()
		}
		err = w.explain(doing, err)
	}()
	if err := sqlitex.Execute(c, begin, nil); err != nil {
		return err
	}
	if err := f(c); err != nil {
		return err
	}
	return sqlitex.Execute(c, "COMMIT", nil)
}

// execute runs one statement without results.
func execute(c *sqlite.Conn, query string, args ...any) error {
	return sqlitex.Execute(c, query, &sqlitex.ExecOptions{Args: args})
}

// each runs one statement and calls f for each row.
func each(c *sqlite.Conn, f func(s *sqlite.Stmt) error, query string, args ...any) error {
	return sqlitex.Execute(c, query, &sqlitex.ExecOptions{Args: args, ResultFunc: f})
}

// Revision changes whenever a layer is imported, a run published or the default standard changed.
func (w *Workspace) Revision(ctx context.Context) (string, error) {
	var rev string
	err := w.read(ctx, "read the revision", func(c *sqlite.Conn) (err error) {
		rev, _, err = meta(c, "revision")
		return err
	})
	return rev, err
}

// meta is a value of the workspace as a whole, false when it is not set.
func meta(c *sqlite.Conn, key string) (value string, ok bool, err error) {
	err = each(c, func(s *sqlite.Stmt) error { value, ok = s.ColumnText(0), true; return nil },
		"SELECT value FROM c15_meta WHERE key = ?", key)
	return value, ok, err
}

func setMeta(c *sqlite.Conn, key, value string) error {
	return execute(c, "INSERT INTO c15_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
}
