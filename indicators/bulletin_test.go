package indicators_test

import (
	"strings"
	"testing"
	"unicode"

	"circle15/indicators"
)

// The sentences of bulletin no. 8 of 25 May 2023 on convenient and on safe communities, without its headings.
var (
	bulletinOnConvenience = []string{
		"2023年，市便利型社区建设专项组认真对标生活便利、出行便利、办事便利3个方面10项指标，积极打造“15分钟便民服务区”，持续提升群众居家便利感、出行便利感、办事便利感。",
		"继续完善社区内及周边综合超市，积极发展无人便利店、智能零售柜等新业态，全面提升消费环境和服务品质。",
		"在社区及周边开辟固定场所，提供家电维修、美容美发等日常生活消费需求。",
		"积极引进优质家政服务公司进驻社区，为居民提供卫生保洁、幼儿托管等家政服务。",
		"整合社区周边邮政、银行、电信等公共事业服务网点，增加水、电、气、暖及公交卡充值等服务网点，持续提升社区公共服务水平。",
		"持续推进餐饮场所布点，加大早餐网点设置力度，扩大放心早餐车、早餐亭覆盖率，增加特色餐馆数量，打造美食街区或餐饮聚集区，构建多层次餐饮供应体系。",
		"推进社区周边公交场站建设，合理设置路牌路标，持续调整优化公交线路，确保社区附近设有3条以上公交线路站点，适时开通定制公交、网约公交等，不断满足市民多元化出行需求。",
		"鼓励共享企业增设共享单车服务站点，完善慢行交通配套设施。",
		"采取多种措施，持续增加社区公共泊车位，强化老旧小区车位管理，提高新建小区车位配比，有效缓解停车难问题。",
		"积极支持新能源汽车推广使用，加快建设社区周边电动汽车充电桩和住宅小区电瓶车充电站点，满足社区居民充电需求。",
		"根据周边交通环境，以安全便利为原则，建设人行天桥、地下通道等，进一步完善慢行交通和无障碍配套设施。",
		"积极推广多层住宅加装电梯，提高社会多层住宅电梯安装率。",
		"依照标准化规范化建设要求，持续完善服务功能，综合开展党务、政务服务及便民服务，切实发挥联系群众“第一服务窗口”作用。",
		"梳理涉及民政、社保、医保、公安户籍、退役军人事务等与群众生产生活密切相关的事项清单，逐项编制公布操作性强的标准化办事指南，为群众办事提供科学实用的办事向导。",
		"将社区受理的政务服务和便民服务事项全部纳入社区便民服务站集中受理办理，实行“一站式服务”。",
		"完善“互联网+政务服务”基础设施，提升社区政务服务事项全程网办率。",
		"推进政务服务移动端服务内容向“秦务员”APP集中，实现更多事项“掌中办”。",
		"建立帮办代办机制，进一步加大对办事群众的引导、指导和帮办，为行动不便或其他特殊群众提供代办服务。",
		"深入开展“文明优质服务示范窗口”和“诚信建设专项整治”，持续提升服务质量。",
		"依托“智慧宝鸡”，加强便民服务信息网络建设，支持社区为群众提供“24小时不打烊”在线政务服务。",
		"建立政务服务“好差评”制度体系，形成评价、反馈、整改、监督全流程衔接，促进政务服务质量持续提升。",
	}
	bulletinOnSafety = []string{
		"2023年平安型社区建设专项组将紧紧围绕“发案少、秩序好、服务优、群众满意”的平安建设目标，坚持以“五治”促“五化”，以“六优”促“六无”，聚力打造更多平安型社区，做到质更优、量过半，治理更有效，群众更满意。",
		"全面领会把握落实党的二十大报告关于夯实国家安全和稳定的基层基础的重大部署，把推进平安型社区建设作为学习宣传贯彻二十大精神的重要举措，坚持和发展新时代“枫桥经验”，完善网格化管理、精细化服务、信息化支撑的基层治理平台。",
		"按照2023年平安型社区总数达到全市社区总数50%以上的总体安排，坚持先易后难、梯次推进，组织县区申报建设计划，制定任务书，明确时间表，绘出路线图，挂图作战、按节点推进，年内建设平安型社区96个，做到“一个不能少”。",
		"规范网格设置，建强社区网格党组织，推动党建网格与平安网格“双网”融合、有机衔接。",
		"依托综治信息化平台，不断完善社区网格运行机制，健全信息收集、问题发现、任务分办、协同处置、结果反馈等流程，做到民有所呼、我有所应。",
		"以11个重点镇（街）和13个治安乱点挂牌整治带动，从影响社区群众安全感的小问题切入，让群众切身感受到整治实效。",
		"深入开展“三官一律”进社区，落实社区矫正对象、易肇事肇祸精神障碍患者、邪教重点人员等特殊群体帮教服务管控责任，加强“五失”人员排查梳理、关心关爱，防止发生各类极端案事件。",
		"推动社区法律顾问全覆盖，实施“法律明白人”培养工程，以法治力量推动基层治理。",
		"深入开展道德模范评选表彰、健康公益、邻里互助等活动，加强未成年人思想道德建设，让善行义举榜、道德评议会等“一约四会”“活”起来“动”起来“火”起来，营造社区文明新风尚。",
		"全面推行“十小自治”工作法，推动社区群众自我管理、自我教育、自我服务、自我监督。",
		"发挥社区工作者、平安志愿者、网格员等群防群治力量，坚持网格日排查、村社周汇总和帮办代办陪办机制，深化矛盾纠纷排查化解，落实“三色”预警管理机制，做到小事不出村社、难事不离视野。",
		"提升公共安全视频监控和综治视联网覆盖率，加快“智慧小区”建设和“三无”小区治理，推动信息技术和社会治理深度融合，用“智慧安防”助推“智慧生活”。",
		"严格落实各县区、市级成员单位职责任务清单，坚持联络员每周互通信息、县区部门每月报送情况、专项组每季度开会研究制度，加强与平安乡村建设行动工作组的协调对接，形成城乡一体、互促互进、全域覆盖的平安建设格局。",
		"对照考核评价指标体系和年初下发的整改清单，对试点社区落实情况开展“回头看”，推动问题短板逐一解决销号，确保建设标准不降。",
		"加强调研督导，确保对所有建设单位底数清、基础清、进度清，做到统筹有力、指导精准、严格把关。",
		"深化平安型社区建设宣传，及时总结报道工作进展情况和经验做法，发动群众广泛参与，营造“平安有我、人人参与”的良好氛围。",
	}
)

