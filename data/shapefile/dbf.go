package shapefile

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// column is a field of a .dbf.
type column struct {
	name   string
	kind   byte // C text, N and F numbers, L yes or no, D date
	length int
}

// table is a .dbf: dBASE III, which has its numbers as text.
type table struct {
	columns []column
	rows    [][]byte // without the mark of deletion; nil for a deleted row
	ldid    byte     // the language byte
}

// parseTable reads a .dbf. It is an error when the header states more than the file holds.
func parseTable(b []byte) (*table, error) {
	if len(b) < 33 {
		return nil, fmt.Errorf("its header is cut off")
	}
	switch b[0] & 0x07 {
	case 3, 4, 5:
	default:
		return nil, fmt.Errorf("its first byte %#x is not that of a dBASE table", b[0])
	}
	count, head, width := int64(binary.LittleEndian.Uint32(b[4:])), int(binary.LittleEndian.Uint16(b[8:])), int(binary.LittleEndian.Uint16(b[10:]))
	if head < 33 || head > len(b) || width < 1 {
		return nil, fmt.Errorf("its header states %d bytes for itself and %d for a row", head, width)
	}
	t := &table{ldid: b[29]}
	at := 1
	for i := 32; i+32 <= head && b[i] != 0x0d; i += 32 {
		name, _, _ := strings.Cut(string(b[i:i+11]), "\x00")
		c := column{name: strings.TrimSpace(name), kind: b[i+11], length: int(b[i+16])}
		if at += c.length; at > width {
			return nil, fmt.Errorf("its columns are wider than a row of %d bytes", width)
		}
		t.columns = append(t.columns, c)
	}
	rest := b[head:]
	if have := int64(len(rest) / width); have < count {
		return nil, fmt.Errorf("it is cut off: %d rows are stated, %d are there", count, have)
	}
	for i := range count {
		row := rest[i*int64(width) : (i+1)*int64(width)]
		if row[0] == '*' {
			t.rows = append(t.rows, nil)
		} else {
			t.rows = append(t.rows, row[1:])
		}
	}
	return t, nil
}

// decoding is how the bytes of a table become text.
type decoding struct {
	name string
	enc  encoding.Encoding // nil: UTF-8
	from string            // what decided: "declared", "the .cpg", "the language byte", "the text"
}

// codePages are the names of encodings, as .cpg files have them in capitals and without signs.
var codePages = map[string]encoding.Encoding{
	"UTF8": nil, "65001": nil,
	"GBK": simplifiedchinese.GB18030, "GB2312": simplifiedchinese.GB18030, "GB18030": simplifiedchinese.GB18030, "936": simplifiedchinese.GB18030,
	"CP936": simplifiedchinese.GB18030, "EUCCN": simplifiedchinese.GB18030, "ANSI936": simplifiedchinese.GB18030, "OEM936": simplifiedchinese.GB18030,
	"BIG5": traditionalchinese.Big5, "950": traditionalchinese.Big5, "CP950": traditionalchinese.Big5, "ANSI950": traditionalchinese.Big5,
	"SHIFTJIS": japanese.ShiftJIS, "SJIS": japanese.ShiftJIS, "932": japanese.ShiftJIS, "CP932": japanese.ShiftJIS,
	"ISO88591": charmap.ISO8859_1, "LATIN1": charmap.ISO8859_1, "88591": charmap.ISO8859_1,
	"1252": charmap.Windows1252, "CP1252": charmap.Windows1252, "WINDOWS1252": charmap.Windows1252, "ANSI1252": charmap.Windows1252,
}

// languages are the language bytes of a .dbf that say something certain.
var languages = map[byte]string{0x4d: "GBK", 0x7a: "GBK", 0x4f: "BIG5", 0x78: "BIG5", 0x4e: "BIG5", 0x13: "SHIFTJIS", 0x7b: "SHIFTJIS", 0x03: "1252", 0x57: "1252", 0x58: "1252"}

// decide chooses the encoding: what is declared, else the .cpg, else the language byte, else UTF-8 where the text is that, else GB18030.
func (t *table) decide(declared, cpg string) (decoding, error) {
	if d := strings.ToLower(declared); d != "" && d != "auto" {
		enc, ok := codePages[pageName(declared)]
		if !ok {
			return decoding{}, fmt.Errorf("the encoding %q is not known: known are auto, utf-8, gb18030, gbk, gb2312, big5, shift-jis, iso-8859-1, windows-1252", declared)
		}
		return decoding{d, enc, "declared"}, nil
	}
	if name := pageName(cpg); name != "" {
		if enc, ok := codePages[name]; ok {
			return decoding{strings.TrimSpace(cpg), enc, "the .cpg"}, nil
		}
		return decoding{}, fmt.Errorf("the .cpg names the encoding %q, which is not known: give it with --encoding", strings.TrimSpace(cpg))
	}
	text := t.sample()
	valid := utf8.Valid(text)
	if name := languages[t.ldid]; name != "" && !(valid && hasWide(text)) {
		return decoding{name, codePages[name], "the language byte"}, nil
	}
	if valid {
		return decoding{"UTF-8", nil, "the text"}, nil
	}
	return decoding{"GB18030", simplifiedchinese.GB18030, "the text"}, nil
}

func hasWide(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

func pageName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(s))
}

// sample is the texts and names of the table, one after the other: a letter cut off at the width of its column is left out, as it is no sign of another
// encoding.
func (t *table) sample() []byte {
	var out []byte
	for _, c := range t.columns {
		out = append(out, wholeLetters([]byte(c.name))...)
		out = append(out, ' ')
	}
	for _, row := range t.rows {
		at := 0
		for _, c := range t.columns {
			if c.kind == 'C' && row != nil {
				out = append(out, wholeLetters(row[at:at+c.length])...)
				out = append(out, ' ')
			}
			at += c.length
		}
		if len(out) > 1<<20 {
			break
		}
	}
	return out
}

// wholeLetters is b without a UTF-8 letter that its end cuts off.
func wholeLetters(b []byte) []byte {
	for cut := 1; cut <= 3 && cut <= len(b); cut++ {
		if c := b[len(b)-cut]; utf8.RuneStart(c) && c >= 0xc0 && !utf8.FullRune(b[len(b)-cut:]) {
			return b[:len(b)-cut]
		}
	}
	return b
}

// text is what bytes of the table say. spoilt says that some of them are no text in the encoding, apart from a letter that the width of the column cut off.
func (d decoding) text(b []byte) (s string, spoilt bool) {
	b = []byte(strings.TrimRight(strings.TrimLeft(string(b), " "), " \x00"))
	if d.enc == nil {
		b = wholeLetters(b)
		return strings.ToValidUTF8(string(b), "\ufffd"), !utf8.Valid(b)
	}
	out, err := d.enc.NewDecoder().Bytes(b)
	s = string(out)
	if cut := strings.TrimSuffix(s, "\ufffd"); cut != s && !strings.Contains(cut, "\ufffd") {
		return cut, false
	}
	return s, err != nil || strings.Contains(s, "\ufffd")
}
