"""The papers of a topic, a meeting and a resolution. What they say stands in the templates."""

from flask import url_for

from plugins.consultation.blueprint import bp
from plugins.consultation.models import Ballot, Item, Meeting, Resolution, Topic
from plugins.consultation.models.resolution import NOT_THE_OWNERS
from plugins.consultation.settings import rules_of
from portal.documents.qr import absolute, data_uri
from portal.records.papers import Paper, mount_papers
from portal.settings import listed

VIEW, HOST = "consultation.view", "consultation.host"


def _statement(line: str) -> tuple[str, str]:
    """Who said what, of a line of the minutes."""
    speaker, colon, text = line.replace(":", "：", 1).partition("：")
    return (speaker, text) if colon and len(speaker) <= 20 else ("记录", line)


def _minutes(meeting: Meeting) -> dict:
    return {
        "items": [
            (each, [_statement(line) for line in each.minutes.splitlines() if line.strip()]) for each in meeting.items
        ]
    }


def _procedure(meeting: Meeting) -> dict:
    rules = rules_of(meeting.unit)
    return {"procedure": rules.procedure, "steps": listed(rules.steps), "note": rules.notice_note}


def _not_held(meeting: Meeting) -> str:
    return "" if meeting.quorum else "开会以后才能打印会议记录。"


def _not_published(row) -> str:
    return "" if row.published_from else "公示以后才能打印。"


def _waiting(item: Item) -> list[Ballot]:
    """The households that have not voted yet."""
    return [each for each in item.ballots if each.cast_at is None]


def _slips(meeting: Meeting, item: Item) -> dict:
    address = absolute(url_for("consultation.public_vote", unit_id=meeting.unit_id))
    return {"ballots": _waiting(item), "address": address, "image": data_uri(address)}


def _no_slips(meeting: Meeting, item: Item) -> str:
    over = item.ballot_until is None or item.result
    return "没有还要表决的户。" if over or not _waiting(item) else ""


def _without_plans(meeting: Meeting, item) -> str:
    return "" if item.options else "还没有方案。"


topic_papers = mount_papers(
    bp,
    Topic,
    (Paper("topic_posting", "议题公示", needs=VIEW, unless=_not_published),),
    at="/topics/<int:topic_id>",
    office=lambda topic: topic.forum.title,
)
meeting_papers = mount_papers(
    bp,
    Meeting,
    (
        Paper("notice", "议事会通知", needs=HOST, context=_procedure),
        Paper("sign_in", "议事会签到册", needs=HOST),
        Paper("minutes", "议事会会议记录", needs=HOST, context=_minutes, unless=_not_held),
        Paper(
            "ballot",
            "议事会表决票",
            needs=HOST,
            context=lambda meeting, item: {"item": item},
            at="items/<int:item_id>/ballot.pdf",
            rows=lambda meeting: meeting.items,
            label=lambda meeting, item: f"表决票：{item.topic.title}",
            unless=_without_plans,
        ),
        Paper(
            "households",
            "在线表决通知",
            needs=HOST,
            context=_slips,
            at="items/<int:item_id>/households.pdf",
            rows=lambda meeting: meeting.items,
            label=lambda meeting, item: f"在线表决通知：{len(_waiting(item))} 户",
            unless=_no_slips,
            listed=False,
            kept=False,
        ),
    ),
    at="/meetings/<int:meeting_id>",
    office=lambda meeting: meeting.forum.title,
)
resolution_papers = mount_papers(
    bp,
    Resolution,
    (
        Paper("resolution", "议事会决议", needs=VIEW, context=lambda resolution: {"law": NOT_THE_OWNERS}),
        Paper(
            "posting",
            "议事会决议公示",
            needs=VIEW,
            context=lambda resolution: {"law": NOT_THE_OWNERS},
            unless=_not_published,
        ),
    ),
    at="/resolutions/<int:resolution_id>",
    office=lambda resolution: resolution.forum.title,
)
