package indicators

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Schema is the JSON Schema (draft 2020-12) of a standard's file, for editors. It is made from Language, as the parser's checks
// are: what it refuses the parser refuses too, but for empty values and numbers as ids, which the parser lets pass. The parser checks
// more: what stands elsewhere in the file (profiles, tables, ids taken), and what one number says of another.
func Schema() []byte {
	defs := map[string]schemaNode{}
	var root Mapping
	for _, m := range Language() {
		if m.Name == "standard" {
			root = m
			continue
		}
		defs[m.Name] = schemaOf(&m)
	}
	criterion := mappingOf("criterion")
	defs["criterion"] = byMeasure(criterion)
	defs["override"] = overrideSchema(criterion)
	for _, name := range []string{"aspect", "indicator"} {
		defs["added_"+name] = addedSchema(mappingOf(name))
	}
	defs["limit"]["oneOf"] = oneRequired("minutes", "metres")
	defs["per"]["oneOf"] = oneRequired("residents", "households")
	defs["target"]["anyOf"] = oneRequired("city", "share")
	defs["amount"]["oneOf"] = []any{schemaNode{"required": []string{"column"}}, schemaNode{"required": []string{"rows"}, "properties": schemaNode{"rows": schemaNode{"const": true}}}}
	top := schemaOf(&root)
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["$id"] = "urn:circle15:standard"
	top["title"] = "circle15 standard 指标体系"
	top["$defs"] = defs
	top["if"] = schemaNode{"required": []string{"extends"}}
	top["then"] = schemaNode{"properties": schemaNode{"aspects": schemaNode{"items": ref("added_aspect")}}}
	top["else"] = schemaNode{"required": []string{"aspects"}, "properties": schemaNode{"aspects": schemaNode{"items": ref("aspect")}, "overrides": false, "remove": false}}
	top["properties"].(schemaNode)["overrides"].(schemaNode)["additionalProperties"] = ref("override")
	delete(top["properties"].(schemaNode)["aspects"].(schemaNode), "items")
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(top); err != nil {
		panic(err) // maps of texts and numbers can be encoded
	}
	return b.Bytes()
}

// schemaNode is a part of a schema: keys are sorted when it is written.
type schemaNode = map[string]any

func ref(name string) schemaNode { return schemaNode{"$ref": "#/$defs/" + name} }

// oneRequired asks for one of the words.
func oneRequired(names ...string) []any {
	var out []any
	for _, n := range names {
		out = append(out, schemaNode{"required": []string{n}})
	}
	return out
}

