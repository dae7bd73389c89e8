"""The lists of a screen are chosen by the keys of their cards, no longer by what they are called."""

from portal.migrating.decisions import rewrite_setting

revision = "wall_0002"
down_revision = "wall_0001"
branch_labels = None
depends_on = None

SECTION, NAME = "wall", "lists"
KEYS = {  # as the cards were called then; one with 、 in its title could not be chosen
    "回到本单位": "back",
    "退回待裁定": "contested",
    "被督办": "supervision-asked",
    "已超期": "overdue",
    "吹哨待报到": "whistle-called",
    "到时间没有报到": "whistle-missing",
    "督办超期未答复": "supervision-late",
    "工单被要求重办": "hotline-again",
    "即将到期": "soon",
    "吹哨待审核": "whistle-waiting",
    "包案该见面的": "sponsored-meet",
    "会议通知待回复": "joint-reply",
    "会商任务超期": "joint-late",
    "工单待签收": "hotline-received",
    "被催办": "reminded",
    "交给我们办理": "handed",
    "报到待确认": "whistle-confirm",
    "包案待批准": "sponsored-approve",
    "销号待复核": "sponsored-review",
    "包案待交接": "sponsored-handover",
    "会议到时间了": "joint-hold",
    "会商的事项已经了结": "joint-over",
    "会商任务待落实": "joint-task",
    "工单待回复": "hotline-ready",
    "挂起到期": "stood",
    "待受理分流": "triage",
    "吹哨待办结": "whistle-close",
    "会商纪要待印发": "joint-issue",
    "会商任务待核实": "joint-check",
    "工单超期没有办结": "hotline-late",
    "消息发不出去": "channels",
    "待交办": "assign",
    "待核查办结": "verify",
    "工单没有联系诉求人": "hotline-contact",
    "待回访": "visit",
    "等确认的账号": "vouch",
    "已交办，等反馈": "out",
    "调解协议履行期将到或已过": "mediation-performance",
    "调解待受理": "mediation-pending",
    "群众反映待办": "public-reports",
    "研判任务": "briefs-tasks",
    "研判任务超期": "briefs-late",
    "研判": "briefs-waiting",
    "研判任务待销项": "briefs-strike",
    "来访待办": "reception-visits",
    "见义勇为待办": "heroes-waiting",
    "见义勇为公示中": "heroes-published",
    "回复没有报平台": "hotline-upload",
    "见义勇为回访到期": "heroes-visits",
    "下派任务待办": "duty-tasks",
    "准入事项征求意见": "duty-opinions",
    "准入申请待办": "duty-admissions",
    "准入事项待评估": "duty-assessments",
    "清单待公布": "duty-editions",
    "巡访待处理": "stewards-rounds",
    "家风馆预约待确认": "family-values-asking",
    "家风馆今明两天接待": "family-values-coming",
    "议事会待办": "consultation-meetings",
    "候补递补，请通知": "family-courses-to-tell",
    "议题待办": "consultation-topics",
    "决议待办": "consultation-resolutions",
    "业主表决待办": "owners-votes",
    "积分 30 天内到期，请告诉这一户": "family-points-expiring",
    "村级事项待办": "village-matters",
    "积分超市要进货": "family-points-short",
    "规约待办": "village-covenants",
    "剔除申请待复核": "public-reports-apart",
    "工单剔除待复核": "hotline-apart",
    "评选活动待启动": "family-honours-campaigns",
    "家庭荣誉待办": "family-honours-honours",
    "评选异议待答复": "family-honours-objections",
    "荣誉称号要复查": "family-honours-renewals",
    "助餐点证照到期": "elder-care-licences",
    "补录待审批": "elder-care-late",
    "就餐老人待年审": "elder-care-reviews",
    "属实疑点待冲正": "elder-care-to-counter",
    "为老服务工单": "elder-services",
    "助餐月结待办": "elder_care-settlements",
    "助餐核销待决定": "elder_care-settlements-write-offs",
    "高龄津贴月结待办": "great_age-settlements",
    "高龄津贴月结待编制": "great_age-settlements-missing",
    "高龄津贴核销待决定": "great_age-settlements-write-offs",
}
TITLES = {key: title for title, key in KEYS.items()}


def by_key(typed: list[str]) -> list[str]:
    """["已超期、即将到期"] → ["overdue", "soon"]; a card of a plugin that is not known here keeps its title."""
    words = [each.strip() for text in typed for line in text.splitlines() for each in line.split("、")]
    return sorted({KEYS.get(each, each) for each in words if each})


def by_title(keys: list[str]) -> list[str]:
    return ["、".join(TITLES.get(each, each) for each in keys)]


def upgrade() -> None:
    rewrite_setting(SECTION, NAME, by_key)


def downgrade() -> None:
    rewrite_setting(SECTION, NAME, by_title)
