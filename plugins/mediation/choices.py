"""Where a dispute can stand, where it came from, and how its agreement was kept."""

STATUSES = {
    "pending": "待受理",
    "mediating": "调解中",
    "agreed": "待生效",
    "effective": "履行中",
    "closed": "已结案",
    "terminated": "调解终止",
    "refused": "当事人拒绝",
}
OPEN = ("pending", "mediating", "agreed", "effective")
SOURCES = {"application": "当事人申请", "initiative": "主动调解", "transfer": "委托移送"}
PERFORMANCES = {"full": "已全部履行", "part": "部分履行", "none": "未履行", "litigation": "已转诉讼等途径"}
# what an attachment of a dispute is; the first is the agreement as signed and sealed
PURPOSES = {
    "signed_agreement": "签署的协议书",
    "payment": "履行凭证",
    "evidence": "证据材料",
    "identity": "身份证明",
    "other": "其他材料",
}
