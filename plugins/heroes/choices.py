"""Words of 见义勇为: the code lists every other file speaks with."""

KINDS = {
    "crime": "制止违法犯罪",
    "arrest": "协助抓获嫌疑人",
    "water": "抢救落水人员",
    "fire": "火灾救人抢险",
    "traffic": "交通事故救助",
    "disaster": "抢险救灾",
    "danger": "排除公共隐患",
    "other": "其他",
}
SOURCES = {
    "self": "本人申请",
    "relative": "近亲属申请",
    "organisation": "单位举荐",
    "grassroots": "基层组织举荐",
    "office": "主动调查",
}
LEVELS = {"county": "县级", "city": "市级", "region": "区级"}
TITLES = {
    "county": ("见义勇为先进个人", "见义勇为先进群体"),
    "city": ("见义勇为模范", "见义勇为模范群体"),
    "region": ("见义勇为英雄", "见义勇为英雄群体"),
}
CONDITIONS = {
    "": "未受伤",
    "injured": "受伤",
    "partial": "部分丧失劳动能力",
    "total": "完全丧失劳动能力",
    "dead": "牺牲",
}
POLITICS = {"": "未填", "party": "中共党员", "league": "共青团员", "democratic": "民主党派", "masses": "群众"}
BARS = {
    "duty": "属于履行法定职责、法定义务的行为",
    "kin": "救助的是本人负有赡养、抚养、扶养、监护义务的人",
    "contract": "属于约定义务（辅警、保安等），且没有明显超出义务范围",
    "cause": "危险或者损害由本人过错造成",
}
TERMS = {
    "intake": "受理审查、一次告知",
    "correction": "补正材料",
    "review": "调查评审",
    "publication": "公示",
    "objection": "答复异议",
    "application": "申请再确认",
    "reconsideration": "再确认办理",
}
EVIDENCE = {
    "police": "公安机关证明、接处警记录",
    "civil": "民政等部门证明",
    "office": "乡镇、团体、村居证明",
    "video": "视频、照片",
    "medical": "病历、诊断",
    "appraisal": "鉴定意见",
    "other": "其他材料",
}
WITNESSES = {
    "hero": "行为人",
    "beneficiary": "受益人",
    "witness": "见证人",
    "police": "出警民警",
    "relative": "近亲属",
    "other": "其他",
}
OPINIONS = {"community": "村居、单位意见", "police": "派出所意见", "township": "乡镇街道意见", "county": "县级评审意见"}
OUTCOMES = {"confirmed": "予以确认", "rejected": "不予确认"}
CHOICES = {"for": "同意", "against": "不同意", "abstain": "弃权"}
AWARDS = {"bonus": "奖金", "special": "特别奖", "extra": "专项慰问"}
SUPPORTS = {
    "medical": "医疗救治",
    "work": "误工补助",
    "job": "就业扶持",
    "school": "子女入学",
    "housing": "住房保障",
    "pension": "抚恤",
    "legal": "法律援助",
    "other": "其他",
}
VISIT_WAYS = {"visit": "上门", "phone": "电话", "office": "座谈"}
ROLL_KINDS = {"quarter": "季度勇士榜", "year": "年度评选"}
ROLL_CATEGORIES = {"model": "模范", "advanced": "先进个人", "active": "积极分子", "micro": "微行为人员"}
FUND_KINDS = {
    "donation": "捐赠",
    "allocation": "财政拨款",
    "interest": "利息",
    "fee": "会费",
    "recovery": "追缴",
    "award": "奖金发放",
    "support": "慰问保障",
    "expense": "工作支出",
    "counter": "冲正",
}
INCOMING = ("donation", "allocation", "interest", "fee")
OUTGOING = ("support", "expense")
