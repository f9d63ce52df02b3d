//go:build !linux

package reach_test

import "time"

// clock is the time of day where no time of the thread is at hand.
func clock() time.Duration { return time.Duration(time.Now().UnixNano()) }
