package indicators

import "slices"

// Word is one word of the language of standards: what may stand after it, where it is allowed and what it says. The
// parser's checks, the JSON Schema and the pages in docs are made from these words.
type Word struct {
	Name string
	Kind WordKind
	Of   string // for MappingKind, MappingsKind and NamedKind: the mapping
	// Known are the words that may stand there; none: any.
	Known []string
	// Least and Most bound a number, in Unit; Above: Least itself is too small.
	Least, Most float64
	Above       bool
	Unit        string
	// Must: it has to be there, for the measures of MustFor where that is not empty.
	Must    bool
	MustFor []Measure
	// Measures are those that have the word; none: all.
	Measures []Measure
	// Unless is what holds where the word is not there.
	Unless  Text
	Meaning Text
}

// WordKind is what may stand after a word.
type WordKind string

// The kinds of words.
const (
	IDKind         WordKind = "id"          // a–z, 0–9 and _, at most 40 of them
	StandardIDKind WordKind = "standard id" // a–z, 0–9, _ and -, at most 60 of them
	PlainKind      WordKind = "text"
	TitleKind      WordKind = "title" // {zh: …, en: …}
	NumberKind     WordKind = "number"
	IntegerKind    WordKind = "integer"
	SwitchKind     WordKind = "true or false"
	ChoiceKind     WordKind = "choice"
	NameKind       WordKind = "name" // of something in the same file: a profile
	ListKind       WordKind = "list" // a text or a list of texts
	NamesKind      WordKind = "names"
	MomentKind     WordKind = "time"
	ConditionKind  WordKind = "condition" // a mapping from a name to one or several values
	ComposeKind    WordKind = "compose"
	AmountKind     WordKind = "amount"  // a column, or a mapping of the same name
	GoalKind       WordKind = "goal"    // a number or an amount
	MappingKind    WordKind = "mapping" // one mapping
	MappingsKind   WordKind = "list of mappings"
	NamedKind      WordKind = "named mappings" // a mapping from names to mappings
)

// Mapping is a part of a standard's file: a set of words.
type Mapping struct {
	Name  string
	Title Text
	Words []Word
}

// word finds a word.
func (m *Mapping) word(name string) *Word {
	for i := range m.Words {
		if m.Words[i].Name == name {
			return &m.Words[i]
		}
	}
	return nil
}

// names are the words, sorted.
func (m *Mapping) names() []string {
	out := make([]string, len(m.Words))
	for i := range m.Words {
		out[i] = m.Words[i].Name
	}
	slices.Sort(out)
	return out
}

// allows says whether a criterion of that measure may have the word.
func (w *Word) allows(m Measure) bool { return len(w.Measures) == 0 || slices.Contains(w.Measures, m) }

// demanded says whether a criterion of that measure has to have the word.
func (w *Word) demanded(m Measure) bool { return w.Must && slices.Contains(w.MustFor, m) }

// Language is all mappings of a standard's file, the file itself first.
func Language() []Mapping {
	return []Mapping{
		standardWords(), defaultsWords(), profileWords(), aspectWords(), indicatorWords(), criterionWords(), limitWords(), perWords(), amountWords(),
		conditionWords(), coloursWords(), targetWords(), tableWords(), columnWords(), notMeasuredWords(), titleWords(), composeWords(),
	}
}

// mappingOf is a mapping of the language by its name.
func mappingOf(name string) *Mapping {
	all := Language()
	for i := range all {
		if all[i].Name == name {
			return &all[i]
		}
	}
	return nil
}

func both(zh, en string) Text { return Text{Zh: zh, En: en} }

var (
	emptyText = both("空", "empty")
	noneText  = both("无", "none")
)

func idWord() Word {
	return Word{Name: "id", Kind: IDKind, Must: true, Meaning: both("标识，同类中不重复", "name in files and columns, each once")}
}

func titleWord() Word {
	return Word{Name: "title", Kind: TitleKind, Must: true, Meaning: both("名称", "title")}
}

func noteWord() Word {
	return Word{Name: "note", Kind: TitleKind, Unless: emptyText, Meaning: both("说明", "a note")}
}

func plainWord(name, zh, en string) Word {
	return Word{Name: name, Kind: PlainKind, Unless: emptyText, Meaning: both(zh, en)}
}

