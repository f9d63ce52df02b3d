package keys_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"circle15/server/keys"
)

func TestKeysAreHashedAtRestAndCountAtOnce(t *testing.T) {
	workspace := filepath.Join(t.TempDir(), "city.gpkg")
	admin, served := keys.Beside(workspace), keys.Beside(workspace) // two processes
	if list, err := served.List(); err != nil || len(list) != 0 {
		t.Fatalf("before any key: %v, %v", list, err)
	}
	token, k, err := admin.Add(" 李工 ", []keys.Role{keys.Edit, keys.Read, keys.Edit}, "2026-03-01T00:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	// c15_ + 8 hex digits + _ + 32 bytes in 43 letters
	if len(token) != 4+8+1+43 || k.Name != "李工" || len(k.Roles) != 2 || !strings.HasPrefix(token, "c15_"+k.ID) {
		t.Errorf("token %q of %+v", token, k)
	}
	got, err := served.Find(token)
	if err != nil || got.ID != k.ID {
		t.Fatalf("Find: %+v, %v", got, err)
	}
	text, err := os.ReadFile(workspace + ".keys")
	if err != nil || strings.Contains(string(text), token[13:]) {
		t.Errorf("the file holds the key itself, or %v", err)
	}
	info, err := os.Stat(workspace + ".keys")
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	for _, wrong := range []string{"", token + "x", token[:len(token)-1], k.Digest, strings.ToUpper(token)} {
		if _, err := served.Find(wrong); !errors.Is(err, keys.ErrUnknown) {
			t.Errorf("Find(%q): %v", wrong, err)
		}
	}
	if err := admin.Remove(k.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := served.Find(token); !errors.Is(err, keys.ErrUnknown) {
		t.Errorf("a removed key: %v", err)
	}
	if err := admin.Remove(k.ID); !errors.Is(err, keys.ErrUnknown) {
		t.Errorf("removed twice: %v", err)
	}
	left, err := os.ReadDir(filepath.Dir(workspace))
	if err != nil || len(left) != 1 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}

func TestRoles(t *testing.T) {
	for _, c := range []struct {
		has  []keys.Role
		may  string // of read, edit, compute
		name string
	}{{[]keys.Role{keys.Read}, "+--", "read"}, {[]keys.Role{keys.Edit}, "++-", "edit"}, {[]keys.Role{keys.Compute}, "+-+", "compute"}, {nil, "---", "none"}} {
		k := keys.Key{Roles: c.has}
		got := ""
		for _, r := range keys.Roles {
			if k.May(r) {
				got += "+"
			} else {
				got += "-"
			}
		}
		if got != c.may {
			t.Errorf("%s: %s, want %s", c.name, got, c.may)
		}
	}
}

func TestBooksRefuse(t *testing.T) {
	dir := t.TempDir()
	b := keys.Beside(filepath.Join(dir, "a"))
	for _, c := range []struct {
		name  string
		roles []keys.Role
	}{{"x", nil}, {"x", []keys.Role{"admin"}}, {" ", []keys.Role{keys.Read}}, {strings.Repeat("字", 81), []keys.Role{keys.Read}}} {
		if _, _, err := b.Add(c.name, c.roles, ""); err == nil {
			t.Errorf("Add(%.10q, %v) is taken", c.name, c.roles)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "b.keys"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := keys.Beside(filepath.Join(dir, "b"))
	if _, err := broken.Find("x"); err == nil || errors.Is(err, keys.ErrUnknown) {
		t.Errorf("a broken book: %v", err)
	}
	if _, _, err := broken.Add("x", []keys.Role{keys.Read}, ""); err == nil {
		t.Error("a broken book is overwritten")
	}
	if _, _, err := keys.Beside(filepath.Join(dir, "none", "c")).Add("x", []keys.Role{keys.Read}, ""); err == nil {
		t.Error("no folder, and no error")
	}
}
