package gpkg

import (
	"errors"
	"fmt"
	"io/fs"

	"zombiezen.com/go/sqlite"

	"circle15/data"
)

// errDamaged: bytes of the workspace are not what was written.
var errDamaged = errors.New("damaged content")

// explain turns an error of the driver into one for people, and says what was being done. nil stays nil.
func (w *Workspace) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	var file *data.FileError
	if errors.As(err, &file) {
		if file.File == "" {
			file.File = w.path
		}
		return err
	}
	if errors.Is(err, errDamaged) {
		return &data.FileError{File: w.path, What: "the workspace is damaged: " + doing, Err: err, Advice: restore}
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		return &data.FileError{File: w.path, What: "the workspace is damaged: " + doing, Err: err, Advice: restore}
	case sqlite.ResultFull:
		return &data.FileError{File: w.path, What: doing + ": the disk is full; the workspace is as it was before", Err: err, Advice: "free some space and repeat the command"}
	case sqlite.ResultIOErr:
		return &data.FileError{File: w.path, What: doing + ": the disk cannot be read or written, or is full; the workspace is as it was before", Err: err, Advice: "check the disk and its free space, and repeat the command"}
	case sqlite.ResultReadOnly, sqlite.ResultCantOpen, sqlite.ResultPerm:
		return &data.FileError{File: w.path, What: doing + ": the file or its folder cannot be written to", Err: err, Advice: "check who may write there"}
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return &data.LockedError{Path: w.path, Holder: "another program (a desktop program that edits it?)"}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// bare is an error of the file system without the path that the message names already.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
