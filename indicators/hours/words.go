package hours

// signs are those that stand alone. A single bar is a slip for a semicolon.
var signs = map[rune]kind{
	':': colon, '∶': colon, '-': dash, '–': dash, '—': dash, '−': dash, '~': dash, '〜': dash, '―': dash, '‐': dash, '‑': dash, '─': dash,
	',': comma, '、': comma, ';': semicolon, '|': semicolon, '\n': semicolon, '。': semicolon,
	'+': plus, '/': slash, '[': leftBracket, ']': rightBracket, '(': leftParen, ')': rightParen,
}

// The parts of a day that Chinese says before an hour.
const (
	morning = iota
	afternoon
	night
)

// sunTimes are the times of the sun, with the bounds between which they lie all year in the latitudes
// where people live by them: our choice.
var sunTimes = []struct {
	word string
	clock
}{
	{"sunrise", clock{5 * minutesPerHour, 8 * minutesPerHour}},
	{"sunset", clock{17 * minutesPerHour, 21 * minutesPerHour}},
	{"dawn", clock{5 * minutesPerHour, 8 * minutesPerHour}},
	{"dusk", clock{17 * minutesPerHour, 21 * minutesPerHour}},
}

// seasons are summer and winter as Chinese offices mean them (夏季, 冬季). Where they change differs; what is said of
// both holds all year anyway, and where they differ the answer is unknown.
var seasons = []dateRange{
	{date{5, 1}, date{9, 30}},
	{date{10, 1}, date{4, 30}},
}

// words are those of alphabets, in small letters.
var words = map[string]token{
	"mo": day(Monday), "mon": day(Monday), "monday": day(Monday), "mondays": day(Monday),
	"tu": day(Tuesday), "tue": day(Tuesday), "tues": day(Tuesday), "tuesday": day(Tuesday), "tuesdays": day(Tuesday),
	"we": day(Wednesday), "wed": day(Wednesday), "wednesday": day(Wednesday), "wednesdays": day(Wednesday),
	"th": day(Thursday), "thu": day(Thursday), "thur": day(Thursday), "thurs": day(Thursday), "thursday": day(Thursday), "thursdays": day(Thursday),
	"fr": day(Friday), "fri": day(Friday), "friday": day(Friday), "fridays": day(Friday),
	"sa": day(Saturday), "sat": day(Saturday), "saturday": day(Saturday), "saturdays": day(Saturday),
	"su": day(Sunday), "sun": day(Sunday), "sunday": day(Sunday), "sundays": day(Sunday),
	"daily": {kind: dayGroup, n: everyDay},
	"jan":   month(1), "feb": month(2), "mar": month(3), "apr": month(4), "may": month(5), "jun": month(6),
	"jul": month(7), "aug": month(8), "sep": month(9), "sept": month(9), "oct": month(10), "nov": month(11), "dec": month(12),
	"january": month(1), "february": month(2), "march": month(3), "april": month(4), "june": month(6), "july": month(7),
	"august": month(8), "september": month(9), "october": month(10), "november": month(11), "december": month(12),
	"ph": {kind: holiday}, "sh": {kind: holiday}, "easter": {kind: easter}, "day": {kind: daysWord}, "days": {kind: daysWord},
	"week": {kind: week}, "off": state(Closed), "closed": state(Closed), "open": state(Open), "unknown": state(Unknown),
	"sunrise": {kind: sun, n: 0}, "sunset": {kind: sun, n: 1}, "dawn": {kind: sun, n: 2}, "dusk": {kind: sun, n: 3},
	"am": {kind: halfOfDay, n: 0}, "pm": {kind: halfOfDay, n: 12}, "h": {kind: hourMark}, "to": {kind: dash}, "and": {kind: comma},
}

func day(d Day) token     { return token{kind: dayName, n: int(d)} }
func month(m int) token   { return token{kind: monthName, n: m} }
func state(s State) token { return token{kind: stateWord, n: int(s)} }

// phrase is a word of Chinese, or one that begins with a digit.
type phrase struct {
	text string
	token
}

