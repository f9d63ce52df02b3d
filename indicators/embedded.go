package indicators

import (
	"embed"
	"strings"
)

// The standards that come with the program: files an official can read.
//
//go:embed standards/*.yaml
var standardFiles embed.FS

// DefaultStandard is the id of the embedded standard that a city starts with.
const DefaultStandard = "baoji-convenience-2023"

// Embedded is the file of the embedded standard of that id, byte for byte; false
// if there is none.
func Embedded(id string) ([]byte, bool) {
	src, err := standardFiles.ReadFile("standards/" + id + ".yaml")
	return src, err == nil
}

// EmbeddedIDs are the ids of the embedded standards, sorted.
func EmbeddedIDs() []string {
	files, err := standardFiles.ReadDir("standards")
	if err != nil {
		return nil // cannot be: the directive above would not have compiled
	}
	ids := make([]string, 0, len(files))
	for _, f := range files {
		ids = append(ids, strings.TrimSuffix(f.Name(), ".yaml"))
	}
	return ids
}
