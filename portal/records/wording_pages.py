"""文书用语: the wordings of the papers that a unit prints, what it says instead, and how a form looks then."""

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from portal import clock
from portal.database import reading_first
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.documents.wordings.in_use import NEW_LINE
from portal.documents.wordings.models import PaperWording
from portal.documents.wordings.passages import Passage, outline, passages_of
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect_within
from portal.records.mounted import all_mounted
from portal.records.papers import PaperPages, pdf
from portal.records.wording_forms import WordingForm
from portal.settings import SettingsForm
from portal.settings.sections import FURTHER, Section
from portal.settings.views import MANAGE, places_for, unit_or_404
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

bp = Blueprint("wordings", __name__, url_prefix="/wordings")
TITLE = "文书用语"
SHARED = "各种文书都有的"
PLACES = Section(key="wordings", name=TITLE, form=SettingsForm)
FURTHER.append((TITLE, "/wordings"))


@dataclass(frozen=True)
class Kind:
    """A template and the titles of the papers made from it."""

    template: str
    titles: tuple[str, ...]

    @property
    def name(self) -> str:
        return "、".join(self.titles)

    @property
    def at(self) -> dict[str, Any]:
        """Its part of the address."""
        folder, _, file = self.template.rpartition("documents/")
        return {"folder": folder.strip("/") or "documents", "name": file.removesuffix(".html")}

    @property
    def source(self) -> str:
        loader = current_app.jinja_env.loader
        return loader.get_source(current_app.jinja_env, self.template)[0] if loader else ""

    @property
    def passages(self) -> dict[str, Passage]:
        """Its wordings by the last part of their address."""
        return {hashlib.sha256(each.original.encode()).hexdigest()[:12]: each for each in passages_of(self.source)}


@bp.get("")
@requires(MANAGE)
def index() -> ResponseReturnValue:
    """The papers of what is in effect in the unit or below it."""
    unit = _unit()
    said = PaperWording.in_force(unit, clock.today())
    kinds = [(kind, sum(template == kind.template for template, _ in said)) for kind in _kinds(unit) if kind.passages]
    return render("records/wordings.html", kinds=kinds, unit=unit, places=places_for(PLACES), crumbs=_crumbs(unit))


@bp.get("/<folder>/<name>")
@requires(MANAGE)
def show(folder: str, name: str) -> ResponseReturnValue:
    """What one paper says, from top to bottom."""
    unit = _unit()
    kind = _kind(unit, folder, name)
    return render(
        "records/wordings_of.html",
        kind=kind,
        unit=unit,
        passages=kind.passages,
        said=_said(unit, kind),
        coming={row.original for row in _rows(unit, kind) if row.valid_from > clock.today()},
        lost=_lost(unit, kind),
        places=places_for(PLACES),
        crumbs=_crumbs(unit, kind),
    )


@bp.get("/<folder>/<name>/preview.pdf")
@requires(MANAGE)
def preview(folder: str, name: str) -> ResponseReturnValue:
    """The form as it looks today: all it may say, whatever is filled in."""
    unit = _unit()
    kind = _kind(unit, folder, name)
    return _outlined(kind, _said(unit, kind))


@bp.get("/<folder>/<name>/<mark>")
@requires(MANAGE)
def edit(folder: str, name: str, mark: str) -> ResponseReturnValue:
    """One wording, and what the unit decided of it."""
    unit = _unit()
    kind = _kind(unit, folder, name)
    passage = kind.passages.get(mark) or abort(404)
    form = _form(passage, data={"text": _said(unit, kind).get(passage.original, passage.original)})
    return _page(unit, kind, passage, form)


@bp.post("/<folder>/<name>/<mark>")
@requires(MANAGE)
def update(folder: str, name: str, mark: str) -> ResponseReturnValue:
    """Say something else from a day on; or look at it first."""
    unit = _unit()
    kind = _kind(unit, folder, name)
    passage = kind.passages.get(mark) or abort(404)
    form = _form(passage)
    fits = form.validate()
    if "preview" in request.form and not form.text.errors:
        with reading_first():
            said = _said(unit, kind) | {passage.original: form.text.data}
            return _outlined(kind, said)
    if not fits:
        return _page(unit, kind, passage, form, 422)
    text = None if form.back.data else form.text.data
    try:
        PaperWording.decide(
            unit,
            kind.template,
            passage.original,
            text,
            by=current_user,
            reason=form.reason.data,
            valid_from=form.day,
        )
    except RuleError as error:
        form.valid_from.errors = [str(error)]
        return _page(unit, kind, passage, form, 422)
    told = "沿用上级或者原来的用语" if text is None else "执行"
    return saved(url_for("wordings.show", unit=unit.id, **kind.at), f"已保存，{form.day} 起{told}。")


