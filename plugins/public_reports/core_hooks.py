"""Where 群众反映 meets the core: the desk, the search, the answer of a case, the page for residents, what stays open."""

from flask import url_for
from sqlalchemy import ColumnElement, and_, or_

from plugins.public_reports.models import Label, Report
from plugins.public_reports.models.label import LABELS
from plugins.public_reports.models.report import REVIEW
from plugins.public_reports.register import reports
from plugins.public_reports.settings import KEY
from portal.accounts.reader import Reader
from portal.cases.attached import attached_to_all, attaches
from portal.cases.models import Case
from portal.plugin.contributions import MOST_HITS, Hit, Panel, PublicPage
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of
from portal.records.waiting import stands_in

HERE = "/public_reports"
attaches(KEY, Report.case_id)


def undecided(reader: Reader) -> ColumnElement[bool]:
    """What waits for a look or a decision; what the reporter was asked only once the days for it are over."""
    answered = or_(Report.status != "asked", Report.asked_until < reader.today())
    return and_(Report.waiting_for(reader), Report.status != "again", answered)


def asked_again(reader: Reader) -> ColumnElement[bool]:
    """What came back: whoever reported it says that it is not solved."""
    return and_(Report.waiting_for(reader), Report.status == "again")


def to_post(reader: Reader) -> ColumnElement[bool]:
    """Labels to be posted, and those that may have fallen off."""
    quiet = and_(Label.status == "in_use", Label.quiet_on < reader.today())
    return or_(Label.status.in_(Label.states.open), quiet)


QUEUES = [
    queue_of(
        Report, "public-reports", "群众反映待办", at=f"{HERE}/reports", where=undecided, due=Report.due_at, order=12
    ),
    queue_of(
        Report,
        "public-reports-again",
        "反映人要求再办",
        at=f"{HERE}/reports",
        where=asked_again,
        due=Report.due_at,
        tone="danger",
        order=11,
        step=Report.take_up,
        on_top=True,
    ),
    queue_of(
        Report,
        "public-reports-apart",
        "剔除申请待复核",
        at=f"{HERE}/reports",
        needs=REVIEW,
        where=Report.awaits_review,
        among=Report.proposed_apart(),
        order=46,
        task="复核剔除申请",
        step=Report.confirm_apart,
    ),
    queue_of(
        Label,
        "public-report-labels",
        "收件码待贴、久无来件",
        at=f"{HERE}/labels",
        needs=LABELS,
        where=to_post,
        among=stands_in(Label, (*Label.states.open, "in_use")),
        due=Label.quiet_on,
        order=70,
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Reports that the reader may see."""
    return reports.hits(ctx, text)[:MOST_HITS]


def case_panels(ctx: Context, case: Case) -> list[Panel]:
    """The reports that a case came of, or that were joined to it or to one that goes on as part of it, for whoever may read them; of a tip-off the
    content stands nowhere else."""
    if not attached_to_all(case, KEY):
        return []
    found = Report.visible_in_all(case, ctx.actor)
    return panel_of("群众反映", [Line(each, f"{HERE}/reports/{each.id}", each.number) for each in found])


def heard(record, event) -> None:
    """A case was closed, or taken up again: those who reported it are told."""
    if isinstance(record, Case):
        Report.hear(record, event.verb)


def public_pages(ctx: Context) -> list[PublicPage]:
    """Where whoever has a number and a code sees how it goes; in a grid with a label of its own, the form behind that, too."""
    url = url_for("public_reports.follow_send", unit_id=ctx.unit.id)
    pages = [PublicPage("群众反映", url, "扫码反映的问题，凭编号和查询码查看、补充、评价")]
    if ctx.unit.kind == "grid" and (label := Label.of_grid(ctx.unit)):
        pages.insert(0, PublicPage("反映问题", label.path, f"{ctx.unit.name}的问题，写在这里", reports=True))
    return pages


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(
        ctx.unit, (Report, "{} 件群众反映还没有答复。"), (Label, "{} 个收件码在用。", Label.status == "in_use")
    )
