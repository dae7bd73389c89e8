"""Code lists of 督办 (docs/domain/supervision.md), and its permissions."""

VIEW, OVERSEE, RAISE, LIFT, ANSWER, EXPORT = (
    f"supervision.{verb}" for verb in ("view", "oversee", "raise", "lift", "answer", "export")
)
REMIND, URGE, ORDER, TALK, CIRCULAR, LISTED = "remind", "urge", "order", "talk", "circular", "listed"
LEVELS = {REMIND: "提醒", URGE: "催办", ORDER: "督办单", TALK: "约谈", CIRCULAR: "通报", LISTED: "挂牌督办"}
# how high each stands: 约谈 and 通报 stand side by side
HEIGHTS = {REMIND: 1, URGE: 2, ORDER: 3, TALK: 4, CIRCULAR: 4, LISTED: 5}
BEGUN_AT = {each: LEVELS[each] for each in (REMIND, URGE, ORDER)}  # what is higher is reached by raising
REASONS = {"unaccepted": "应受理未受理", "unhandled": "应办理未办理", "unlawful": "不依法办理"}
SATISFACTION = {"": "没有回访", "yes": "满意", "fair": "基本满意", "no": "不满意"}


def next_levels(level: str) -> dict[str, str]:
    """What `level` may be raised to: one step up, or from 约谈 and 通报 to the other."""
    return {each: name for each, name in LEVELS.items() if each != level and HEIGHTS[each] - HEIGHTS[level] in (0, 1)}
