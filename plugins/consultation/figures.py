"""统计: meetings and topics, by forum, month and kind; how much was solved, how satisfied residents are."""

from sqlalchemy import Select

from plugins.consultation.blueprint import bp
from plugins.consultation.choices import MATTER_NAMES, RATINGS, SOURCES
from plugins.consultation.models import Forum, Meeting, OwnersVote, Topic, VillageMatter
from plugins.consultation.models.village import KINDS
from plugins.consultation.owners_rules import MATTERS
from portal.records.figures import Axis, Count, Figure, Statistics, local_month
from portal.records.statistics import mount_statistics

MONTHS = {number: f"{number}月" for number in range(1, 13)}
HELD = Meeting.status.in_(("held", "closed"))
SOLVED = Topic.status == "solved"
TOPICS = (Count("提出"), Count("形成决议", Topic.status.in_(("resolved", "solved"))), Count("已解决", SOLVED))

VOTES = (
    Count("发起"),
    Count("已通过", OwnersVote.status == "passed"),
    Count("未通过", OwnersVote.status == "failed"),
)


def _forums_of_topics(statement: Select) -> Select:
    return statement.join(Forum, Forum.id == Topic.forum_id)


def _forums_of_meetings(statement: Select) -> Select:
    return statement.join(Forum, Forum.id == Meeting.forum_id)


TOPIC_FIGURES = Statistics(
    "议题统计",
    Topic,
    "consultation.view",
    (
        Figure(
            "month",
            "各月提出",
            Axis("月份", local_month(Topic.created_at), MONTHS, whole=True),
            (Count("提出"),),
            across=True,
        ),
        Figure("forum", "按小区", Axis("小区", Forum.name), TOPICS, of=_forums_of_topics),
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
        Figure(
            "month",
            "各月召开",
            Axis("月份", local_month(Meeting.held_at), MONTHS, whole=True),
            (Count("场次", HELD),),
            across=True,
        ),
        Figure(
            "forum", "按小区", Axis("小区", Forum.name), (Count("召集"), Count("召开", HELD)), of=_forums_of_meetings
        ),
    ),
    when=Meeting.held_at,
)
OWNERS_FIGURES = Statistics(
    "业主表决统计",
    OwnersVote,
    "consultation.view",
    (
        Figure(
            "month",
            "各月发起",
            Axis("月份", local_month(OwnersVote.created_at), MONTHS, whole=True),
            (Count("发起"),),
            across=True,
        ),
        Figure("matter", "按类别", Axis("类别", OwnersVote.matter, MATTERS), VOTES),
        Figure("status", "按状态", Axis("状态", OwnersVote.status, OwnersVote.states.names), (Count("次数"),)),
        Figure("estate", "按小区", Axis("小区", OwnersVote.estate), VOTES),
    ),
    when=OwnersVote.created_at,
)

VILLAGE_FIGURES = Statistics(
    "村级事项统计",
    VillageMatter,
    "consultation.view",
    (
        Figure(
            "month",
            "各月登记",
            Axis("月份", local_month(VillageMatter.created_at), MONTHS, whole=True),
            (Count("登记"),),
            across=True,
        ),
        Figure(
            "kind",
            "按类别",
            Axis("类别", VillageMatter.kind, KINDS),
            (
                Count("登记"),
                Count("一次通过", (VillageMatter.attempt == 1) & VillageMatter.published_from.is_not(None)),
                Count("已归档", VillageMatter.status == "archived"),
            ),
        ),
        Figure("status", "按状态", Axis("状态", VillageMatter.status, VillageMatter.states.names), (Count("件数"),)),
    ),
    when=VillageMatter.created_at,
)
mount_statistics(
    bp,
    VILLAGE_FIGURES,
    at="/statistics/village",
    show="consultation.show_village_matter",
    ident="matter_id",
    crumb=("村级事项", "consultation.village_matters"),
    endpoint="village_statistics",
)

mount_statistics(
    bp,
    TOPIC_FIGURES,
    at="/statistics/topics",
    show="consultation.show_topic",
    ident="topic_id",
    crumb=("议题", "consultation.topics"),
    endpoint="topic_statistics",
)
mount_statistics(
    bp,
    MEETING_FIGURES,
    at="/statistics/meetings",
    show="consultation.show_meeting",
    ident="meeting_id",
    crumb=("议事会", "consultation.meetings"),
    endpoint="meeting_statistics",
)
mount_statistics(
    bp,
    OWNERS_FIGURES,
    at="/statistics/owners-votes",
    show="consultation.show_owners_vote",
    ident="vote_id",
    crumb=("业主表决", "consultation.owners_votes"),
    endpoint="owners_statistics",
)