def _unit() -> OrgUnit:
    return unit_or_404(PLACES, request.args.get("unit", type=int))


def _kinds(unit: OrgUnit) -> list[Kind]:
    """Of each template of papers in effect within `unit`, and of what they are put together from."""
    plugins, shown = current_app.extensions["portal_plugins"].manifests, in_effect_within(unit)
    titles: dict[str, list[str]] = {}
    for pages in all_mounted(PaperPages):
        if pages.bp.name not in plugins or pages.bp.name in shown:
            for paper in pages.papers:
                titles.setdefault(pages.template(paper), []).append(paper.title)
    parts: dict[str, list[str]] = {}
    for template in titles:
        for part in _referenced(template):
            if part not in titles:
                parts.setdefault(part, []).append(template)
    shared = {
        part: [SHARED] if part.startswith("documents/") else [f"{titles[used[0]][0]}等文书共用的"]
        for part, used in sorted(parts.items())
    }
    return [Kind(template, tuple(dict.fromkeys(names))) for template, names in (titles | shared).items()]


def _referenced(template: str) -> set[str]:
    """What a template extends or takes macros from, directly or not."""
    environment = current_app.jinja_env
    source = Kind(template, ()).source
    found = {each for each in find_referenced_templates(environment.parse(source)) if each}
    return found.union(*map(_referenced, found))


def _kind(unit: OrgUnit, folder: str, name: str) -> Kind:
    sought = {"folder": folder, "name": name}
    return next((each for each in _kinds(unit) if each.at == sought), None) or abort(404)


def _said(unit: OrgUnit, kind: Kind) -> dict[str, str]:
    """Wording of the form → what is said instead today."""
    said = PaperWording.in_force(unit, clock.today())
    return {original: text for (template, original), text in said.items() if template == kind.template}


def _rows(unit: OrgUnit, kind: Kind) -> list[PaperWording]:
    return [each for each in PaperWording.rows_for(unit) if each.template == kind.template]


def _lost(unit: OrgUnit, kind: Kind) -> list[str]:
    """What is said instead of a wording that the form has no longer."""
    known = {each.original for each in kind.passages.values()}
    return [text for original, text in _said(unit, kind).items() if original not in known]


def _form(passage: Passage, **given: Any) -> WordingForm:
    form = WordingForm(**given)
    form.passage = passage
    form.text.description = (
        f"可以用的字段：{'、'.join(f'{{{each}}}' for each in passage.fields)}，打印时换成这一件的内容。"
        if passage.fields
        else "这一段没有字段，照写的印。"
    )
    return form


def _page(unit: OrgUnit, kind: Kind, passage: Passage, form: WordingForm, status: int = 200) -> ResponseReturnValue:
    history = [each for each in reversed(_rows(unit, kind)) if each.original == passage.original]
    return render(
        "records/wording.html",
        status=status,
        unit=unit,
        kind=kind,
        passage=passage,
        form=form,
        history=history,
        back=url_for("wordings.show", unit=unit.id, **kind.at),
        crumbs=[*_crumbs(unit, kind)[:-1], (kind.name, url_for("wordings.show", unit=unit.id, **kind.at)), ("改", "")],
    )


def _outlined(kind: Kind, said: dict[str, str]) -> ResponseReturnValue:
    source = outline(kind.source, {original: NEW_LINE.join(text.splitlines()) for original, text in said.items()})
    sheet = Sheet(title=kind.titles[0], office="", draft=True)
    db.session.rollback()  # nothing is held while it is drawn
    form = Markup(source)  # noqa: S704  the template's own, and words that were escaped
    html = render_template("records/wording_outline.html", sheet=sheet, outline=form)
    return pdf(to_pdf(html, kind.name), f"{kind.name}（用语预览）")


def _crumbs(unit: OrgUnit, kind: Kind | None = None) -> list[tuple[str, str]]:
    settings = ("各项设置", url_for("settings.index"))
    if kind is None:
        return [settings, (TITLE, "")]
    return [settings, (TITLE, url_for("wordings.index", unit=unit.id)), (kind.name, "")]
