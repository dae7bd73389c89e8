"""统计 on pages: the figures beside those before, the proof, the disputes behind a number, the sheet in Excel."""

from dataclasses import dataclass
from datetime import date

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.mediation.blueprint import bp
from plugins.mediation.models import Committee, Dispute
from plugins.mediation.models.dispute import STATES
from plugins.mediation.statistics.measures import groups
from plugins.mediation.statistics.proof import prove
from plugins.mediation.statistics.reading import (
    committee_of,
    folded,
    judicial,
    measures,
    of_line,
    of_reader,
    political,
    read,
    read_whole,
    total,
)
from portal import clock
from portal.cases.models import Case
from portal.entitlements import Span
from portal.extensions import db
from portal.records.columns import Column
from portal.records.exports import hand_over
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

OFFERED = {"month": 24, "quarter": 8, "year": 3}
BEHIND = 200  # disputes listed behind a number
ODD = 50  # per cent of change from the period before that is pointed at
TABLES = {
    "committee": ("按调委会", committee_of),
    "judicial": ("司法行政口径", judicial),
    "political": ("政法综治口径", political),
}
BY_KIND = TABLES.keys() - {"committee"}
IN_TABLES = ("new", "done", "settled", "left", "amount")


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    kind: str
    span: Span
    committee: int | None

    @property
    def args(self) -> dict[str, str]:
        return {"period": f"{self.kind}:{self.span.first}"} | (
            {"committee": str(self.committee)} if self.committee else {}
        )

    @property
    def before(self) -> Span:
        return Span.around(self.kind, Span.before(self.kind, self.span.first, 1)[0])

    @property
    def last_year(self) -> Span:
        return Span.around(self.kind, date(self.span.first.year - 1, self.span.first.month, 1))


def periods() -> dict[str, str]:
    """What may be chosen, the latest first of each kind."""
    found = {}
    for kind, number in OFFERED.items():
        this = Span.around(kind, clock.today()).first
        for first in (this, *Span.before(kind, this, number)):
            found[f"{kind}:{first}"] = str(Span.around(kind, first))
    return found


def committees() -> dict[str, str]:
    """Those whose disputes the reader may see."""
    rows = select(Committee.id, Committee.name).where(
        Committee.id.in_(select(Dispute.committee_id).where(Dispute.seen_by(current_user)))
    )
    return {str(ident): name for ident, name in db.session.execute(rows.order_by(Committee.name))}


def asked() -> Asked:
    """This month and all committees for what does not make sense."""
    offered = periods()
    chosen = request.args.get("period", "")
    kind, _, first = (chosen if chosen in offered else next(iter(offered))).partition(":")
    committee = request.args.get("committee", "")
    return Asked(
        kind, Span.around(kind, date.fromisoformat(first)), int(committee) if committee in committees() else None
    )


def change(now: int, then: int) -> str:
    """From then to now, in per cent."""
    return f"{100 * (now - then) / then:+.0f}%" if then else ""


@bp.get("/statistics")
@requires("mediation.view")
def statistics():
    """All columns, with the period before and a year ago; by committee and by both books of kinds."""
    want = asked()
    cells, known = read(current_user, want.span, want.committee), measures(want.span)
    others = {each: read_whole(current_user, each, want.committee) for each in {want.before, want.last_year}}
    now, then, year_ago = total(cells, len(known)), others[want.before], others[want.last_year]
    places = {each.key: place for place, each in enumerate(known)}
    rows = {
        each.key: (
            number,
            old,
            change(number, old),
            year,
            change(number, year),
            bool(old) and abs(number - old) * 100 > ODD * old,
        )
        for each, number, old, year in zip(known, now, then, year_ago, strict=True)
    }
    chosen = [known[places[key]] for key in IN_TABLES]
    tables = [
        (
            title,
            by,
            [(each, [numbers[places[key]] for key in IN_TABLES]) for each, numbers in folded(cells, of).items()],
        )
        for by, (title, of) in TABLES.items()
    ]
    settled, done = rows["settled"][0], rows["done"][0]
    return render(
        "mediation/statistics.html",
        title=f"人民调解统计：{want.span}",
        groups=groups(want.span),
        rows=rows,
        rate=f"{settled / done:.1%}" if done else "无",
        chosen=chosen,
        tables=tables,
        rules=prove(current_user, want.span, cells, then, want.committee) if "proof" in request.args else None,
        asked=want,
        periods=periods(),
        committees=committees(),
        may_export=current_user.can("mediation.export"),
        crumbs=[("人民调解", url_for("mediation.index")), ("人民调解统计", "")],
    )


@bp.get("/statistics/<key>")
@requires("mediation.view")
def behind_statistics(key: str):
    """The disputes behind one number; of a table by kind, those of one of its lines."""
    want = asked()
    measure = next((each for each in measures(want.span) if each.key == key), None) or abort(404)
    found = of_reader(current_user, want.span, want.committee).where(measure.where)
    name = measure.label
    for by in BY_KIND & request.args.keys():
        line, name = request.args[by], f"{request.args[by]}　{name}"
        found = found.where(of_line(read(current_user, want.span, want.committee), TABLES[by][1], line))
    rows = found.with_only_columns(Dispute.id, Dispute.number, Dispute.status, Case.title.label("title"))
    return render(
        "records/behind.html",
        title=f"{want.span}　{name}",
        rows=db.session.execute(rows.order_by(Dispute.id.desc()).limit(BEHIND)).all(),
        states=STATES,
        show="mediation.show",
        ident="dispute_id",
        crumbs=[("人民调解统计", url_for("mediation.statistics", **want.args)), (name, "")],
    )


@bp.get("/statistics/sheet.<form>")
@requires("mediation.export")
def statistics_sheet(form: str):
    """A line for each committee and one for all, a column for each measure."""
    want = asked()
    cells, known = read(current_user, want.span, want.committee), measures(want.span)
    headings = [f"{group.heading}：{each.label}" for group in groups(want.span) for each in group.measures]
    columns = [Column("committee", "调委会", width=32)]
    columns += [
        Column(each.key, name, kind="money" if each.fen else "number")
        for each, name in zip(known, headings, strict=True)
    ]
    lines = [(each.name, numbers) for each, numbers in folded(cells, committee_of).items()]
    lines.append(("合计", total(cells, len(known))))
    return hand_over(
        f"人民调解统计{want.span}",
        columns,
        [
            [name, *(n / 100 if each.fen else n for each, n in zip(known, numbers, strict=True))]
            for name, numbers in lines
        ],
        form=form,
        count=len(lines),
        back=url_for("mediation.statistics", **want.args),
    )
