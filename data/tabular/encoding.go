package tabular

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Encodings are the names that Decode knows; gbk and gb2312 are read as gb18030, which holds both.
var encodings = []string{"auto", "utf-8", "utf-16", "gb18030", "gbk", "gb2312"}

// Decode is raw in UTF-8 without a byte order mark, and the encoding it was in. name is one of auto, utf-8, utf-16,
// gb18030, gbk, gb2312; empty is auto: a byte order mark decides, else what is valid UTF-8 is that, else
// GB18030. It is an error when raw is not valid in the encoding, so that no text is silently spoilt.
func Decode(raw []byte, name string) (text []byte, used string, err error) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "", "auto":
		name = detect(raw)
	case "utf8":
		name = "utf-8"
	case "gbk", "gb2312":
		name = "gb18030"
	}
	switch name {
	case "utf-8":
		raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
		if !utf8.Valid(raw) {
			return nil, name, fmt.Errorf("byte %d is not UTF-8", firstInvalid(raw)+1)
		}
		return raw, name, nil
	case "utf-16":
		return transform(raw, name, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM))
	case "gb18030":
		return transform(raw, name, simplifiedchinese.GB18030)
	}
	return nil, name, fmt.Errorf("unknown encoding %q: known are %s", name, strings.Join(encodings, ", "))
}

func detect(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return "utf-16"
	case utf8.Valid(raw):
		return "utf-8"
	}
	return "gb18030"
}

func transform(raw []byte, name string, e encoding.Encoding) ([]byte, string, error) {
	text, err := e.NewDecoder().Bytes(raw)
	if err != nil {
		return nil, name, fmt.Errorf("not %s: %w", name, err)
	}
	// The decoders replace what they cannot read by U+FFFD.
	if i := bytes.Index(text, []byte("\ufffd")); i >= 0 {
		return nil, name, fmt.Errorf("line %d is not %s", 1+bytes.Count(text[:i], []byte("\n")), name)
	}
	return text, name, nil
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(b)
}
