"""The papers of a supervision, each about the rung of its ladder. What they say stands in the templates."""

from plugins.supervision.blueprint import bp
from plugins.supervision.choices import CIRCULAR, LISTED, ORDER, TALK, VIEW
from plugins.supervision.models import Supervision
from portal.records.papers import Paper, mount_papers


def _of(level: str, said: str):
    """The rung of `level` for the template, and an objection where it never stood there."""

    def rung(supervision: Supervision) -> dict:
        return {"rung": supervision.latest(level)}

    def objection(supervision: Supervision) -> str:
        return "" if supervision.latest(level) else said

    return {"context": rung, "unless": objection}


def _no_minutes(supervision: Supervision) -> str:
    talk = supervision.latest(TALK)
    return "" if talk and talk.talked_at else "记录约谈以后才能打印。"


def _not_answered(supervision: Supervision) -> str:
    return "" if supervision.answered_at else "答复以后才能打印。"


def _not_delisted(supervision: Supervision) -> str:
    return "" if supervision.listed_at and supervision.lifted_at else "挂牌督办解除以后才能打印。"


papers = mount_papers(
    bp,
    Supervision,
    (
        Paper("order", "督办单", needs=VIEW, **_of(ORDER, "没有发过督办单。")),
        Paper("reply", "督办回复单", needs=VIEW, unless=_not_answered),
        Paper("talk_notice", "约谈通知", needs=VIEW, **_of(TALK, "没有约谈。")),
        Paper(
            "talk_minutes",
            "约谈记录",
            needs=VIEW,
            context=lambda supervision: {"rung": supervision.latest(TALK)},
            unless=_no_minutes,
        ),
        Paper("circular", "督办通报", needs=VIEW, **_of(CIRCULAR, "没有通报。")),
        Paper("listing", "挂牌督办通知", needs=VIEW, **_of(LISTED, "没有挂牌。")),
        Paper("delisting", "摘牌通知", needs=VIEW, unless=_not_delisted),
    ),
    at="/orders/<int:supervision_id>",
    office=lambda supervision: supervision.unit.name,
)
