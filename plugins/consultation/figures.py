"""统计: meetings and topics, by forum, month and kind; how much was solved, how satisfied residents are."""

from plugins.consultation.blueprint import bp
from plugins.consultation.models import Forum, Meeting, Topic
from plugins.consultation.models.topic import RATINGS, SOURCES
from portal.cases.neighbourhood import MATTER_NAMES
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

HELD = Meeting.status.in_(("held", "closed"))
SOLVED = Topic.status == "solved"
TOPICS = (Count("提出"), Count("形成决议", Topic.status.in_(("resolved", "solved"))), Count("已解决", SOLVED))

TOPIC_FIGURES = Statistics(
    "议题统计",
    Topic,
    "consultation.view",
    (
        by_month("各月提出", Topic.created_at, Count("提出")),
        Figure("forum", "按小区", Axis("小区", Forum.name), TOPICS, of=lambda found: found.join(Topic.forum)),
        Figure("matter", "按类别", Axis("类别", Topic.matter, MATTER_NAMES), TOPICS),
        Figure("source", "按来源", Axis("来源", Topic.source, SOURCES), TOPICS),
        Figure(
            "rating", "居民评价", Axis("评价", Topic.rating, RATINGS | {None: "没有评价"}), (Count("已解决的", SOLVED),)
        ),
    ),
    when=Topic.created_at,
)
MEETING_FIGURES = Statistics(
    "议事会统计",
    Meeting,
    "consultation.view",
    (
        by_month("各月召开", Meeting.held_at, Count("场次", HELD)),
        Figure(
            "forum",
            "按小区",
            Axis("小区", Forum.name),
            (Count("召集"), Count("召开", HELD)),
            of=lambda found: found.join(Meeting.forum),
        ),
    ),
    when=Meeting.held_at,
)
for _figures, _what, _show, _ident, _crumb in (
    (TOPIC_FIGURES, "topics", "show_topic", "topic_id", ("议题", "consultation.topics")),
    (MEETING_FIGURES, "meetings", "show_meeting", "meeting_id", ("议事会", "consultation.meetings")),
):
    mount_statistics(
        bp,
        _figures,
        at=f"/statistics/{_what}",
        show=f"consultation.{_show}",
        ident=_ident,
        crumb=_crumb,
        endpoint=f"{_show.removeprefix('show_')}_statistics",
    )
