package indicators

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// What a standard's file may be at most. The default standard has 29 kB and 1,900 tokens; the YAML parser takes time in
// the square of a mapping's size (14 s for 80,000 names), which the bound on tokens keeps below a second.
const (
	maxStandardBytes = 256 << 10
	maxTokens        = 30_000
	maxNesting       = 32
	maxMistakes      = 100
)

// WalkProfile is the profile that is there always and that a limit has unless it names another.
const WalkProfile = "walk"

// defaultWalk is the profile of somebody on foot: 60 m a minute is our choice between the 0.89 and 1.11 m/s that
// GB 50180-2018 implies (800 to 1,000 m in 15 minutes); 200 m of access and the one nearest edge are conventions of ours.
var defaultWalk = Profile{SpeedMPS: 1.0, MaxAccessM: 200, Candidates: 1}

// What a criterion has when neither it nor the defaults of its file say otherwise. Both are our choice.
const (
	defaultRequire = 0.9
	defaultNear    = 0.75
)

// ParseStandard reads the file of a standard, which is called name in messages. It reports all
// mistakes of the file at once (the first 100 of them) as StandardErrors, each with line, column, the wrong word and the
// known ones. A file that is no YAML at all gives the one mistake that stopped it. A standard that it extends has to be an
// embedded one; ResolveStandard finds others.
func ParseStandard(name string, src []byte) (*Standard, error) {
	return ResolveStandard(name, src, FindEmbedded)
}

// documents are the documents of the file: the standard, and after it those that it extends, as a run keeps them.
func (r *standardReader) documents(src []byte) []ast.Node {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if len(src) > maxStandardBytes {
		r.complainAt(1, 1, fmt.Sprintf("the file has %d bytes: a standard has at most %d", len(src), maxStandardBytes))
		return nil
	}
	if at := invalidUTF8(src); at >= 0 {
		line := 1 + bytes.Count(src[:at], []byte("\n"))
		column := 1 + utf8.RuneCount(src[bytes.LastIndexByte(src[:at], '\n')+1:at])
		r.complainAt(line, column, "the text is not in UTF-8: save the file as UTF-8 (in Notepad: Save as, Encoding)")
		return nil
	}
	file, err := parseYAML(src)
	if err != nil {
		r.complainYAML(err)
		return nil
	}
	var bodies []ast.Node
	for _, doc := range file.Docs {
		if doc.Body != nil && doc.Body.Type() != ast.NullType {
			bodies = append(bodies, doc.Body)
		}
	}
	if len(bodies) == 0 {
		r.complainAt(1, 1, "the file is empty: a standard has at least id, title and aspects")
	}
	return bodies
}

func (r *standardReader) complainAt(line, column int, message string) {
	r.errs = append(r.errs, &StandardError{File: r.file, Line: line, Column: column, Message: message})
}

// complainYAML records what the YAML parser stopped at.
func (r *standardReader) complainYAML(err error) {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil {
		p := at.GetToken().Position
		r.errs = append(r.errs, &StandardError{
			File: r.file, Line: p.Line, Column: p.Column, Got: at.GetToken().Value, Message: "this is not YAML: " + at.GetMessage(),
		})
		return
	}
	r.complainAt(1, 1, "this is not YAML: "+err.Error())
}

// parseYAML is the syntax tree. Size and nesting are looked at first, because the
// parser recurses; a name that stands twice is left for the standardReader to report.
func parseYAML(src []byte) (file *ast.File, err error) {
	tokens := lexer.Tokenize(string(src))
	if len(tokens) > maxTokens {
		return nil, &yaml.SyntaxError{Message: fmt.Sprintf("more than %d words and signs", maxTokens), Token: tokens[maxTokens]}
	}
	if err := checkNesting(tokens); err != nil {
		return nil, err
	}
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
}

// checkNesting refuses what would make the parser recurse deeply: brackets in brackets, and dashes or question marks in a row.
// Indentation needs none: the size of the file bounds it to some 700 levels.
func checkNesting(tokens token.Tokens) error {
	open, line, inLine := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, inLine = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			open++
		case token.SequenceEndType, token.MappingEndType:
			open--
		case token.SequenceEntryType, token.MappingKeyType:
			inLine++
		}
		if open > maxNesting || inLine > maxNesting {
			return &yaml.SyntaxError{Message: fmt.Sprintf("nested more than %d deep", maxNesting), Token: t}
		}
	}
	return nil
}

// invalidUTF8 is where the first byte lies that is no UTF-8; -1 if there is none.
func invalidUTF8(src []byte) int {
	for i := 0; i < len(src); {
		c, n := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// idPattern is what ids are made of; those of standards may have dashes too.
var (
	idPattern         = regexp.MustCompile(`^[a-z0-9_]{1,40}$`)
	standardIDPattern = regexp.MustCompile(`^[a-z0-9_-]{1,60}$`)
)
