"""What may be chosen in 居家养老服务, and how it is called (docs/domain/elder-care.md)."""

SERVICES = {"bath": "助浴", "clean": "助洁", "medical": "助医", "visit": "探访", "hair": "理发", "clinic": "义诊"}
CONFIRMED_BY = {"sign": "本人签字", "call": "电话核实", "visit": "上门核实"}

GROUNDS = {  # 关于开展特殊困难老年人探访关爱服务的指导意见（民发〔2022〕73号）
    "alone": "独居、空巢",
    "left": "留守",
    "infirm": "失能",
    "disabled": "重度残疾",
    "bereaved": "计划生育特殊家庭",
}
