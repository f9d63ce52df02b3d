package hours_test

import (
	"errors"
	"strings"
	"testing"

	"circle15/indicators/hours"
)

// ask is the answer of a value at a moment: "open", "closed", "unknown", or "error".
func ask(t *testing.T, value, at string) string {
	t.Helper()
	m, err := hours.ParseMoment(at)
	if err != nil {
		t.Fatal(err)
	}
	h, err := hours.Parse(value)
	if err != nil {
		return "error"
	}
	return m.At(h).String()
}

// check asks a value at several moments: "Tu 07:00 open, Su 07:00 closed".
func check(t *testing.T, value, answers string) {
	t.Helper()
	for _, a := range strings.Split(answers, ", ") {
		i := strings.LastIndex(a, " ")
		if got := ask(t, value, a[:i]); got != a[i+1:] {
			t.Errorf("%q at %s: %s, want %s", value, a[:i], got, a[i+1:])
		}
	}
}

func TestDaysAndHours(t *testing.T) {
	tests := []struct{ value, answers string }{
		{"24/7", "Tu 00:00 open, Su 23:59 open"},
		{"07:00-09:00", "Tu 06:59 closed, Tu 07:00 open, Tu 08:59 open, Tu 09:00 closed"},
		{"Mo-Fr 08:00-18:00", "Tu 08:00 open, Sa 08:00 closed, Fr 17:59 open, Mo 07:59 closed"},
		{"Mo,We,Fr 08:00-18:00", "Mo 09:00 open, Tu 09:00 closed, We 09:00 open"},
		{"Sa-Mo 08:00-18:00", "Sa 09:00 open, Su 09:00 open, Mo 09:00 open, Tu 09:00 closed, Fr 09:00 closed"},
		{"Mo-Fr 08:00-12:00,14:00-18:00", "Tu 11:59 open, Tu 12:00 closed, Tu 13:59 closed, Tu 14:00 open"},
		{"Mo-Fr 08:00-13:00 15:00-18:00", "Tu 12:00 open, Tu 14:00 closed, Tu 15:00 open"},
		// Past midnight: the hours belong to the day on which they begin.
		{"Fr 22:00-02:00", "Fr 21:59 closed, Fr 23:00 open, Sa 01:59 open, Sa 02:00 closed, Fr 01:00 closed"},
		{"Fr 18:00-26:00", "Fr 18:00 open, Sa 01:59 open, Sa 02:00 closed"},
		{"Su 22:00-06:00", "Mo 05:00 open, Tu 05:00 closed"},
		{"Mo-Su 22:00-02:00; We off", "We 01:00 open, We 23:00 closed, Th 01:00 closed, Fr 01:00 open"},
		{"Mo-Su 08:00-00:00", "Tu 23:59 open, Tu 00:00 closed"},
		{"Mo-Su 08:00-24:00", "Tu 23:59 open, Tu 00:00 closed"},
		{"Tu 08:00-08:00", "Tu 08:00 open, We 07:59 open, We 08:00 closed, Tu 07:59 closed"},
		{"Mo-Fr", "Tu 03:00 open, Sa 03:00 closed"},
		// Later rules replace, a comma adds, || fills in.
		{"Mo-Fr 08:00-18:00; We 10:00-12:00", "We 08:00 closed, We 10:00 open, Th 08:00 open"},
		{"Mo-Fr 08:00-18:00, We 20:00-22:00", "We 08:00 open, We 20:00 open, Th 20:00 closed"},
		{"Mo-Fr 08:00-18:00; We off", "We 09:00 closed, Tu 09:00 open"},
		{"Mo-Fr 08:00-18:00; We 12:00-13:00 off", "We 12:30 closed, We 09:00 open, Tu 12:30 open"},
		{"Mo-Fr 08:00-18:00 Sa 09:00-12:00", "Sa 09:00 open, Sa 08:00 closed, Fr 08:00 open"},
		{"Mo-Fr 08:30-19:30 | Sa 08:30-16:30", "Sa 17:00 closed, Fr 17:00 open"},
		{`Mo-Fr 08:00-16:00 || "on appointment"`, "Tu 09:00 open, Tu 17:00 unknown, Sa 09:00 unknown"},
		{"Mo-Fr 08:00-12:00 || 11:00-14:00", "Tu 11:30 open, Tu 13:00 open, Tu 14:00 closed, Sa 11:30 open"},
		{"closed", "Tu 07:00 closed"},
		{`24/7 off "cita previa"`, "Tu 07:00 closed"},
		{"Su off", "Su 09:00 closed, Tu 09:00 unknown"}, // when it is open it does not say
		// As people write it.
		{"mo-su 9-17", "Tu 09:00 open, Tu 17:00 closed"},
		{"Mo-Fr 8-02;Sa 10-18", "Tu 01:00 open, Mo 01:00 closed, Sa 01:00 open, Sa 10:00 open"},
		{"Mon - Fri 11am - 11pm, Sat 12am - 11pm", "Tu 11:00 open, Tu 22:59 open, Sa 00:30 open, Su 12:00 closed"},
		{"Mo-Fr 8.30-17.00", "Tu 08:30 open, Tu 08:29 closed"},
		{"daily 12pm to 1pm", "Tu 12:00 open, Tu 13:00 closed"},
		{"Mo. 10:00-12:00", "Mo 10:00 open"},
		{"07:00-09:00/16:00-19:00", "Tu 08:00 open, Tu 12:00 closed, Tu 16:00 open"},
	}
	for _, tt := range tests {
		check(t, tt.value, tt.answers)
	}
}

