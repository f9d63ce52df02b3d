package indicators

import "slices"

// measuresOfPlaces are asked of every place, measuresOfCommunities of the community or district as a whole.
func measuresOfPlaces() []Measure      { return []Measure{Nearest, Count, Distinct, Sum} }
func measuresOfCommunities() []Measure { return []Measure{Per, Ratio, Presence, Plan, Tiling} }

// Confidences are how sure a number may be, with what each says.
func confidences() []string { return []string{sure, toCheck, ourChoice, setByCity} }

func measureNames() []string {
	var out []string
	for _, m := range slices.Concat(measuresOfPlaces(), measuresOfCommunities()) {
		out = append(out, string(m))
	}
	slices.Sort(out)
	return out
}

func criterionWords() Mapping {
	return Mapping{"criterion", both("评价条件 criteria", "The words of a criterion"), slices.Concat(
		originWords(), facilityWords(), placeWords(), communityWords(), judgingWords())}
}

// originWords say what the criterion is and where it comes from.
func originWords() []Word {
	id := idWord()
	id.Meaning = both("标识，也是列名：不能与 schema.md 的固定列同名，不能以 i_ 开头，不能以 _low、_high、_have 结尾",
		"name of the criterion in files and columns; not one of the fixed columns in [schema.md](schema.md), not beginning with `i_`, not ending in `_low`, `_high`, `_have`")
	return []Word{
		id, titleWord(),
		plainWord("source", "出处（条款）", "the clause it comes from"),
		plainWord("quote", "原话", "the words of the source it stands for"),
		{Name: "confidence", Kind: ChoiceKind, Known: confidences(),
			Unless: both("有 must_set 为 our choice，否则 to be checked；市里把 must_set 改为 false 的为 set by the city", "`our choice` with `must_set`, else `to be checked`; `set by the city` where an override sets `must_set: false`"),
			Meaning: both("数字的可靠程度：high 原文有；to be checked 出自原文，尚未复核；our choice 原文没有，我们取的；set by the city 本市定的",
				"`high`: the source has this number; `to be checked`: from a source whose text was not read again; `our choice`: no source has one; `set by the city`: a city's own file has it")},
		noteWord(),
		{Name: "measure", Kind: ChoiceKind, Known: measureNames(), Must: true, Meaning: both("怎样测量，见上表", "how it is measured, see the table above")},
	}
}

// facilityWords say what is counted.
func facilityWords() []Word {
	counted := []Measure{Nearest, Count, Distinct, Sum, Per, Presence, Tiling}
	places := measuresOfPlaces()
	return []Word{
		{Name: "category", Kind: NamesKind, Measures: counted, Must: true, MustFor: []Measure{Nearest, Count, Distinct, Sum, Tiling},
			Unless: both("per、presence 可以改用 table", "per and presence may ask a table in its place"), Meaning: both("数哪些类别的设施；可以是几类，一起算", "one or a list: what is counted; several count together")},
		{Name: "tags", Kind: ListKind, Unless: emptyText, Meaning: both("对应的 OpenStreetMap 标签，给人看的", "the OpenStreetMap tags that stand for it, for people to read; the importer has its own table")},
		{Name: "where", Kind: ConditionKind, Measures: counted, Unless: both("所有设施", "all facilities"), Meaning: both("设施必须有的属性和取值；\"\" 表示没有这个属性", "attributes that a facility must have, each with one or several values; `\"\"` stands for an attribute that is not there")},
		{Name: "sources", Kind: ListKind, Measures: counted, Unless: both("所有图层", "all layers count"), Meaning: both("图层的先后：只算其中第一个有设施的", "layers by name, best first: only facilities of the first one that has any count")},
		{Name: "open_at", Kind: MomentKind, Measures: places, Unless: both("不看营业时间", "hours do not matter"), Meaning: both("平常日子的这个时刻开着才算：\"07:00\"（周二）或 \"Sa 07:00\"", "a facility counts only if it is open at this time of an ordinary day: `\"07:00\"` (a Tuesday) or `\"Sa 07:00\"`, by its attribute `opening_hours`")},
		{Name: "unknown_hours", Kind: ChoiceKind, Known: []string{string(CountUnknown), string(IgnoreUnknown), string(LeaveUndecided)}, Measures: places,
			Unless: both("defaults 的，否则 count", "the one of `defaults`, else `count`"), Meaning: both("有 open_at 时，时间不明的设施：count 算，结论为暂定；ignore 不算；undecided 该处无法判定",
				"with `open_at`, what counts whose hours are not known: `count`: it counts, and the result is provisional; `ignore`: it does not; `undecided`: a place that needs it is undecidable")},
		{Name: "key", Kind: PlainKind, Measures: []Measure{Distinct, Presence}, Must: true, MustFor: []Measure{Distinct}, Unless: noneText,
			Meaning: both("distinct 数什么的不同值：line 或一个属性；presence 在哪个属性里找 values", "for `distinct`: what differs, `line` or an attribute; for `presence`: the attribute in which `values` are looked for")},
		{Name: "values", Kind: ListKind, Measures: []Measure{Presence}, Unless: both("有设施即可", "any facility will do"), Meaning: both("presence：属性 key 里要有的值（用 ; , 、 | 分开）", "the values of `key` that are looked for (an attribute may list several, separated by ; , 、 or |)")},
		{Name: "attribute", Kind: PlainKind, Measures: []Measure{Sum, Per}, Must: true, MustFor: []Measure{Sum}, Unless: both("per：数设施个数", "`per`: facilities are counted"),
			Meaning: both("设施的哪个属性相加；没有值的为未知", "the attribute of each facility that is added up; one without it has an unknown value")},
	}
}