func standardWords() Mapping {
	return Mapping{"standard", both("整个文件", "The whole file"), []Word{
		{Name: "id", Kind: StandardIDKind, Must: true, Meaning: both("指标体系的标识", "name of the standard")},
		titleWord(),
		plainWord("source", "所依据的文件，含日期", "the document it stands for, with its date"),
		{Name: "community_type", Kind: TitleKind, Unless: emptyText, Meaning: both("达标的社区叫什么", "what a community is called that passes")},
		noteWord(),
		{Name: "extends", Kind: PlainKind, Unless: both("独立", "it stands alone"), Meaning: both("在哪个指标体系之上修改：内置标准的标识，或同一目录下的 .yaml 文件", "the standard that this one takes over and changes: the id of an embedded one, or a .yaml file beside it")},
		{Name: "overrides", Kind: NamedKind, Of: "criterion", Unless: noneText, Meaning: both("有 extends 时：按条件标识，写要替换的词", "with extends: by criterion, the words that replace its own")},
		{Name: "remove", Kind: NamesKind, Unless: noneText, Meaning: both("有 extends 时：不要的条件或指标", "with extends: criteria or indicators that are left out")},
		{Name: "profiles", Kind: NamedKind, Of: "profile", Unless: both("只有 walk", "walk alone"), Meaning: both("各类人怎么走；walk 总是有", "how people move; walk is there always")},
		{Name: "defaults", Kind: MappingKind, Of: "defaults", Unless: emptyText, Meaning: both("条件没有写时用的值", "what the criteria have unless they say otherwise")},
		{Name: "aspects", Kind: MappingsKind, Of: "aspect", Unless: both("必须有；有 extends 时可以没有", "must be there, except with extends"), Meaning: both("方面；有 extends 时是增加的，标识相同的方面和指标只需 id", "the aspects; with extends, what is added: an aspect or indicator of a known id needs its id only")},
		{Name: "targets", Kind: MappingsKind, Of: "target", Unless: noneText, Meaning: both("全市和各县区要完成的数", "what the city and its districts have to reach")},
		{Name: "tables", Kind: NamedKind, Of: "table", Unless: noneText, Meaning: both("条件所用的表和列，模板和导入检查用", "the tables and columns that criteria ask, for templates and checks")},
		{Name: "not_measured", Kind: MappingsKind, Of: "not_measured", Unless: noneText, Meaning: both("原文中没有成为条件的句子，及其理由", "sentences of the source that are no criterion, with the reason")},
	}}
}

func defaultsWords() Mapping {
	c := criterionWords()
	require, near, unknown := *c.word("require"), *c.word("near"), *c.word("unknown_hours")
	near.Most, require.Measures, near.Measures, unknown.Measures = 1, nil, nil, nil
	near.Meaning = both("未达标但接近（黄色）的居民比例下限", "the share from which what fails is nearly covered (yellow)")
	return Mapping{"defaults", both("缺省值 defaults", "Defaults"), []Word{
		{Name: "limit", Kind: MappingKind, Of: "limit", Unless: noneText, Meaning: both("多远算近", "how far is near")},
		{Name: "profile", Kind: NameKind, Unless: both("walk", "walk"), Meaning: both("谁来走", "who walks")},
		require, near, unknown,
	}}
}

func profileWords() Mapping {
	return Mapping{"profile", both("出行方式 profiles", "Profiles"), []Word{
		{Name: "speed_mps", Kind: NumberKind, Least: 0.3, Most: 10, Unit: " m/s", Unless: both("同 walk；walk 为 1", "that of walk; walk has 1"), Meaning: both("速度，米/秒；骑行以外最多 3", "speed in metres a second; at most 3 without bike")},
		{Name: "max_access_m", Kind: NumberKind, Least: 1, Most: 1000, Unit: " m", Unless: both("同 walk；walk 为 200", "that of walk; walk has 200"), Meaning: both("接入道路的最大直线距离，米", "how far a place may lie from the street it attaches to, in metres")},
		{Name: "candidates", Kind: IntegerKind, Least: 1, Most: 16, Unless: both("同 walk；walk 为 1", "that of walk; walk has 1"), Meaning: both("接入几条最近的道路", "how many nearest streets a place attaches to")},
		{Name: "soft_barriers", Kind: SwitchKind, Unless: both("同 walk；walk 为 false", "that of walk; walk has false"), Meaning: both("围墙、栅栏也算障碍", "walls and fences count")},
		{Name: "wheels", Kind: SwitchKind, Unless: both("同 walk；walk 为 false", "that of walk; walk has false"), Meaning: both("不走台阶和轮子过不去的路", "leaves out steps and what wheels cannot pass")},
		{Name: "bike", Kind: SwitchKind, Unless: both("同 walk；walk 为 false", "that of walk; walk has false"), Meaning: both("走可以骑行的路", "takes the ways that may be cycled")},
	}}
}

func aspectWords() Mapping {
	return Mapping{"aspect", both("方面 aspects", "Aspects"), []Word{
		idWord(), titleWord(),
		{Name: "indicators", Kind: MappingsKind, Of: "indicator", Must: true, Meaning: both("指标", "its indicators")},
	}}
}