func TestHolidaysAreNoOrdinaryDays(t *testing.T) {
	tests := []struct{ value, answers string }{
		{"Mo-Fr 08:00-18:00; PH off", "Tu 09:00 open"},
		{"Mo-Sa 08:00-18:00; Su,PH 10:00-15:00", "Su 11:00 open, Su 09:00 closed, Tu 09:00 open"},
		{"PH,Sa 10:00-12:00", "Sa 11:00 open, Tu 11:00 closed"},
		{"PH 10:00-12:00", "Tu 11:00 closed"},
		{"Mo-Fr 08:00-18:00; SH Mo-Fr 10:00-12:00", "Tu 08:00 open"},
		{"Mo-Fr 08:00-18:00; PH -1 day 08:00-12:00", "Tu 17:00 open"},
		{"Mo-Fr 08:00-18:00; easter -2 days off", "Fr 17:00 open"},
		{"PH off", "Tu 07:00 unknown"},
	}
	for _, tt := range tests {
		check(t, tt.value, tt.answers)
	}
}

func TestPartsOfTheYear(t *testing.T) {
	tests := []struct{ value, answers string }{
		// In every month 09:00 to 18:00, in six until 19:00.
		{"Apr-Sep Mo-Su 09:00-19:00; Oct-Mar Mo-Su 09:00-18:00", "Tu 09:00 open, Tu 18:30 unknown, Tu 08:00 closed, Tu 19:00 closed"},
		{"Jun-Aug: Su-Sa 09:00-24:00; Sep-May: Su-Sa 09:00-18:00", "Tu 09:00 open, Tu 20:00 unknown"},
		{"Sep-May: Fr 18:00-22:00", "Fr 19:00 unknown, Tu 19:00 closed"},
		{"Mo-Fr 09:00-18:00; Sa 10:00-15:00; Jun 1 - Aug 31 Sa off; Jun 1 - Aug 31 Mo-Fr 9:00-17:00; PH off",
			"Tu 16:59 open, Tu 17:00 unknown, Sa 11:00 unknown"},
		// Single dates are exceptions as holidays are.
		{"Mo-Sa 10:00-18:00; Jan 1,Dec 24,Dec 25,Dec 31 off", "Tu 10:00 open"},
		{"Mo-Su 10:00-13:00, May 30 off", "Tu 10:00 open"},
		{"Mo-Su 10:00-13:00; PH,Dec 24-26 off", "Tu 10:00 open"},
		{"Mo-Su 10:00-13:00; Dec 20-Jan 20 off", "Tu 10:00 unknown"}, // most days of January
		{"Mo-Su 10:00-13:00; Aug 1,15 08:00-10:00", "Tu 10:00 open"},
		{"Jan-Dec 07:00-09:00", "Tu 07:00 open"},
		{"Mo-Su 10:00-13:00; Jan 1,PH off", "Tu 10:00 open"},
		{"Mo-Su 10:00-13:00; Mar 1+ 11:00-13:00", "Tu 10:00 open"}, // one day, as far as is said
		// Ten days each closed, unknown and open: April has no usual day.
		{"Mo-Su 10:00-13:00; Apr 1-10 off; Apr 11-20 unknown", "Tu 11:00 unknown, Tu 14:00 closed"},
		// Years and weeks: nobody knows which it is.
		{"Mo-Fr 10:00-18:00; 2017 Jul 1 - 2017 Aug 8 off", "Tu 11:00 unknown, Tu 19:00 closed"},
		{"2020+ Mo-Fr 10:00-18:00", "Tu 11:00 unknown, Tu 19:00 closed"},
		{"week 1-26 Mo-Fr 10:00-18:00; week 27-53 Mo-Fr 10:00-16:00", "Tu 17:00 unknown, Tu 19:00 closed"},
		{"Mo-Fr 10:00-18:00; Tu[1] 12:00-18:00", "Tu 11:00 unknown, Tu 13:00 open, We 11:00 open"},
	}
	for _, tt := range tests {
		check(t, tt.value, tt.answers)
	}
}

