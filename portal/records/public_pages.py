"""Pages for residents without an account: they begin a record, are told its number and a code, and follow it with them.

    mount_public(
        bp, Booking.apply, PublicAsk(BookingForm, title="预约家风馆", done="收到了，三个工作日内答复。"),
        at="bookings", tells=lambda booking: [("参观时间", booking.when)],
        steps={Booking.withdraw: PublicAsk(title="取消预约", at="cancellation", done="已取消。")},
    )

Every address lies under `/<key>/public/<int:unit_id>/`, so the gate knows whether the plugin is on there. Whoever sends it is nobody
(`by=None`); whoever is
signed in sends nothing here, for what staff enter bears their name, and is not confirmed by them. The code stands in no address (docs/adr/0024).
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from portal.documents.poster import poster
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.asking import told
from portal.records.attempt import attempt
from portal.records.followed import code_of, hash_of
from portal.records.mounted import keep, view_of
from portal.records.papers import pdf
from portal.records.public_asking import PRIVACY, Poster, PublicAsk
from portal.records.public_following import FollowPages
from portal.records.public_form import FIELD, PublicForm, answered_key, claim, forget_files, keep_files, key_of
from portal.records.public_guards import opened, public_unit, sent
from portal.records.steps import Begun, Step
from portal.web.forms import with_files
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import LARGEST_ID, get_or_404, render

__all__ = ["Poster", "PublicAsk", "PublicPages", "mount_public"]
BY_STAFF = "您已登录工作账号，这一页是给居民自己填的。替居民登记的，请用工作页面里的登记；请居民自己填的，先退出登录，或者用居民的手机打开。"
STALE = "页面停留太久，没有提交。请核对后再按一次。"


class PublicPages:
    """The pages that begin one kind of record; `following` are those by which it is followed."""

    def __init__(
        self,
        following: FollowPages,
        ask: PublicAsk,
        new: str,
        about: Callable | None,
        sheet: Poster | None,
        printed: Callable | None,
    ) -> None:
        self.following, self.begun, self.ask = following, following.begun, ask
        self.new, self.about, self.sheet, self.printed = new, about, sheet, printed
        self.idents = re.findall(r"<int:(\w+)>", new)

    def mount(self) -> None:
        """Add the views."""
        following, label = self.following, self.begun.label
        following.mount()
        following.add(self.new, "public", "GET", opened, self.open, f"{label}: the form.")
        following.add(self.new, "send", "POST", partial(sent, uploads=self.ask.uploads), self.send, f"{label}.")
        following.add(f"{following.at}/answer", "answer", "GET", opened, self.answer, f"{label}: number and code.")
        if self.sheet:
            self._add_sheet(self.sheet)

    def _add_sheet(self, sheet: Poster) -> None:
        view = view_of(partial(self.print_sheet, sheet), f"{self.begun.label}: the sheet for the wall.")
        at, endpoint = f"/sheets/<int:unit_id>/{self.new}.pdf", f"sheet_{self.following.name}"
        self.following.bp.add_url_rule(at, endpoint, requires(sheet.needs)(view), methods=["GET"])

    def url(self, unit: OrgUnit, *idents: int, what: str = "public") -> str:
        """The address of the form for `unit` and the row it is about; or that of its `sheet`."""
        return self.following.url(what, unit, **dict(zip(self.idents, idents, strict=True)))

    def open(self, unit_id: int, **ids: int) -> ResponseReturnValue:
        """The form, fresh."""
        about = self._about(unit_id, ids)
        start = self.ask.start(*about) if self.ask.start else {}
        form = self._prepared(self.ask.form(formdata=None, data=start), about)
        form.form_errors.extend([BY_STAFF] if current_user.is_authenticated else [])
        return self._form(form, about)

    def send(self, unit_id: int, **ids: int) -> ResponseReturnValue:
        """The record; what stands in its way is said on the form, with everything typed."""
        about = self._about(unit_id, ids)
        token = request.form.get(FIELD, "")
        key, given, first = key_of(token), with_files() if self.ask.uploads else request.form, list[bool]()
        if key and self.ask.uploads:
            keep_files(key)
        form = self._prepared(self.ask.form(given), about)
        fits = form.validate()
        by_staff = BY_STAFF if current_user.is_authenticated else ""
        for against in filter(None, ("" if key else STALE, by_staff, self._closed(about))):
            form.form_errors.append(against)
        if form.form_errors or not fits:
            return self._form(form, about, 422)
        if refused := attempt(lambda: first.append(self._begin(key, form, about))):
            self.ask.refuse(form, refused)
            return self._form(form, self._about(unit_id, ids), 422)
        if first[0]:
            db.session.commit()
            forget_files(key)
        else:
            db.session.rollback()
        return redirect(self.following.url("answer", about[0], t=token), 303)

    def answer(self, unit_id: int) -> ResponseReturnValue:
        """Number and code: shown as often as one likes within the hour, and then no more."""
        unit, key = public_unit(unit_id), answered_key(request.args.get("t", ""))
        code, model = code_of(key) if key else "", self.begun.owner
        record = db.session.scalar(select(model).where(model.code_hash == hash_of(code))) if code else None
        if record is None or not unit.contains(record):
            return redirect(self.following.url("follow", unit), 303)
        return render(
            "records/public/answer.html",
            **self.following.words(unit),
            record=record,
            code=code,
            done=told(self.ask.done, record),
            facts=self.following.tells(record),
        )

    def _begin(self, key: str, form: PublicForm, about: tuple) -> bool:
        if not claim(key):
            return False
        record = self.begun(unit=about[0], by=None, **self.ask.arguments(form, *about))
        record.code_hash = hash_of(code_of(key))
        return True

    def _about(self, unit_id: int, ids: Mapping[str, int]) -> tuple:
        """The unit of the address, and the row it is about: 404 for one that is not offered there."""
        unit = public_unit(unit_id)
        if self.about is None:
            return (unit,)
        row = self.about(unit, **ids) if all(each <= LARGEST_ID for each in ids.values()) else None
        return unit, row or abort(404)

    def _prepared(self, form: PublicForm, about: tuple) -> PublicForm:
        if self.ask.prepare:
            self.ask.prepare(form, *about)
        return form

    def _closed(self, about: tuple) -> str:
        return self.ask.closed(*about) if self.ask.closed else ""

    def _form(self, form: PublicForm, about: tuple, status: int = 200) -> ResponseReturnValue:
        ask = self.ask
        title = told(ask.title, *about) or self.begun.label
        return render(
            ask.template,
            status=status,
            **self.following.words(about[0]),
            form=form,
            title=title,
            button=told(ask.button, *about) or title,
            explanation=told(ask.explanation, *about),
            uploads=ask.uploads,
            closed=self._closed(about) if status == 200 else "",
            about=about[-1],
            privacy=PRIVACY,
        )

    def print_sheet(self, sheet: Poster, unit_id: int, **ids: int) -> ResponseReturnValue:
        """The QR code of the form, to be put on the wall."""
        permitted(get_or_404(select(OrgUnit), unit_id))
        about = self._about(unit_id, ids)
        title = told(sheet.title, *about)
        return pdf(poster(title, about[0].name, self.url(about[0], *ids.values()), sheet.lines), title)


def mount_public(
    bp: Blueprint,
    begun: Begun,
    ask: PublicAsk,
    *,
    at: str,
    tells: Callable[[Any], list[tuple[str, str]]],
    new: str = "",
    about: Callable[..., Any] | None = None,
    steps: Mapping[Step, PublicAsk] | None = None,
    sheet: Poster | None = None,
    printed: Callable[[str], Any] | None = None,
) -> PublicPages:
    """Mount the public pages of a record that is `Followed`, below `/public/<int:unit_id>/` of `bp`.

    begun: the step that begins it, taken with `by=None`, `unit=` and what `ask` makes of the form. at: the noun of its addresses. new: that
    of the form, by default `<at>/new`; it may name a row, which `about(unit, **ids)` finds or answers None. tells: what whoever knows
    the code is shown: labels with values. steps: those that may be taken by the code; they need no right. sheet: the sheet for the wall.
    printed: finds the row that the form is about by the word on a label, or None: the form is at `/report/<word>` as well.
    Raises ValueError for a step that needs a right.
    """
    if closed := [each.name for each in steps or {} if each.needs]:
        raise ValueError(f"{at}: {closed} need a right that nobody without an account has")
    pages = PublicPages(FollowPages(bp, begun, at, tells, steps or {}), ask, new or f"{at}/new", about, sheet, printed)
    pages.mount()
    keep(bp, pages)
    return pages