// placeWords are those of the measures that are asked of every place.
func placeWords() []Word {
	places := measuresOfPlaces()
	return []Word{
		{Name: "threshold", Kind: IntegerKind, Least: 1, Most: maxAmount, Measures: []Measure{Count, Distinct, Sum}, Must: true, MustFor: []Measure{Count, Distinct, Sum},
			Meaning: both("要多少；“以上”含本数；count、distinct 最多 255", "how many are needed, at most 255 for `count` and `distinct`; \"以上\" includes the number itself")},
		{Name: "limit", Kind: MappingKind, Of: "limit", Measures: places, Unless: both("defaults 的", "the one of `defaults`"), Meaning: both("多远算近", "how far is near")},
		{Name: "compare", Kind: NameKind, Measures: places, Unless: both("不比较", "nothing is compared"), Meaning: both("与哪种出行方式比较：只有 limit 的那种走不到之处，成因为 not_step_free", "a profile that manages what the limit's does not (`walk` beside `step_free`): gaps that only the latter has get the cause `not_step_free`")},
		{Name: "scope", Kind: ChoiceKind, Known: []string{string(Anywhere), string(Places)}, Measures: places, Unless: both("places", "`places`"), Meaning: both("places 多少居民走得到；any 社区作为整体", "`places`: a share of the residents must be covered; `any`: the community as a whole, from all its places together")},
		{Name: "require", Kind: NumberKind, Most: 1, Above: true, Measures: places, Unless: both("defaults 的，否则 0.9（我们取的）", "that of `defaults`, else 0.9 (our choice)"), Meaning: both("要走得到的居民比例", "the share of the residents that must be covered")},
	}
}