// phrases are looked for first; the longest counts.
var phrases = append(weekdays(), []phrase{
	{"24/7", token{kind: allDay}}, {"24小时", token{kind: allDay}}, {"24 小时", token{kind: allDay}}, {"二十四小时", token{kind: allDay}},
	{"全天", token{kind: allDay}}, {"全天候", token{kind: allDay}}, {"全日", token{kind: allDay}}, {"昼夜", token{kind: allDay}},
	{"周末", token{kind: dayGroup, n: 1<<Saturday | 1<<Sunday}}, {"双休日", token{kind: dayGroup, n: 1<<Saturday | 1<<Sunday}},
	{"工作日", token{kind: dayGroup, n: everyDay &^ (1<<Saturday | 1<<Sunday)}},
	{"每天", token{kind: dayGroup, n: everyDay}}, {"每日", token{kind: dayGroup, n: everyDay}}, {"天天", token{kind: dayGroup, n: everyDay}},
	{"全年", token{kind: dayGroup, n: everyDay}}, {"无休", token{kind: ignored}},
	{"国家法定节假日", token{kind: holiday}}, {"法定节假日", token{kind: holiday}}, {"节假日", token{kind: holiday}}, {"节日", token{kind: holiday}}, {"假日", token{kind: holiday}},
	{"寒暑假", token{kind: holiday}}, {"寒假", token{kind: holiday}}, {"暑假", token{kind: holiday}}, {"除外", token{kind: except}},
	{"休息", state(Closed)}, {"不营业", state(Closed)}, {"停业", state(Closed)}, {"歇业", state(Closed)}, {"关门", state(Closed)}, {"关闭", state(Closed)},
	{"不开放", state(Closed)}, {"闭馆", state(Closed)}, {"休", state(Closed)},
	{"营业时间", token{kind: ignored}}, {"开放时间", token{kind: ignored}}, {"服务时间", token{kind: ignored}}, {"营业", token{kind: ignored}},
	{"开放", token{kind: ignored}}, {"服务", token{kind: ignored}}, {"开门", token{kind: ignored}},
	{"至", token{kind: dash}}, {"到", token{kind: dash}}, {"和", token{kind: comma}}, {"及", token{kind: comma}},
	{"点", token{kind: hourMark}}, {"时", token{kind: hourMark}}, {"分", token{kind: minuteMark}}, {"半", token{kind: half}},
	{"上午", token{kind: partOfDay, n: morning}}, {"早上", token{kind: partOfDay, n: morning}}, {"早晨", token{kind: partOfDay, n: morning}},
	{"凌晨", token{kind: partOfDay, n: morning}}, {"清晨", token{kind: partOfDay, n: morning}}, {"早", token{kind: partOfDay, n: morning}},
	{"中午", token{kind: partOfDay, n: afternoon}}, {"下午", token{kind: partOfDay, n: afternoon}}, {"傍晚", token{kind: partOfDay, n: afternoon}},
	{"晚上", token{kind: partOfDay, n: night}}, {"夜间", token{kind: partOfDay, n: night}}, {"晚", token{kind: partOfDay, n: night}},
	{"次日", token{kind: nextDay}}, {"翌日", token{kind: nextDay}}, {"第二天", token{kind: nextDay}},
	{"月", token{kind: monthMark}}, {"号", token{kind: dateMark}},
	{"夏季", token{kind: season, n: 0}}, {"夏令时", token{kind: season, n: 0}}, {"夏天", token{kind: season, n: 0}},
	{"冬季", token{kind: season, n: 1}}, {"冬令时", token{kind: season, n: 1}}, {"冬天", token{kind: season, n: 1}},
}...)

// weekdays are 周一, 星期一 and 礼拜一 to 周日, and the bare numerals that follow one in a list.
func weekdays() []phrase {
	var out []phrase
	for i, n := range []rune("一二三四五六日") {
		for _, before := range []string{"周", "星期", "礼拜"} {
			out = append(out, phrase{before + string(n), day(Day(i))})
		}
		out = append(out, phrase{string(n), token{kind: dayMore, n: i}})
	}
	for _, sunday := range []string{"周天", "星期天", "礼拜天"} {
		out = append(out, phrase{sunday, day(Sunday)})
	}
	return out
}