// plain leaves out spaces, of which the bulletin has some around numbers.
func plain(s string) string { return strings.ReplaceAll(s, " ", "") }

// quotesOf are all words of its source that a standard quotes.
func quotesOf(s *indicators.Standard) []string {
	var out []string
	for _, c := range s.Criteria() {
		out = append(out, c.Quote)
	}
	for _, t := range s.Targets {
		out = append(out, t.Quote)
	}
	for _, n := range s.NotMeasured {
		out = append(out, n.Quote)
	}
	return out
}

// Whoever quotes the bulletin quotes it word by word, and every word of it is quoted: it is a criterion, or is not measured for a reason.
func TestEveryWordOfTheBulletin(t *testing.T) {
	for id, sentences := range map[string][]string{"baoji-convenience-2023": bulletinOnConvenience, "baoji-safe-2023": bulletinOnSafety} {
		text := plain(strings.Join(sentences, ""))
		quoted := make([]bool, len(text))
		std := embedded(t)[id]
		for _, q := range quotesOf(std) {
			if !mark(quoted, text, plain(q)) {
				t.Errorf("%s: the bulletin does not say %q", id, q)
			}
		}
		for _, n := range std.NotMeasured {
			if n.Reason.Zh == "" || n.Reason.En == "" {
				t.Errorf("%s: no reason for %q", id, n.Quote)
			}
		}
		if left := leftOver(text, quoted); len(left) > 0 {
			t.Errorf("%s: neither a criterion nor a reason for %q", id, left)
		}
	}
}

// mark notes every place of the text at which the quote stands; false: at none.
func mark(quoted []bool, text, quote string) bool {
	at := 0
	for {
		k := strings.Index(text[at:], quote)
		if k < 0 {
			return at > 0
		}
		for i := range len(quote) {
			quoted[at+k+i] = true
		}
		at += k + len(quote)
	}
}

// leftOver are the runs of the text that are not quoted, but for signs and the word 和 that joins two clauses.
func leftOver(text string, quoted []bool) []string {
	var out []string
	run := ""
	for i, r := range text {
		switch {
		case quoted[i]:
			if run != "" {
				out = append(out, run)
			}
			run = ""
		case unicode.IsLetter(r) && r != '和' || unicode.IsDigit(r):
			run += string(r)
		}
	}
	if run != "" {
		out = append(out, run)
	}
	return out
}

// A sentence that nobody answers is found.
func TestWhatIsLeftOver(t *testing.T) {
	text := "甲乙、丙丁和戊己，庚辛。"
	quoted := make([]bool, len(text))
	if mark(quoted, text, "壬") || !mark(quoted, text, "甲乙") || !mark(quoted, text, "戊己") {
		t.Error("what stands there is found, what does not is not")
	}
	if got := strings.Join(leftOver(text, quoted), " "); got != "丙丁 庚辛" {
		t.Errorf("left over: %q", got)
	}
}
