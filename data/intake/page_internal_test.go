package intake

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of columns into docs/formats*.md")

// The pages about formats list the headers that are recognised.
func TestFormatsPages(t *testing.T) {
	var rows strings.Builder
	for _, f := range slices.Sorted(maps.Keys(usual)) {
		rows.WriteString("| " + f + " | " + strings.Join(usual[f], ", ") + " |\n")
	}
	for _, page := range []string{"../../docs/formats.md", "../../docs/formats.zh-CN.md"} {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		const mark = "| lat | "
		start := strings.Index(string(b), mark)
		start += strings.Index(string(b)[start:], "\n") + 1
		end := start + strings.Index(string(b)[start:], "\n\n") + 1
		if *update {
			if err := os.WriteFile(page, []byte(string(b)[:start]+rows.String()+string(b)[end:]), 0o666); err != nil {
				t.Fatal(err)
			}
		} else if got := string(b)[start:end]; got != rows.String() {
			t.Errorf("%s does not list the headers of the program; go test ./data/intake -run FormatsPages -update", page)
		}
	}
}
