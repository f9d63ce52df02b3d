package gpkg

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockedByte is the one that is locked: far behind the text, since a locked byte cannot be read by others.
const lockedByte = 1 << 30

// lockFile locks f or says errHeld.
func lockFile(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{Offset: lockedByte})
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return errHeld
	}
	return err
}
