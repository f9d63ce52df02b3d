package answer

import "circle15/indicators"

// The kinds of problems of requests that need a key, that change something, or that are too many.
var (
	NeedsKey = &Kind{"needs-key", 401,
		indicators.Text{Zh: "需要口令", En: "A key is needed"},
		indicators.Text{Zh: "请带上 Authorization: Bearer 口令；管理员用 circle15 key add 发放。", En: "Send Authorization: Bearer KEY; whoever runs the server makes one with circle15 key add."}}
	WrongRole = &Kind{"wrong-role", 403,
		indicators.Text{Zh: "口令权限不够", En: "The key does not allow this"},
		indicators.Text{Zh: "这需要“{got}”权限。", En: "This needs a key with the role “{got}”."}}
	Held = &Kind{"held", 409,
		indicators.Text{Zh: "有别的任务正在写工作库", En: "Another job is writing to the workspace"},
		indicators.Text{Zh: "{got}。等它完成，或取消它。", En: "{got}. Wait until it has finished, or cancel it."}}
	Locked = &Kind{"locked", 423,
		indicators.Text{Zh: "工作库被另一个程序占用", En: "Another program is writing to the workspace"},
		indicators.Text{Zh: "占用者：{got}。等它完成再试。", En: "It is held by {got}. Try again when it has finished."}}
	LargeBody = &Kind{"body-too-large", 413,
		indicators.Text{Zh: "请求正文太大", En: "The body is too large"},
		indicators.Text{Zh: "最多 {got}。", En: "It may have at most {got}."}}
	WrongMedia = &Kind{"unsupported-media-type", 415,
		indicators.Text{Zh: "正文的类型不对", En: "The body is of a type that is not taken"},
		indicators.Text{Zh: "收到“{got}”。", En: "It is “{got}”."}}
	BadBody = &Kind{"bad-body", 400,
		indicators.Text{Zh: "正文不对", En: "The body cannot be used"},
		indicators.Text{Zh: "{name}：{got}", En: "{name}: {got}"}}
	NoSuchThing = &Kind{"no-such-thing", 404,
		indicators.Text{Zh: "没有这一项", En: "There is no such thing"},
		indicators.Text{Zh: "没有编号为“{got}”的这一项。", En: "There is none with the id “{got}”."}}
	NoWriting = &Kind{"read-only", 503,
		indicators.Text{Zh: "本服务只读", En: "This server only reads"},
		indicators.Text{Zh: "它启动时没有开放写入。", En: "It was started without the right to write."}}
	TooFast = &Kind{"rate-limited", 429,
		indicators.Text{Zh: "请求太频繁", En: "Too many requests"},
		indicators.Text{Zh: "请稍候再试。", En: "Slow down, and try again in a moment."}}
	Full = &Kind{"overloaded", 503,
		indicators.Text{Zh: "服务繁忙", En: "The server is busy"},
		indicators.Text{Zh: "同时处理的请求太多，请稍候再试。", En: "Too many requests are being answered; try again in a moment."}}
)
