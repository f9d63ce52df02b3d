package hours

import "fmt"

// Error says why a value could not be read as opening hours.
type Error struct {
	Value   string
	At      int // the character at which reading stopped, from 0
	Message string
}

// Error names the value (its first 80 characters), the place and the reason.
func (e *Error) Error() string {
	shown := []rune(e.Value)
	if len(shown) > 80 {
		shown = append(shown[:80:80], '…')
	}
	return fmt.Sprintf("opening hours %q, character %d: %s", string(shown), e.At+1, e.Message)
}
