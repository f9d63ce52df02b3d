//go:build unix

package gpkg

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// lockFile locks f or says errHeld.
func lockFile(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errHeld
	}
	return err
}
