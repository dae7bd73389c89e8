"""导出的用途: from how many rows on whoever takes a list away says what for, and always where whole names are in it. It stands on the file and in the audit trail.

A GET form: the purpose is part of the address of the file, like the filters, and no number may stand in it.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select
from wtforms import Form, StringField

from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.people.publishing import no_numbers_here
from portal.settings import Section, SettingsForm, number, offer, settings_of
from portal.web.forms import Form as PostedForm
from portal.web.forms import Required, Short
from portal.web.forms.plain_words import plain_words
from portal.web.pages.rendering import render

KEY, NAME, LONGEST = "exports", "export_purpose", 60
AGAIN = "again"  # in the address once a purpose was refused
BATCH = 5000  # ids of a statement


class ExportSettings(SettingsForm):
    """导出的本地规定."""

    purpose_from = number(
        "多少行起须写明用途",
        1000,
        0,
        20_000,
        "写明的用途印在文件的第一行和页脚，记入审计记录。没有统一规定，由本地规定，系统建议 1000 行；填 0，都不要求。有完整姓名、账号的清单（例如发放明细、代发清单、基金台账）一律要求。",
        unit="行",
    )
    approval_from = number(
        "多少行起须另一人审批",
        5000,
        0,
        20_000,
        "审批的人看到用途、筛选条件和行数，看不到内容；申请的人不能自己批准。没有统一规定，由本地规定，系统建议 5000 行；填 0，都不要求。",
        unit="行",
    )
    approval_days = number(
        "几日内审批，批准以后几日内取文件", 3, 1, 30, "过了就要重新申请。没有统一规定，由本地规定。", unit="日"
    )


def _purpose() -> StringField:
    return StringField(
        "用途",
        [Required("请写明用途。"), Short(LONGEST), plain_words, no_numbers_here],
        description="例如：报旗县区政法委三季度排查情况。",
    )


class PurposeForm(Form):
    """What the file is for."""

    class Meta:
        locales = ("zh",)

    export_purpose = _purpose()


class AskForm(PostedForm):
    """The same, for whoever approves."""

    export_purpose = _purpose()


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="导出", form=ExportSettings),))


def asks(count: int, units: Sequence[OrgUnit]) -> bool:
    """Whether so many rows of `units` together are taken away only for a purpose that is said: as the strictest of them has it."""
    return any(0 < settings_of(KEY, each).purpose_from <= count for each in units)


def needs_approval(count: int, units: Sequence[OrgUnit]) -> bool:
    """Whether so many rows of `units` together are taken away only with the agreement of somebody else."""
    return any(0 < _approved_from(each) <= count for each in units)


def approving(model: type[Any], ids: Sequence[int], units: Sequence[OrgUnit]) -> OrgUnit:
    """Which of `units` approves a file of the rows `ids` of `model`: of those that ask for it the one in which most rows lie; of several the one that
    asks from the fewest rows on, then the outermost. Raises ValueError for no units."""
    strict = [each for each in units if 0 < _approved_from(each) <= len(ids)] or units
    lying = {each: _lying(model, ids, each) if issubclass(model, Scoped) else 0 for each in strict}
    return min(strict, key=lambda each: (-lying[each], _approved_from(each) or inf, len(each.path), each.id))


def _lying(model: type[Any], ids: Sequence[int], unit: OrgUnit) -> int:
    here = select(func.count()).select_from(model).where(unit.subtree_of(model))
    parts = (ids[first : first + BATCH] for first in range(0, len(ids), BATCH))
    return sum(db.session.scalar(here.where(model.id.in_(part))) or 0 for part in parts)


def _approved_from(unit: OrgUnit) -> int:
    """Rows; 0: never."""
    return settings_of(KEY, unit).approval_from


def said() -> str:
    """The purpose that the address tells, if it may stand there; else nothing, also where one was refused before: a page without the error comes first,
    for a file takes the place of none."""
    form = PurposeForm(request.args)
    if AGAIN in request.args:
        return ""
    return form.export_purpose.data.strip() if NAME in request.args and form.validate() else ""


def of_the_address(
    name: str, count: int, counter: str, *, unit: OrgUnit | None, always: bool, back: str
) -> tuple[str, ResponseReturnValue | None]:
    """The purpose of the file `name` of `count` lines of `unit`, or of the offices of the reader, as the address tells it; and the page that asks for it, where it must be said and is
    not. always: whatever the number of lines."""
    units = [unit] if unit else current_user.units
    purpose = said()
    if purpose or not count or not (always or asks(count, units)):
        return purpose, None
    kept = {each: value for each, value in request.args.items() if each != NAME}
    return "", page(name, f"{count} {counter}", kept, back)


def asking(of: Any, asked: AskForm, count: int, form: str, status: int = 200) -> ResponseReturnValue:
    """Ask for the agreement of somebody else to a file of `count` rows of the list `of` (a ListPage), as the address filters it."""
    given = without_words(of)
    return render(
        "records/export_asking.html",
        status=status,
        form=asked,
        title=of.register.title,
        many=f"{count} {of.register.counter}",
        to=url_for("exports.ask", key=of.register.key, form=form, **given),
        back=of.url(**given),
    )


def without_words(of: Any) -> dict[str, Any]:
    """How the address filters the list `of`. Raises RuleError where words were sought: they may name somebody, and are not kept for whoever approves; without
    them it would be another list."""
    given: dict[str, Any] = of.kept(request.args, words=False)
    if of.kept(request.args) != given:
        raise RuleError("要审批的导出不能带查找的字，请用筛选条件，或者先筛选、分批导出。")
    return given


def page(title: str, many: str, kept: Mapping[str, str], back: str) -> ResponseReturnValue:
    """Ask for it; or, said well after it was refused, the page that fetches the file. kept: what else the address of the file holds."""
    form = PurposeForm(request.args)
    refused = NAME in request.args and not form.validate()
    kept = {name: value for name, value in kept.items() if name != AGAIN}
    if AGAIN in request.args and not refused:
        to = f"{request.path}?{urlencode(kept | {NAME: form.export_purpose.data})}"
        return render("records/export_begun.html", title=title, to=to, back=back)
    return render(
        "records/export_purpose.html",
        status=422 if refused else 200,
        form=form,
        title=title,
        many=many,
        kept=kept | {AGAIN: "1"} if refused else kept,
        back=back,
    )