// schemaOf is a mapping with its words and those that have to be there.
func schemaOf(m *Mapping) schemaNode {
	properties, required := schemaNode{}, []string{}
	for i := range m.Words {
		w := &m.Words[i]
		properties[w.Name] = wordSchema(w)
		if w.Must && len(w.MustFor) == 0 {
			required = append(required, w.Name)
		}
	}
	out := schemaNode{"type": "object", "additionalProperties": false, "properties": properties, "description": m.Title.En + " " + m.Title.Zh}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// byMeasure is the criterion: what its measure has not may not be there, what it has to have must.
func byMeasure(m *Mapping) schemaNode {
	out := schemaOf(m)
	var rules []any
	for _, name := range measureNames() {
		measure := Measure(name)
		properties, required := schemaNode{}, []string{}
		for i := range m.Words {
			w := &m.Words[i]
			if !w.allows(measure) {
				properties[w.Name] = false
			} else if w.demanded(measure) {
				required = append(required, w.Name)
			}
		}
		if measure == Count || measure == Distinct {
			properties["threshold"] = schemaNode{"maximum": maxThreshold}
		}
		then := schemaNode{"properties": properties, "required": required}
		switch measure {
		case Per:
			then["allOf"] = []any{schemaNode{"anyOf": oneRequired("category", "column")}, schemaNode{"oneOf": oneRequired("at_least", "at_most")}}
		case Ratio:
			then["oneOf"] = oneRequired("at_least", "at_most")
		case Presence:
			then["anyOf"] = oneRequired("category", "columns")
			then["dependentRequired"] = schemaNode{"key": []string{"values"}, "values": []string{"key"}}
		case Tiling:
			then["required"] = append(required, "at_least")
		}
		rules = append(rules, schemaNode{
			"if":   schemaNode{"required": []string{"measure"}, "properties": schemaNode{"measure": schemaNode{"const": name}}},
			"then": then,
		})
	}
	out["allOf"] = rules
	return out
}

// overrideSchema is a criterion's words, none of which has to be there.
func overrideSchema(m *Mapping) schemaNode {
	out := schemaOf(m)
	delete(out, "required")
	delete(out["properties"].(schemaNode), "id")
	return out
}

// addedSchema is an aspect or indicator of a standard that extends another: one of a known id needs no more than that.
func addedSchema(m *Mapping) schemaNode {
	out := schemaOf(m)
	out["required"] = []string{"id"}
	if inner, ok := out["properties"].(schemaNode)["indicators"].(schemaNode); ok {
		inner["items"] = ref("added_indicator")
	}
	return out
}

// scalar is what the parser takes for a text.
func scalar() schemaNode { return schemaNode{"type": []string{"string", "number", "boolean"}} }

func oneOrSeveral(item schemaNode) schemaNode {
	return schemaNode{"anyOf": []any{item, schemaNode{"type": "array", "items": item}}}
}

// wordSchema is what may stand after a word, with what it says.
func wordSchema(w *Word) schemaNode {
	out := w.kindSchema()
	meaning := fmt.Sprintf("%s %s", w.Meaning.En, w.Meaning.Zh)
	if w.Unless != (Text{}) {
		meaning += fmt.Sprintf(" [unless it is there 没有写时: %s %s]", w.Unless.En, w.Unless.Zh)
	}
	out["description"] = meaning
	return out
}

func (w *Word) kindSchema() schemaNode {
	switch w.Kind {
	case IDKind:
		return schemaNode{"type": "string", "pattern": idPattern.String()}
	case StandardIDKind:
		return schemaNode{"type": "string", "pattern": standardIDPattern.String()}
	case NumberKind, IntegerKind:
		return w.numberSchema()
	case SwitchKind:
		return schemaNode{"type": "boolean"}
	case ChoiceKind:
		return schemaNode{"enum": w.Known}
	case ListKind:
		return oneOrSeveral(scalar())
	case NamesKind:
		return oneOrSeveral(schemaNode{"type": "string", "pattern": idPattern.String()})
	case ConditionKind:
		values := schemaNode{"anyOf": []any{scalar(), schemaNode{"type": "array", "items": scalar(), "minItems": 1}}}
		return schemaNode{"type": "object", "additionalProperties": values}
	case TitleKind:
		return ref("title")
	case ComposeKind:
		return schemaNode{"anyOf": []any{schemaNode{"enum": []string{"all", "any"}}, ref("compose")}}
	case AmountKind:
		return schemaNode{"anyOf": []any{scalar(), ref(w.Of)}}
	case GoalKind:
		return schemaNode{"anyOf": []any{w.numberSchema(), schemaNode{"type": "string"}, ref(w.Of)}}
	case MappingKind:
		return ref(w.Of)
	case MappingsKind:
		return schemaNode{"type": "array", "items": ref(w.Of)}
	case NamedKind:
		return schemaNode{"type": "object", "additionalProperties": ref(w.Of)}
	}
	return scalar()
}

func (w *Word) numberSchema() schemaNode {
	out := schemaNode{"type": "number", "maximum": w.Most}
	if w.Kind == IntegerKind {
		out["type"] = "integer"
	}
	if w.Above {
		out["exclusiveMinimum"] = w.Least
	} else {
		out["minimum"] = w.Least
	}
	return out
}