func TestWhatTheHoursDoNotSay(t *testing.T) {
	tests := []struct{ value, answers string }{
		{"We-Su 19:30+", "We 19:29 closed, We 19:30 open, We 20:29 open, We 20:30 unknown, Th 04:59 unknown, Th 05:00 closed"},
		{"Mo-Fr 08:00+", "Tu 08:30 open, Tu 09:00 unknown, Tu 23:59 unknown, We 00:00 closed"},
		{"Mo-Fr 16:00-, Sa 14:00-", "Fr 16:30 open, Sa 14:00 open, Sa 20:00 unknown"},
		{"Tu 18:00-22:00+", "Tu 21:59 open, Tu 22:00 unknown, We 05:00 closed"},
		{"sunrise-sunset", "Tu 04:59 closed, Tu 05:00 unknown, Tu 07:59 unknown, Tu 08:00 open, Tu 17:00 unknown, Tu 21:00 closed"},
		{"(sunrise+01:00)-18:00", "Tu 05:59 closed, Tu 06:00 unknown, Tu 09:00 open, Tu 18:00 closed"},
		{"sunset-sunrise", "Tu 22:00 open, Tu 04:00 open, Tu 06:00 unknown, Tu 12:00 closed"},
		{"dawn-dusk", "Tu 12:00 open, Tu 23:00 closed"},
		{"24/7; sunrise-sunset off", "Tu 04:00 open, Tu 06:00 unknown, Tu 12:00 closed, Tu 22:00 open"},
		{"(sunset-01:00)-22:00", "Tu 15:59 closed, Tu 16:00 unknown, Tu 20:00 open, Tu 22:00 closed"},
		{`"for request only"`, "Tu 07:00 unknown"},
		{`Mo-Fr 08:00-18:00 "call first"`, "Tu 09:00 unknown, Tu 19:00 closed"},
		{`Mo-Fr 11:00-15:00 open "Lunch"`, "Tu 12:00 open"},
		{"Mo-Fr 08:00-18:00 unknown", "Tu 09:00 unknown, Sa 09:00 closed"},
		{"unknown", "Tu 09:00 unknown"},
		{"Mo-Fr 08:00-18:00; 12:00-13:00 unknown", "Tu 12:30 unknown"},
	}
	for _, tt := range tests {
		check(t, tt.value, tt.answers)
	}
}