// communityWords are those of the measures that are asked of a community or district as a whole.
func communityWords() []Word {
	whole := measuresOfCommunities()
	return []Word{
		{Name: "table", Kind: IDKind, Measures: []Measure{Per, Ratio, Presence, Plan}, Unless: both("community", "`community`"), Meaning: both("问哪张表", "the table that is asked")},
		{Name: "column", Kind: AmountKind, Of: "amount", Measures: []Measure{Per}, Unless: both("数 category 的设施", "facilities of `category`"), Meaning: both("per：表中相加的数", "`per`: what is added up of the table")},
		{Name: "numerator", Kind: AmountKind, Of: "amount", Measures: []Measure{Ratio}, Must: true, MustFor: []Measure{Ratio}, Meaning: both("分子", "the numerator")},
		{Name: "denominator", Kind: AmountKind, Of: "amount", Measures: []Measure{Ratio}, Must: true, MustFor: []Measure{Ratio}, Meaning: both("分母；为 0 时不适用", "the denominator; 0: not applicable")},
		{Name: "columns", Kind: ListKind, Measures: []Measure{Presence}, Unless: both("看 category 的设施", "facilities of `category`"), Meaning: both("presence：表中的是否列", "`presence`: yes/no columns of the table")},
		{Name: "done", Kind: AmountKind, Of: "amount", Measures: []Measure{Plan}, Must: true, MustFor: []Measure{Plan}, Meaning: both("完成数", "what is done")},
		{Name: "target", Kind: GoalKind, Of: "amount", Least: 0, Most: maxAmount, Above: true, Measures: []Measure{Plan}, Must: true, MustFor: []Measure{Plan}, Meaning: both("目标数：一个数，或表中的数；为 0 时不适用", "the target: a number, or an amount of the table; 0: not applicable")},
		{Name: "due", Kind: PlainKind, Measures: []Measure{Plan}, Unless: both("所有行都算", "all rows count"), Meaning: both("日期列：到基准日为止的行才算目标", "the column of dates: a row counts in the target from its date on, compared with the run's as-of date")},
		{Name: "per", Kind: MappingKind, Of: "per", Measures: []Measure{Per}, Must: true, MustFor: []Measure{Per}, Meaning: both("除以多少居民或户", "per so many residents or households")},
		{Name: "at_least", Kind: NumberKind, Most: maxAmount, Above: true, Measures: whole, Unless: both("presence：全部；plan：1；其余必须有", "`presence`: all; `plan`: 1; else it must be there"), Meaning: both("从此值起达标；“以上”含本数", "the value from which it passes, itself included")},
		{Name: "at_most", Kind: NumberKind, Most: maxAmount, Measures: []Measure{Per, Ratio}, Unless: both("没有上限", "no upper bound"), Meaning: both("代替 at_least：不超过此值达标", "in place of `at_least`: the value up to which it passes")},
		{Name: "level", Kind: ChoiceKind, Known: []string{string(AtCommunity), string(AtDistrict)}, Measures: []Measure{Per, Ratio, Presence, Plan}, Unless: both("plan：district；其余 community", "`plan`: `district`; else `community`"),
			Meaning: both("评谁：社区，或县区（其社区带着县区的数，不计入社区结论）", "who is judged: each community, or each district; then its communities carry its figure, and it does not enter their verdict")},
	}
}

// judgingWords say what is made of the value.
func judgingWords() []Word {
	return []Word{
		{Name: "near", Kind: NumberKind, Most: maxAmount, Above: true, Unless: both("defaults 的，否则 0.75（我们取的），不超过 require；社区整体的：0.75 × at_least，或 at_most ÷ 0.75", "that of `defaults`, else 0.75 (our choice), at most `require`; of communities as a whole 0.75 × `at_least`, or `at_most` / 0.75"),
			Meaning: both("未达标但接近（黄色）的界限：居民比例；社区整体的是测量值", "from where on what fails is nearly there (yellow): a share of the residents, at most `require`; of communities as a whole a value")},
		{Name: "colours", Kind: MappingKind, Of: "colours", Unless: both("达标绿，接近黄，其余红", "green passes, yellow is near, the rest red"), Meaning: both("三色预警的界限", "the bounds of the three colours")},
		{Name: "applies_if", Kind: MappingKind, Of: "applies_if", Unless: both("都适用", "it applies to all"), Meaning: both("适用于哪些社区", "to which communities it applies")},
		{Name: "must_set", Kind: SwitchKind, Unless: both("false", "`false`"), Meaning: both("true：原文没有数字，由市里确定", "`true`: the source gives no number, the city has to set it")},
		{Name: "binding", Kind: SwitchKind, Unless: both("与 must_set 相反", "the opposite of `must_set`"), Meaning: both("true 参与判定；false 只测量、展示", "`true`: it decides; `false`: it is measured and shown")},
		{Name: "restricted", Kind: SwitchKind, Unless: both("false", "`false`"), Meaning: both("true：有口令才能看，所用图层也是", "`true`: shown only to those with a key, and so are the layers it counts")},
	}
}

