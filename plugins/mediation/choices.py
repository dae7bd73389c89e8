"""Where a dispute came from, how its agreement was kept, and what its materials are."""

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
