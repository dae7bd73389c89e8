"""反向评价 of departments: seen by those who may give them, and published nowhere."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.forms.ratings import RatingCorrectionForm, RatingForm
from plugins.duty_lists.models import DutyRating
from plugins.duty_lists.models.rating import RATE
from plugins.duty_lists.register import ratings
from plugins.duty_lists.views.senders import senders_near
from portal import clock
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

mount_register(
    bp, ratings, at="/ratings", endpoint="ratings", export="duty_lists.rate", actions=begin_button(DutyRating.rate)
)


def suggest_departments(form: RatingForm, unit) -> None:
    form.department.suggestions = senders_near(unit, RATE)


mount_beginning(
    bp,
    DutyRating.rate,
    Ask(
        RatingForm,
        done="已登记。",
        button="登记",
        start=lambda unit: {"year": clock.today().year},
        prepare=suggest_departments,
        args=("year", "department", "kind", "score", "opinion"),
        error_at="department",
        fields=("unit_id", "year", "department", "kind", "score", "opinion"),
    ),
    at="/ratings/new",
    show=lambda rating: url_for("duty_lists.show_rating", rating_id=rating.id),
    back="duty_lists.ratings",
    place="unit_id",
    kinds=("township",),
)
steps = mount(
    bp,
    DutyRating,
    at="/ratings/<int:rating_id>",
    show="duty_lists.show_rating",
    prefix="rating_",
    steps={
        DutyRating.correct: Ask(
            RatingCorrectionForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            button="保存",
            start=present("score", "opinion"),
            edits=True,
        )
    },
)


@bp.get("/ratings/<int:rating_id>")
@requires(RATE)
def show_rating(rating_id: int):
    """One rating, with its weight."""
    rating = get_or_404(DutyRating.visible_to(current_user).options(joinedload(DutyRating.unit)), rating_id)
    return render(
        "duty_lists/rating.html",
        **steps.shown(rating, ("反向评价", "duty_lists.ratings")),
        facts=[
            ("评价单位", rating.unit.name),
            ("年度", f"{rating.year} 年"),
            ("被评价的", f"{rating.department}（{rating.kind_name}）"),
            ("分数", f"{rating.score} 分"),
            ("权重", f"{rating.weight}%"),
            ("按权重计", f"{rating.points} 分"),
        ],
    )
