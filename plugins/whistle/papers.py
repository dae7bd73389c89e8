"""The papers of a whistle. What they say stands in the templates."""

from plugins.whistle.blueprint import bp
from plugins.whistle.choices import VIEW
from plugins.whistle.models import Whistle
from portal.records.papers import Paper, mount_papers


def _not_out(whistle: Whistle) -> str:
    return "" if whistle.out_at else "吹哨发出以后才能打印。"


def _not_closed(whistle: Whistle) -> str:
    return "" if whistle.status == "closed" else "办结以后才能打印。"


papers = mount_papers(
    bp,
    Whistle,
    (
        Paper("order", "吹哨单", needs=VIEW, unless=_not_out),
        Paper("sign_in", "吹哨报到签到册", needs=VIEW, unless=_not_out),
        Paper("feedback", "吹哨处置反馈单", needs=VIEW, unless=_not_closed),
    ),
    at="/whistles/<int:whistle_id>",
    office=lambda whistle: whistle.unit.name,
)