func targetWords() Mapping {
	c := criterionWords()
	confidence, mustSet, binding := *c.word("confidence"), *c.word("must_set"), *c.word("binding")
	return Mapping{"target", both("目标 targets", "Targets"), []Word{
		idWord(), titleWord(), plainWord("source", "出处", "the clause it comes from"), plainWord("quote", "原话", "the words of the source it stands for"),
		confidence, noteWord(), mustSet, binding,
		{Name: "criterion", Kind: NameKind, Must: true, Meaning: both("哪个 plan 或 ratio 条件的完成数（分子）相加", "the criterion (`plan` or `ratio`) whose done (numerators) are added up")},
		{Name: "city", Kind: NumberKind, Most: maxAmount, Above: true, Unless: both("二者至少有一", "one of the two or both"), Meaning: both("全市合计至少完成多少", "what all districts together must have done")},
		{Name: "share", Kind: NumberKind, Most: 1, Above: true, Unless: both("二者至少有一", "one of the two or both"), Meaning: both("完成数占社区总数的比例，全市和各县区都要达到", "what must be done of the number of communities, in the city and in each district")},
	}}
}

func tableWords() Mapping {
	return Mapping{"table", both("表 tables", "Tables"), []Word{
		titleWord(), noteWord(),
		{Name: "key", Kind: ChoiceKind, Known: []string{string(AtCommunity), string(AtDistrict)}, Unless: both("community", "`community`"), Meaning: both("一行是一个社区还是县区的", "whose rows they are: a community's (by its id) or a district's (by its name)")},
		{Name: "rows", Kind: ChoiceKind, Known: []string{"many", "one"}, Unless: both("one", "`one`"), Meaning: both("many：同一社区可以有几行，相加", "`many`: several rows of one key add up")},
		{Name: "date", Kind: PlainKind, Unless: both("行没有日期", "rows have no date"), Meaning: both("哪一列是行的日期", "the column with the date of a row")},
		{Name: "restricted", Kind: SwitchKind, Unless: both("false", "`false`"), Meaning: both("true：有口令才能看", "`true`: shown only to those with a key")},
		{Name: "columns", Kind: NamedKind, Of: "column", Must: true, Meaning: both("各列", "its columns")},
	}}
}

func columnWords() Mapping {
	return Mapping{"column", both("列 columns", "Columns"), []Word{
		titleWord(), noteWord(),
		{Name: "type", Kind: ChoiceKind, Known: columnTypes(), Must: true, Meaning: both("integer 整数，number 数，share 比例（0 到 1，或百分数），yes_no 是否，date 日期，text 文字，choice 选项", "`integer`, `number`, `share` (0 to 1, or a percentage), `yes_no`, `date`, `text`, `choice`")},
		{Name: "values", Kind: ListKind, Unless: both("choice 必须有", "must be there for `choice`"), Meaning: both("choice 的选项", "what a `choice` may be")},
		{Name: "min", Kind: NumberKind, Least: -maxAmount, Most: maxAmount, Unless: noneText, Meaning: both("最小值", "the least value")},
		{Name: "max", Kind: NumberKind, Least: -maxAmount, Most: maxAmount, Unless: noneText, Meaning: both("最大值", "the greatest value")},
		plainWord("unit", "单位", "its unit"),
	}}
}

func columnTypes() []string {
	return []string{string(ChoiceColumn), string(DateColumn), string(IntegerColumn), string(NumberColumn), string(ShareColumn), string(TextColumn), string(YesNoColumn)}
}

func notMeasuredWords() Mapping {
	return Mapping{"not_measured", both("未测量 not_measured", "What is not measured"), []Word{
		{Name: "quote", Kind: PlainKind, Must: true, Meaning: both("原话", "the words of the source")},
		{Name: "reason", Kind: TitleKind, Must: true, Meaning: both("理由", "the reason")},
	}}
}
