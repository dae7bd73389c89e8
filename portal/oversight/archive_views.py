"""归档: old entries of the trail, read again from their files; what is missing or damaged is said."""

from collections.abc import Sequence

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from portal.accounts.models import User
from portal.audit import trail
from portal.audit.archives import ArchiveFault, Told, file_of, read
from portal.audit.models import AuditArchive
from portal.audit.scope import Audited
from portal.audit.subjects import subject_names
from portal.audit.trail import FAILED, action_names
from portal.errors import NotAllowed
from portal.extensions import db
from portal.oversight.about import told_of
from portal.oversight.views import TITLE, bp
from portal.permissions import READ_TRAIL
from portal.web.http.guards import requires
from portal.web.pages.rendering import LARGEST_ID, render

PER_PAGE = 100
WORDS = "审计归档"


@bp.get("/archives")
@requires(READ_TRAIL)
def archives() -> ResponseReturnValue:
    """All files, newest first."""
    made = db.session.scalars(select(AuditArchive).order_by(AuditArchive.first.desc())).all()
    missing = {each.first for each in made if not file_of(each).exists()}
    crumbs = [(TITLE, url_for("oversight.index")), (WORDS, "")]
    return render("oversight/archives.html", archives=made, missing=missing, crumbs=crumbs)


@bp.get("/archives/<int:first>")
@requires(READ_TRAIL)
def archived(first: int) -> ResponseReturnValue:
    """The entries of the reader's units in one file, as it was proved by its signature; `?who=` a user name, `?page=` further on."""
    made = _made(first)
    crumbs = [(TITLE, url_for("oversight.index")), (WORDS, url_for("oversight.archives")), (f"{first + 1} 起", "")]
    try:
        mine = _mine(read(made))
    except ArchiveFault as fault:
        return render("oversight/archived.html", archive=made, fault=str(fault), crumbs=crumbs, status=422)
    who = request.args.get("who", "").strip()
    actors = {
        each.id: each for each in db.session.scalars(select(User).where(User.id.in_({told.actor_id for told in mine})))
    }
    asked = [
        told
        for told in mine
        if not who or ((found := actors.get(told.actor_id)) and who in (found.username, found.name))
    ]
    page = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-len(asked) // PER_PAGE)))
    entries = asked[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render(
        "oversight/archived.html",
        archive=made,
        fault="",
        who=who,
        entries=[_shown(told, actors) for told in entries],
        found=len(asked),
        onward=url_for("oversight.archived", first=first, who=who, page=page + 1)
        if page * PER_PAGE < len(asked)
        else "",
        actions=action_names(),
        told=told_of(entries),
        failed=FAILED,
        subjects=subject_names(),
        crumbs=crumbs,
    )


@bp.post("/archives/<int:first>/file")
@requires(READ_TRAIL)
def archive_file(first: int) -> ResponseReturnValue:
    """The file as it is, to be kept elsewhere and proved without the portal. Only for whoever may read all of it."""
    made = _made(first)
    contents = read(made)
    if len(_mine(contents)) != len(contents):
        raise NotAllowed("这个文件里还有您不能看的审计记录（别的旗县区的，或者不属于哪个单位的），不能整个下载。")
    trail.record("audit_archive_read", detail=f"第 {first + 1} 条起 {made.size} 条")
    db.session.commit()
    answer = Response(file_of(made).read_bytes(), mimetype="application/gzip")
    answer.headers.set("Content-Disposition", "attachment", filename=file_of(made).name)
    return answer


def _made(first: int) -> AuditArchive:
    return (db.session.get(AuditArchive, first) if first <= LARGEST_ID else None) or abort(404)


def _mine(contents: Sequence[str]) -> list[Told]:
    audited = Audited.by(current_user)
    entries = [Told.of(each) for each in contents]
    return [each for each in entries if audited.holds(each.county_id, each.unit_id)]


def _shown(told: Told, actors: dict[int, User]) -> dict:
    """An entry as the table of entries takes it."""
    return told._asdict() | {"actor": actors.get(told.actor_id), "changed": told.changed}