// Columns as Chinese offices fill them in.
func TestChinese(t *testing.T) {
	tests := []struct{ value, answers string }{
		{"7:00-21:00", "Tu 07:00 open, Tu 21:00 closed"},
		{"07：00—21：30", "Tu 07:00 open, Tu 21:29 open, Tu 06:59 closed"},
		{"07:00——21:30", "Tu 07:00 open"},
		{"７：００～２１：００", "Tu 07:00 open, Su 21:00 closed"},
		{"全天", "Tu 03:00 open"},
		{"24小时", "Tu 03:00 open"},
		{"全天24小时营业", "Tu 03:00 open"},
		{"周一至周五 8:00-18:00", "Tu 08:00 open, Sa 08:00 closed"},
		{"周一至五8:00-18:00，周六、日9:00-17:00", "Tu 08:00 open, Sa 08:00 closed, Su 09:00 open"},
		{"星期一、三、五 8:00-12:00", "Mo 09:00 open, Tu 09:00 closed, We 09:00 open"},
		{"06:30-09:00,16:00-19:00", "Tu 06:30 open, Tu 09:00 closed, Tu 16:00 open"},
		{"06:30-09:00、16:00-19:00", "Tu 06:30 open, Tu 09:00 closed, Tu 16:00 open"},
		{"营业时间：6点至9点半", "Tu 06:00 open, Tu 09:29 open, Tu 09:30 closed"},
		{"早6点到晚9点", "Tu 06:00 open, Tu 20:59 open, Tu 21:00 closed"},
		{"上午8:30-12:00，下午2:00-6:00", "Tu 08:30 open, Tu 13:00 closed, Tu 14:00 open, Tu 17:59 open, Tu 18:00 closed"},
		{"上午8:30-12:00 下午14:00-18:00", "Tu 12:00 closed, Tu 14:00 open"},
		{"17:00至次日2:00", "Tu 17:00 open, We 01:59 open, We 02:00 closed"},
		{"晚上10点-2点", "Tu 22:00 open, We 01:00 open, We 14:00 closed"},
		{"工作日 9:00-17:00；周末休息", "Tu 09:00 open, Sa 09:00 closed"},
		{"8:00-18:00（周一至周五）", "Tu 08:00 open, Sa 08:00 closed"},
		{"8:00-18:00（周一至周五），9:00-17:00（周末）", "Tu 08:00 open, Sa 08:00 closed, Sa 09:00 open"},
		{"每天7:00-22:00（法定节假日除外）", "Tu 07:00 open, Su 07:00 open"},
		{"9:00-17:00，周一除外", "Mo 10:00 closed, Tu 10:00 open"},
		{"9:00-17:00，周一闭馆", "Mo 10:00 closed, Tu 10:00 open"},
		{"夏季6:00-22:00，冬季7:00-21:00", "Tu 06:30 unknown, Tu 07:00 open, Tu 22:00 closed"},
		{"5月至10月 6:00-9:00；11月-4月 6:30-9:00", "Tu 06:00 unknown, Tu 06:30 open"},
		{"5-10月 6:00-9:00", "Tu 07:00 unknown, Tu 10:00 closed"},
		{"5月1日-9月30日 6:00-9:00", "Tu 07:00 unknown"},
		{"全年无休", "Tu 03:00 unknown"}, // from when to when?
		{"周一至周五", "Tu 09:00 unknown, Sa 09:00 closed"},
		{"周一至周五 全天", "Tu 03:00 open, Sa 09:00 closed"},
	}
	for _, tt := range tests {
		check(t, tt.value, tt.answers)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ value, want string }{
		{"", `opening hours "", character 1: no hours`},
		{" ; ", `opening hours " ; ", character 4: no hours`},
		{"Lunes a Viernes", `opening hours "Lunes a Viernes", character 1: no word of opening hours`},
		{"Mo-Fr 9", `opening hours "Mo-Fr 9", character 7: a time alone says no hours: from when to when?`},
		{"08:75-09:00", `opening hours "08:75-09:00", character 4: no minutes from 00 to 59`},
		{"49:00-50:00", `opening hours "49:00-50:00", character 1: no time from 0:00 to 48:00`},
		{"2021-12-13", `opening hours "2021-12-13", character 5: no day, hour or state where one should be`},
		{`Mo "by`, `opening hours "Mo \"by", character 4: a comment without its closing quote`},
		{"Mo[1 08:00-09:00", `opening hours "Mo[1 08:00-09:00", character 8: no closing bracket behind the number of a weekday`},
		{"Jan-10:00", `opening hours "Jan-10:00", character 5: no date behind the dash`},
		{"13月 8:00-9:00", `opening hours "13月 8:00-9:00", character 1: no month has this number`},
		{"(sunrise+01:00-12:00", `opening hours "(sunrise+01:00-12:00", character 15: no closing bracket behind a time of the sun`},
		{"http://x.org", `opening hours "http://x.org", character 1: no word of opening hours`},
		{"08:00-12:00 @", `opening hours "08:00-12:00 @", character 13: no sign of opening hours`},
		{strings.Repeat("Mo 08:00-09:00;", 66), ""},
		{strings.Repeat("Mo;", 101), `opening hours "` + strings.Repeat("Mo;", 26) + `Mo…", character 303: more rules than opening hours have`},
		{strings.Repeat("M", 1001), `opening hours "` + strings.Repeat("M", 80) + `…", character 1: longer than opening hours are`},
	}
	for _, tt := range tests {
		h, err := hours.Parse(tt.value)
		if tt.want == "" {
			if err != nil {
				t.Errorf("%q: %v", tt.value, err)
			}
			continue
		}
		var e *hours.Error
		if !errors.As(err, &e) || err.Error() != tt.want {
			t.Errorf("%q: %v, want %s", tt.value, err, tt.want)
		}
		if h.At(hours.Tuesday, 420) != hours.Unknown {
			t.Errorf("%q is refused, and says something", tt.value)
		}
	}
}

