package server

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

// problemKind is one of the ways in which a request can fail.
type problemKind struct {
	id     string // last part of the type URI, stable
	status int
	title  indicators.Text
	// detail has {got} where what was asked for stands, {name} for the parameter.
	detail indicators.Text
}

// All kinds of problems.
var (
	unknownParameter = &problemKind{"unknown-parameter", 400,
		indicators.Text{Zh: "未知参数", En: "Unknown parameter"},
		indicators.Text{Zh: "这里没有参数“{name}”。", En: "There is no parameter “{name}” here."}}
	badParameter = &problemKind{"bad-parameter", 400,
		indicators.Text{Zh: "参数值不对", En: "Bad value of a parameter"},
		indicators.Text{Zh: "参数“{name}”的值“{got}”不可用。", En: "The value “{got}” of the parameter “{name}” cannot be used."}}
	badQuery = &problemKind{"bad-query", 400,
		indicators.Text{Zh: "查询串无法解析", En: "The query cannot be read"},
		indicators.Text{Zh: "地址中“?”之后的部分不是正确的查询串。", En: "What follows the “?” in the address is not a well-formed query."}}
	noSuchPath = &problemKind{"not-found", 404,
		indicators.Text{Zh: "没有这个地址", En: "No such address"},
		indicators.Text{Zh: "没有“{got}”。", En: "There is nothing at “{got}”."}}
	noSuchCommunity = &problemKind{"no-community", 404,
		indicators.Text{Zh: "没有这个社区", En: "No such community"},
		indicators.Text{Zh: "这一批次里没有编号为“{got}”的社区。", En: "This run has no community with the id “{got}”."}}
	noRun = &problemKind{"no-run", 404,
		indicators.Text{Zh: "还没有计算结果", En: "No run yet"},
		indicators.Text{Zh: "先导入数据，再运行 circle15 compute。", En: "Import data, then run circle15 compute."}}
	wrongMethod = &problemKind{"method-not-allowed", 405,
		indicators.Text{Zh: "不支持这个方法", En: "Method not allowed"},
		indicators.Text{Zh: "这个地址不支持 {got}。", En: "This address does not take {got}."}}
	longURL = &problemKind{"uri-too-long", 414,
		indicators.Text{Zh: "地址太长", En: "Address too long"},
		indicators.Text{Zh: "地址最多 8 KiB。", En: "An address has at most 8 KiB."}}
	busy = &problemKind{"busy", 429,
		indicators.Text{Zh: "请求太多", En: "Too many at once"},
		indicators.Text{Zh: "正在计算的地点太多，请稍候再试。", En: "Too many places are being looked at; try again in a moment."}}
	unavailable = &problemKind{"unavailable", 503,
		indicators.Text{Zh: "暂时不可用", En: "Unavailable for now"},
		indicators.Text{Zh: "工作库暂时读不了，请稍后再试。", En: "The workspace cannot be read for now; try again soon."}}
	internal = &problemKind{"internal", 500,
		indicators.Text{Zh: "内部错误", En: "Internal error"},
		indicators.Text{Zh: "服务器出错。请把 request_id 告诉管理员，日志里有详情。", En: "The server made a mistake. Give the request_id to whoever runs it: the log has the details."}}
)

// problem is a request that cannot be answered, as an error.
type problem struct {
	kind    *problemKind
	name    string   // of the parameter
	got     string   // what was asked for
	allowed []string // what could have been asked for; may be cut, see maxAllowed
	err     error    // for the log only
}

// maxAllowed is how many allowed values a problem lists.
const maxAllowed = 100

// Error is for the log.
func (p *problem) Error() string {
	s := fmt.Sprintf("%s: name %q, got %q", p.kind.id, p.name, p.got)
	if p.err != nil {
		s += ": " + p.err.Error()
	}
	return s
}

// Unwrap is the cause.
func (p *problem) Unwrap() error { return p.err }

// problemOf is err as a problem: what nobody expected becomes internal, without details.
func problemOf(err error) *problem {
	var p *problem
	var locked *data.LockedError
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, data.ErrNotFound):
		return &problem{kind: noRun, err: err}
	case errors.As(err, &locked), errors.Is(err, data.ErrNoWorkspace), errors.Is(err, context.DeadlineExceeded):
		return &problem{kind: unavailable, err: err}
	}
	return &problem{kind: internal, err: err}
}

// problemBody is the document of RFC 9457 with our members.
type problemBody struct {
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Status    int      `json:"status"`
	Detail    string   `json:"detail"`
	Parameter string   `json:"parameter,omitempty"`
	Allowed   []string `json:"allowed,omitempty"`
	More      int      `json:"allowed_more,omitempty"` // allowed values that are not listed
	RequestID string   `json:"request_id"`
}

// write sends the problem in one language.
func (p *problem) write(w http.ResponseWriter, lang, requestID string) {
	const shown = 200 // bytes of what was asked for that are repeated
	got := strings.ToValidUTF8(p.got[:min(len(p.got), shown)], "�")
	body := problemBody{
		Type: "urn:circle15:problem:" + p.kind.id, Status: p.kind.status,
		Title:     inLanguage(p.kind.title, lang),
		Detail:    strings.NewReplacer("{name}", p.name, "{got}", got).Replace(inLanguage(p.kind.detail, lang)),
		Parameter: p.name, Allowed: p.allowed, RequestID: requestID,
	}
	if len(p.allowed) > maxAllowed {
		body.Allowed, body.More = p.allowed[:maxAllowed], len(p.allowed)-maxAllowed
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
	switch p.kind.status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
	case http.StatusTooManyRequests:
		h.Set("Retry-After", "1")
	}
	w.WriteHeader(p.kind.status)
	// An error here means that the client is gone: nobody is left to tell.
	_, _ = w.Write(append(text, '\n'))
}

func inLanguage(t indicators.Text, lang string) string {
	if lang == "en" {
		return t.En
	}
	return t.Zh
}
