package demo

// word is a name in Chinese and in pinyin.
type word struct{ zh, en string }

// roots are the invented names of communities and parks, endings what follows them.
var (
	roots = []word{{"桃源", "Taoyuan"}, {"清泉", "Qingquan"}, {"柳林", "Liulin"}, {"杏花", "Xinghua"}, {"石榴", "Shiliu"}, {"云台", "Yuntai"}, {"松风", "Songfeng"},
		{"竹溪", "Zhuxi"}, {"荷塘", "Hetang"}, {"梅岭", "Meiling"}, {"金谷", "Jingu"}, {"银杏", "Yinxing"}, {"和顺", "Heshun"}, {"安乐", "Anle"}, {"春晖", "Chunhui"}, {"秋实", "Qiushi"},
		{"晨光", "Chenguang"}, {"晚枫", "Wanfeng"}, {"南塬", "Nanyuan"}, {"北坡", "Beipo"}, {"鹿鸣", "Luming"}, {"鹤望", "Hewang"}, {"书香", "Shuxiang"}, {"翰林", "Hanlin"}, {"丰禾", "Fenghe"},
		{"麦香", "Maixiang"}, {"果园", "Guoyuan"}, {"新桥", "Xinqiao"}, {"古井", "Gujing"}, {"长亭", "Changting"}, {"月牙", "Yueya"}, {"星湖", "Xinghu"}, {"朝阳", "Chaoyang"}, {"永宁", "Yongning"},
		{"福临", "Fulin"}, {"瑞祥", "Ruixiang"}, {"青禾", "Qinghe"}, {"兰亭", "Lanting"}, {"紫藤", "Ziteng"}, {"白杨", "Baiyang"}, {"红枫", "Hongfeng"}, {"榆树", "Yushu"}}
	endings       = []word{{"里", "li"}, {"苑", "yuan"}, {"坊", "fang"}, {"湾", "wan"}}
	districtOrder = []string{"west", "centre", "east", "north", "south", "far"}
	districts     = map[string]word{"west": {"桃西区", "Taoxi"}, "centre": {"中城区", "Zhongcheng"}, "east": {"东岭区", "Dongling"}, "north": {"河北区", "Hebei"},
		"south": {"南塬县", "Nanyuan"}, "far": {"天边县", "Tianbian"}}
)

func (c *city) pick(from []word) word { return from[c.rng.IntN(len(from))] }