func TestAtOutsideTheWeek(t *testing.T) {
	h, err := hours.Parse("24/7")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []hours.Moment{{Day: -1}, {Day: 7}, {Minute: -1}, {Minute: 1440}} {
		if got := m.At(h); got != hours.Unknown {
			t.Errorf("%v: %v, want unknown", m, got)
		}
	}
}

func TestMoment(t *testing.T) {
	tests := []struct{ in, want string }{
		{"07:00", "Tu 07:00"}, {"7", "Tu 07:00"}, {"Su 23:59", "Su 23:59"}, {"sat 0:00", "Sa 00:00"}, {"周五 7点半", "Fr 07:30"}, {"下午3点", "Tu 15:00"},
		{"Tu 24:00", "error"}, {"Tu", "error"}, {"", "error"}, {"07:00-09:00", "error"}, {"PH 07:00", "error"}, {"sunrise", "error"}, {"Tu 7:61", "error"},
	}
	for _, tt := range tests {
		m, err := hours.ParseMoment(tt.in)
		got := m.String()
		if err != nil {
			got = "error"
		}
		if got != tt.want {
			t.Errorf("%q: %s, want %s", tt.in, got, tt.want)
		}
		if err != nil {
			continue
		}
		var again hours.Moment
		if text, err := m.MarshalText(); err != nil || again.UnmarshalText(text) != nil || again != m {
			t.Errorf("%q comes back as %v", tt.in, again)
		}
	}
	var m hours.Moment
	if m.UnmarshalText([]byte("noon")) == nil {
		t.Error("noon was taken")
	}
}
