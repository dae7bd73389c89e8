"""Code lists of 吹哨报到 (docs/domain/whistle.md), and its permissions."""

VIEW, BLOW, APPROVE, ANSWER, EXPORT = (f"whistle.{verb}" for verb in ("view", "blow", "approve", "answer", "export"))
# what may be whistled for
DEMAND, ENFORCEMENT, EMERGENCY = "demand", "enforcement", "emergency"
KINDS = {
    DEMAND: "群众反映突出、本级解决不了",
    ENFORCEMENT: "需要综合执法、本级没有执法权",
    EMERGENCY: "应急处置",
}
GRADES = {"good": "好", "fair": "一般", "poor": "差"}
# who said that a department came
CALLED, CALLER = "called", "caller"
