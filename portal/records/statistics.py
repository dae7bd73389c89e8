"""The page of figures, and the records behind each number."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.records.figures import Statistics
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


def mount_statistics(
    bp: Blueprint, statistics: Statistics, *, at: str, show: str, ident: str, crumb: tuple[str, str]
) -> None:
    """Mount `statistics` on `bp`: the page at `at`, and below it the records behind each number.

    show: endpoint of a record's page, which takes its id as `ident`. crumb: name and endpoint of the list it belongs to.
    """

    @requires(statistics.permission)
    def page() -> ResponseReturnValue:
        """The figures of what the reader may see."""
        return render(
            "records/statistics.html",
            statistics=statistics,
            tables=statistics.tables(current_user),
            behind=f"{bp.name}.behind_statistics",
            crumbs=[(crumb[0], url_for(crumb[1])), ("统计", "")],
        )

    @requires(statistics.permission)
    def behind(key: str) -> ResponseReturnValue:
        """The records behind one number: `?line=` the value of its row, `?of=` the place of its column."""
        figure = statistics.figure(key) or abort(404)
        line = statistics.table(figure, current_user).line(request.args.get("line", "")) or abort(404)
        columns = {str(place): each for place, each in enumerate(figure.measures)}
        measure = columns.get(request.args.get("of", "0")) or abort(404)
        return render(
            "records/behind.html",
            title=f"{figure.title}：{line.label}　{measure.label}",
            rows=statistics.behind(figure, line, measure, current_user),
            states=statistics.model.states,
            show=show,
            ident=ident,
            crumbs=[(crumb[0], url_for(crumb[1])), ("统计", url_for(f"{bp.name}.statistics")), (line.label, "")],
        )

    bp.add_url_rule(at, "statistics", page, methods=["GET"])
    bp.add_url_rule(f"{at}/<key>", "behind_statistics", behind, methods=["GET"])
