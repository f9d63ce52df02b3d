// Package keys gives you the keys with which programs and people prove over HTTP what they may do.
//
// A [Book] is a file beside the workspace. It holds the SHA-256 of each key, never the key: a key is 256 random bits, so that a
// plain digest cannot be tried out, unlike that of a password. A key that is added or removed counts at once, also while a server runs.
//
// Caveats: a key is as good as the line it travels on: use TLS, or a proxy that does, when others than this machine are served.
package keys

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Role is what a key allows.
type Role string

// The roles. Whoever may edit or compute may read too.
const (
	Read    Role = "read"    // the worklist with its notes, findings with their rows, restricted layers and criteria
	Edit    Role = "edit"    // importing layers, changing the worklist
	Compute Role = "compute" // starting and cancelling runs
)

// Roles are all of them.
var Roles = []Role{Read, Edit, Compute}

// Key is what is known of a key. The key itself is told once, when it is made.
type Key struct {
	ID      string `json:"id"`    // eight hex digits, also the first part of the key: to remove it by
	Name    string `json:"name"`  // whose it is; stands in the logs of what it did
	Roles   []Role `json:"roles"` // at least one
	Created string `json:"created"`
	Digest  string `json:"sha256"` // of the whole key, hex
}

// May says whether the key has a role, or one that contains it.
func (k *Key) May(r Role) bool {
	return slices.Contains(k.Roles, r) || r == Read && len(k.Roles) > 0
}

// Errors of a Book.
var (
	ErrUnknown = errors.New("no such key")                              // Remove, and Find when the token is no key
	ErrRoles   = errors.New("a key needs roles: read, edit or compute") // Add
)

const (
	prefix      = "c15_"
	secretBytes = 32
	mostName    = 80 // letters of a name
	mostBytes   = 1 << 20
)

// Book is the file of keys. It may be used by several goroutines and processes.
type Book struct {
	path string

	mu    sync.Mutex
	stamp stamp
	keys  []Key
}

// stamp tells one state of a file from another.
type stamp struct {
	at   time.Time
	size int64
}

// Beside is the book of a workspace. It need not be there yet: then there are no keys.
func Beside(workspace string) *Book { return &Book{path: workspace + ".keys"} }

// List are all keys, oldest first.
func (b *Book) List() ([]Key, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.load(); err != nil {
		return nil, err
	}
	return slices.Clone(b.keys), nil
}

// Find is the key that a token is; ErrUnknown when it is none.
func (b *Book) Find(token string) (*Key, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.load(); err != nil {
		return nil, err
	}
	digest := digestOf(token)
	for i := range b.keys {
		if subtle.ConstantTimeCompare([]byte(b.keys[i].Digest), []byte(digest)) == 1 {
			k := b.keys[i]
			return &k, nil
		}
	}
	return nil, ErrUnknown
}

// Add makes a key and gives it, with what is kept of it. created is when, as RFC 3339.
func (b *Book) Add(name string, roles []Role, created string) (token string, k Key, err error) {
	if len(roles) == 0 || slices.ContainsFunc(roles, func(r Role) bool { return !slices.Contains(Roles, r) }) {
		return "", k, ErrRoles
	}
	if name = strings.TrimSpace(name); name == "" || len([]rune(name)) > mostName {
		return "", k, fmt.Errorf("name %q: a key has the name of whoever uses it, at most %d letters", name, mostName)
	}
	var id [4]byte
	var secret [secretBytes]byte
	rand.Read(id[:]) // never fails: crypto/rand ends the program instead
	rand.Read(secret[:])
	k = Key{ID: hex.EncodeToString(id[:]), Name: name, Roles: slices.Compact(slices.Sorted(slices.Values(roles))), Created: created}
	token = prefix + k.ID + "_" + base64.RawURLEncoding.EncodeToString(secret[:])
	k.Digest = digestOf(token)
	return token, k, b.change(func(list []Key) ([]Key, error) { return append(list, k), nil })
}

// Remove makes a key worthless; ErrUnknown when there is none of that id.
func (b *Book) Remove(id string) error {
	return b.change(func(list []Key) ([]Key, error) {
		left := slices.DeleteFunc(slices.Clone(list), func(k Key) bool { return k.ID == id })
		if len(left) == len(list) {
			return nil, fmt.Errorf("key %q: %w; circle15 key list names them", id, ErrUnknown)
		}
		return left, nil
	})
}

func digestOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// load reads the file when it has changed since the last time.
func (b *Book) load() error {
	info, err := os.Stat(b.path)
	if errors.Is(err, fs.ErrNotExist) {
		b.keys, b.stamp = nil, stamp{}
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at the keys: %w", err)
	}
	if now := (stamp{info.ModTime(), info.Size()}); now != b.stamp {
		if info.Size() > mostBytes {
			return fmt.Errorf("%s: more than %d bytes are no list of keys", b.path, mostBytes)
		}
		text, err := os.ReadFile(b.path)
		if err != nil {
			return fmt.Errorf("read the keys: %w", err)
		}
		var list []Key
		if err := json.Unmarshal(text, &list); err != nil {
			return fmt.Errorf("%s is no list of keys: %w; remove it and make new ones with circle15 key add", b.path, err)
		}
		b.keys, b.stamp = list, now
	}
	return nil
}

// change writes the list anew: a file that only its owner may read takes the place of the one before at once.
func (b *Book) change(f func([]Key) ([]Key, error)) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.load(); err != nil {
		return err
	}
	list, err := f(b.keys)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(b.path), filepath.Base(b.path)+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("write the keys: %w", err)
	}
	_, err = fresh.Write(append(text, '\n'))
	err = errors.Join(err, fresh.Sync(), fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), b.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the keys: %w", err), os.Remove(fresh.Name()))
	}
	b.stamp = stamp{}
	return b.load()
}
