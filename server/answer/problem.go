package answer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"circle15/data"
	"circle15/indicators"
)

// Kind is one of the ways in which a request can fail.
type Kind struct {
	ID     string // last part of the type URI, stable
	Status int
	Title  indicators.Text
	// Detail has {got} where what was asked for stands, {name} for the parameter.
	Detail indicators.Text
}

// All kinds of problems.
var (
	UnknownParameter = &Kind{"unknown-parameter", 400,
		indicators.Text{Zh: "未知参数", En: "Unknown parameter"},
		indicators.Text{Zh: "这里没有参数“{name}”。", En: "There is no parameter “{name}” here."}}
	BadParameter = &Kind{"bad-parameter", 400,
		indicators.Text{Zh: "参数值不对", En: "Bad value of a parameter"},
		indicators.Text{Zh: "参数“{name}”的值“{got}”不可用。", En: "The value “{got}” of the parameter “{name}” cannot be used."}}
	BadFilter = &Kind{"bad-filter", 400,
		indicators.Text{Zh: "筛选条件不对", En: "Bad filter"},
		indicators.Text{Zh: "筛选条件无法使用：{got}", En: "The filter cannot be used: {got}"}}
	BadQuery = &Kind{"bad-query", 400,
		indicators.Text{Zh: "查询串无法解析", En: "The query cannot be read"},
		indicators.Text{Zh: "地址中“?”之后的部分不是正确的查询串。", En: "What follows the “?” in the address is not a well-formed query."}}
	NoSuchPath = &Kind{"not-found", 404,
		indicators.Text{Zh: "没有这个地址", En: "No such address"},
		indicators.Text{Zh: "没有“{got}”。", En: "There is nothing at “{got}”."}}
	NoSuchCommunity = &Kind{"no-community", 404,
		indicators.Text{Zh: "没有这个社区", En: "No such community"},
		indicators.Text{Zh: "这一批次里没有编号为“{got}”的社区。", En: "This run has no community with the id “{got}”."}}
	NoRun = &Kind{"no-run", 404,
		indicators.Text{Zh: "还没有计算结果", En: "No run yet"},
		indicators.Text{Zh: "先导入数据，再运行 circle15 compute。", En: "Import data, then run circle15 compute."}}
	WrongMethod = &Kind{"method-not-allowed", 405,
		indicators.Text{Zh: "不支持这个方法", En: "Method not allowed"},
		indicators.Text{Zh: "这个地址不支持 {got}。", En: "This address does not take {got}."}}
	LongURL = &Kind{"uri-too-long", 414,
		indicators.Text{Zh: "地址太长", En: "Address too long"},
		indicators.Text{Zh: "地址最多 8 KiB。", En: "An address has at most 8 KiB."}}
	Busy = &Kind{"busy", 429,
		indicators.Text{Zh: "请求太多", En: "Too many at once"},
		indicators.Text{Zh: "正在计算的地点太多，请稍候再试。", En: "Too many places are being looked at; try again in a moment."}}
	Unavailable = &Kind{"unavailable", 503,
		indicators.Text{Zh: "暂时不可用", En: "Unavailable for now"},
		indicators.Text{Zh: "工作库暂时读不了，请稍后再试。", En: "The workspace cannot be read for now; try again soon."}}
	Internal = &Kind{"internal", 500,
		indicators.Text{Zh: "内部错误", En: "Internal error"},
		indicators.Text{Zh: "服务器出错。请把 request_id 告诉管理员，日志里有详情。", En: "The server made a mistake. Give the request_id to whoever runs it: the log has the details."}}
)

// Problem is a request that cannot be answered, as an error.
type Problem struct {
	Kind    *Kind
	Name    string   // of the parameter
	Got     string   // what was asked for
	Allowed []string // what could have been asked for; may be cut, see maxAllowed
	Err     error    // for the log only
}

// maxAllowed is how many allowed values a problem lists.
const maxAllowed = 100

// Error is for the log.
func (p *Problem) Error() string {
	s := fmt.Sprintf("%s: name %q, got %q", p.Kind.ID, p.Name, p.Got)
	if p.Err != nil {
		s += ": " + p.Err.Error()
	}
	return s
}

// Unwrap is the cause.
func (p *Problem) Unwrap() error { return p.Err }

// ProblemOf is err as a problem: what nobody expected becomes Internal, without details.
func ProblemOf(err error) *Problem {
	var p *Problem
	var locked *data.LockedError
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, data.ErrNotFound):
		return &Problem{Kind: NoRun, Err: err}
	case errors.As(err, &locked), errors.Is(err, data.ErrNoWorkspace), errors.Is(err, context.DeadlineExceeded):
		return &Problem{Kind: Unavailable, Err: err}
	}
	return &Problem{Kind: Internal, Err: err}
}

// ProblemBody is the document of RFC 9457 with our members.
type ProblemBody struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail"`
	Parameter string   `json:"parameter,omitempty"`
	Allowed   []string `json:"allowed,omitempty"`
	More      int      `json:"allowed_more,omitempty"` // allowed values that are not listed
	RequestID string   `json:"request_id"`
}

// Write sends the problem in one language.
func (p *Problem) Write(w http.ResponseWriter, lang, requestID string) {
	const shown = 200 // bytes of what was asked for that are repeated
	got := strings.ToValidUTF8(p.Got[:min(len(p.Got), shown)], "�")
	body := ProblemBody{
		Type: "urn:circle15:problem:" + p.Kind.ID, Status: p.Kind.Status,
		Title:     InLanguage(p.Kind.Title, lang),
		Detail:    strings.NewReplacer("{name}", p.Name, "{got}", got).Replace(InLanguage(p.Kind.Detail, lang)),
		Parameter: p.Name, Allowed: p.Allowed, RequestID: requestID,
	}
	if len(p.Allowed) > maxAllowed {
		body.Allowed, body.More = p.Allowed[:maxAllowed], len(p.Allowed)-maxAllowed
	}
	text, err := json.Marshal(body)
	if err != nil { // strings and numbers always marshal
		panic(err)
	}
	h := w.Header()
	h.Del("ETag")
	h.Del("Content-Encoding")
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", lang)
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Encoding, Accept-Language")
	switch p.Kind.Status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	case http.StatusTooManyRequests:
		h.Set("Retry-After", "1")
	}
	w.WriteHeader(p.Kind.Status)
	// An error here means that the client is gone: nobody is left to tell.
	_, _ = w.Write(append(text, '\n'))
}

// InLanguage is the text in zh or en; any other language is zh.
func InLanguage(t indicators.Text, lang string) string {
	if lang == "en" {
		return t.En
	}
	return t.Zh
}
