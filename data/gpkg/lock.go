package gpkg

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"circle15/data"
)

// fileLock is the right to write to a workspace: a lock of the operating system on the file PATH.lock, which is gone when
// its holder is, whatever ends it.
type fileLock struct {
	f    *os.File
	path string
}

// holder is what the lock file says of the process that holds it.
type holder struct {
	PID     int    `json:"pid"`
	Host    string `json:"host"`
	Command string `json:"command"`
	Since   string `json:"since"`
}

func (h holder) String() string {
	return fmt.Sprintf("pid %d on %s, %s, since %s", h.PID, h.Host, h.Command, h.Since)
}

// errHeld: another process has the lock.
var errHeld = errors.New("held by another process")

// lockTries bounds the times that a lock is taken on a file which its former holder removes just then.
const lockTries = 100

// takeLock takes the lock of the workspace at path, without waiting.
func takeLock(workspace string) (*fileLock, error) {
	path := workspace + ".lock"
	for range lockTries {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, &data.FileError{File: workspace, What: "the lock file beside it cannot be written", Err: bare(err), Advice: "check that the folder is there and who may write to it"}
		}
		if err := lockFile(f); err != nil {
			h := readHolder(f)
			f.Close()
			if errors.Is(err, errHeld) {
				return nil, &data.LockedError{Path: workspace, Holder: h}
			}
			return nil, &data.FileError{File: workspace, What: "cannot be locked", Err: err, Advice: "copy it to a drive of this machine"}
		}
		if !same(f, path) { // its former holder removed it after we had opened it
			f.Close()
			continue
		}
		l := &fileLock{f: f, path: path}
		if err := l.sign(); err != nil {
			return nil, errors.Join(&data.FileError{File: workspace, What: "the lock file beside it cannot be written", Err: bare(err), Advice: "check the space on the disk"}, l.release())
		}
		return l, nil
	}
	return nil, &data.LockedError{Path: workspace, Holder: "several processes in turn"}
}

// same says whether f still is the file at path.
func same(f *os.File, path string) bool {
	a, err1 := f.Stat()
	b, err2 := os.Stat(path)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

// sign writes who holds the lock.
func (l *fileLock) sign() error {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	command := append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...)
	b, err := json.Marshal(holder{os.Getpid(), host, strings.Join(command, " "), time.Now().Format("2006-01-02 15:04:05")})
	if err != nil {
		return err
	}
	if err := l.f.Truncate(0); err != nil {
		return err
	}
	_, err = l.f.WriteAt(b, 0)
	return err
}

// readHolder is what the lock file says, or a word for that it says nothing.
func readHolder(f *os.File) string {
	var h holder
	b, err := io.ReadAll(io.NewSectionReader(f, 0, 4096))
	if err != nil || json.Unmarshal(b, &h) != nil {
		return "another process"
	}
	return h.String()
}

// release gives the lock back and removes its file.
func (l *fileLock) release() error {
	removed := os.Remove(l.path) // before the lock is gone: nobody else has it then
	closed := l.f.Close()
	if removed != nil { // Windows removes only closed files
		removed = os.Remove(l.path)
	}
	if errors.Is(removed, fs.ErrNotExist) || closed == nil && removed != nil {
		removed = nil // another process has it already; the file is no lock, only its place
	}
	return errors.Join(removed, closed)
}
