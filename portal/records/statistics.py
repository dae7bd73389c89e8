"""Pages of statistics: the figures, and the records behind each number."""

from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.records.figures import Statistics
from portal.records.period import PeriodForm
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

__all__ = ["mount_statistics"]


def mount_statistics(
    bp: Blueprint,
    statistics: Statistics,
    *,
    at: str,
    show: str,
    ident: str,
    crumb: tuple[str, str],
    endpoint: str = "statistics",
) -> None:
    """Mount `statistics` on `bp`: the page at `at` as `endpoint`, and below it the records behind each number.

    show: endpoint of a record's page, which takes its id as `ident`. crumb: name and endpoint of the list it belongs to.
    """

    def asked() -> tuple[PeriodForm | None, dict]:
        form = PeriodForm(request.args) if statistics.when is not None else None
        return form, {"period": form.period()} if form else {}

    @requires(statistics.permission)
    def page() -> ResponseReturnValue:
        """The figures of what the reader may see."""
        form, period = asked()
        tables = statistics.tables(current_user, **period)
        return render(
            "records/statistics.html",
            statistics=statistics,
            tables=tables,
            summary=statistics.summary(tables) if statistics.summary else None,
            columns={each.figure.key: each.columns() for each in tables if each.figure.across},
            behind=f"{bp.name}.behind_{endpoint}",
            form=form,
            chosen={"year": form.year.data, "month": form.month.data} if form else {},
            crumbs=[(crumb[0], url_for(crumb[1])), (statistics.title, "")],
        )

    @requires(statistics.permission)
    def behind(key: str) -> ResponseReturnValue:
        """The records behind one number: `?line=` the key of its row, `?of=` the place of its column."""
        figure = statistics.figure(key) or abort(404)
        _, period = asked()
        line = statistics.table(figure, current_user, **period).line(request.args.get("line", "")) or abort(404)
        columns = {str(place): each for place, each in enumerate(figure.measures)}
        measure = columns.get(request.args.get("of", "0")) or abort(404)
        back: dict[str, Any] = {name: request.args[name] for name in ("year", "month") if name in request.args}
        return render(
            "records/behind.html",
            title=f"{figure.title}：{line.label}　{measure.label}",
            rows=statistics.behind(figure, line, measure, current_user, **period),
            states=statistics.model.states,
            show=show,
            ident=ident,
            crumbs=[
                (crumb[0], url_for(crumb[1])),
                (statistics.title, url_for(f"{bp.name}.{endpoint}", **back)),
                (f"{line.label}　{measure.label}", ""),
            ],
        )

    bp.add_url_rule(at, endpoint, page, methods=["GET"])
    bp.add_url_rule(f"{at}/<key>", f"behind_{endpoint}", behind, methods=["GET"])