func indicatorWords() Mapping {
	return Mapping{"indicator", both("指标 indicators", "Indicators"), []Word{
		idWord(), titleWord(), plainWord("source", "出处", "the clause it comes from"), noteWord(),
		{Name: "compose", Kind: ComposeKind, Unless: both("all", "all"), Meaning: both("参与判定的条件怎样合成：all 全部，any 任一，{at_least: 2} 至少几条", "how the criteria that bind make its status: all, any, or {at_least: 2}")},
		{Name: "criteria", Kind: MappingsKind, Of: "criterion", Unless: noneText, Meaning: both("评价条件", "its criteria")},
	}}
}

func limitWords() Mapping {
	return Mapping{"limit", both("限值 limit", "Limits"), []Word{
		{Name: "minutes", Kind: NumberKind, Least: leastLimit, Most: maxLimitMinutes, Unless: both("二者必有其一", "one of the two"), Meaning: both("步行分钟", "minutes on foot")},
		{Name: "metres", Kind: NumberKind, Least: leastLimit, Most: maxLimitMetres, Unless: both("二者必有其一", "one of the two"), Meaning: both("米", "metres")},
		{Name: "mode", Kind: ChoiceKind, Known: []string{"straight", "walk"}, Unless: both("walk", "walk"), Meaning: both("straight 量直线，walk 量路程", "straight measures the straight line in place of the way")},
		{Name: "profile", Kind: NameKind, Unless: both("defaults 的，否则 walk", "the one of defaults, else walk"), Meaning: both("谁来走", "who walks")},
	}}
}

func perWords() Mapping {
	return Mapping{"per", both("除以 per", "What per divides by"), []Word{
		{Name: "residents", Kind: NumberKind, Most: maxAmount, Above: true, Unless: both("二者必有其一", "one of the two"), Meaning: both("每多少居民", "per so many residents")},
		{Name: "households", Kind: NumberKind, Most: maxAmount, Above: true, Unless: both("二者必有其一", "one of the two"), Meaning: both("每多少户（community 表的 households 列）", "per so many households (column households of the table community)")},
	}}
}

func amountWords() Mapping {
	return Mapping{"amount", both("表中的数 numerator denominator done target column", "Amounts of tables (numerator, denominator, done, target, column)"), []Word{
		{Name: "column", Kind: PlainKind, Unless: both("二者必有其一", "one of the two"), Meaning: both("这一列相加；只写列名也可以", "the sum of this column; the name alone says the same")},
		{Name: "rows", Kind: SwitchKind, Unless: both("二者必有其一", "one of the two"), Meaning: both("true：数有几行", "true: how many rows there are")},
		{Name: "where", Kind: ConditionKind, Unless: both("所有行", "all rows"), Meaning: both("只算这些列是这些值的行", "only rows that have one of the values in each of the columns")},
	}}
}

func conditionWords() Mapping {
	return Mapping{"applies_if", both("适用范围 applies_if", "To whom a criterion applies"), []Word{
		{Name: "table", Kind: IDKind, Unless: both("community", "community"), Meaning: both("哪张表", "the table that says so")},
		{Name: "where", Kind: ConditionKind, Must: true, Meaning: both("这些列是这些值的社区才适用；没有值的，不明", "it applies to those that have one of the values in each of the columns; without a value it is unknown")},
	}}
}

func coloursWords() Mapping {
	return Mapping{"colours", both("三色 colours", "Colours"), []Word{
		{Name: "green", Kind: NumberKind, Most: maxAmount, Must: true, Meaning: both("从此值起为绿", "from here on green")},
		{Name: "yellow", Kind: NumberKind, Most: maxAmount, Must: true, Meaning: both("从此值起为黄，其余为红", "from here on yellow, the rest is red")},
		{Name: "hysteresis", Kind: NumberKind, Most: maxAmount, Unless: both("0", "0"), Meaning: both("颜色变好要超过界限多少", "by how much a value must pass a bound before the colour improves")},
	}}
}

func titleWords() Mapping {
	return Mapping{"title", both("中英文 title note reason", "Texts in both languages (title, note, reason)"), []Word{
		{Name: "zh", Kind: PlainKind, Must: true, Meaning: both("中文", "Chinese")},
		{Name: "en", Kind: PlainKind, Must: true, Meaning: both("英文", "English")},
	}}
}

func composeWords() Mapping {
	return Mapping{"compose", both("合成 compose", "Composition"), []Word{
		{Name: "at_least", Kind: IntegerKind, Least: 1, Most: maxThreshold, Must: true, Meaning: both("至少几条达标，最多为条件的个数", "how many criteria must pass, at most as many as there are")},
	}}
}
