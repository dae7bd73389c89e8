"""Long work on a roster, behind the pages: trying, entering, taking back. A turn at a time, so that other jobs come in between; what was
interrupted goes on where it was, because each turn begins with what is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from flask import current_app, g
from werkzeug.exceptions import HTTPException

from portal.accounts.models import User
from portal.audit import trail
from portal.database import reading_first
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.jobs.queue import enqueue
from portal.people import guesses
from portal.people.finding import ANOTHERS
from portal.plugin.activation import takes_new
from portal.plugin.gate import plugin_of
from portal.records.dry_run import DryRun
from portal.records.import_batch import PARTLY, TAKING_BACK, ImportBatch
from portal.records.imports import Import, Sheet
from portal.records.mounted import all_mounted

if TYPE_CHECKING:
    from portal.records.import_pages import ImportPages

TASK = "core.import"
AT_HAND = 500  # rows that are looked through while somebody waits for the page; more of them are a job
TURN = 20.0  # seconds of a job, until others have theirs
NO_LONGER = "您已经不能在这里导入，请和管理员联系。"
CHECKING, ENTERING, UNDOING = "checking", "entering", "undoing"


def begin(batch: ImportBatch, state: str, *, by: User) -> None:
    """Let `batch` be worked on until it is no longer in `state`."""
    batch.state, batch.said = state, ""
    _enqueue(batch, by)


def begin_undo(batch: ImportBatch, kind: Import, *, by: User) -> None:
    """Let it be taken back: tried first, but for one of which a part is gone."""
    if batch.state == PARTLY:
        begin_taking_back(batch, kind, by=by)
    else:
        begin(batch, UNDOING, by=by)


def begin_taking_back(batch: ImportBatch, kind: Import, *, by: User) -> None:
    tell_undo(batch, kind, f"{batch.entered} 行")
    begin(batch, TAKING_BACK, by=by)


def _enqueue(batch: ImportBatch, by: User) -> None:
    enqueue(TASK, key=f"import:{batch.id}:{token_hex(6)}", unit=batch.unit, args={"batch": batch.id, "user": by.id})


def work(pages_of: type["ImportPages"]) -> Callable[..., str]:
    """The job: a turn of the work on a batch, by the pages it was uploaded on."""

    def run(ctx: Any, progress: Callable[[int, int], None], *, batch: int, user: int) -> str:
        found = db.session.get(ImportBatch, batch)
        if found is None or found.state not in TURNS:
            return "已停下，或者已经完成。"
        key, owner, state = found.key, found.owner_id, found.state
        pages = next((each for each in all_mounted(pages_of) if each.kind.key == key), None)
        if pages is None:
            return "所属的功能模块没有安装。"
        with signed_in(user) as by:
            try:
                refuse(found, pages, by)
                done = TURNS[state](found, pages, lambda: pages.load(owner), by)
            except WrongState:
                return "已停下，或者已经完成。"
            except (RuleError, HTTPException) as error:
                db.session.rollback()
                found = db.session.get_one(ImportBatch, batch)
                said = str(error) if isinstance(error, RuleError) else NO_LONGER
                if found.state == state:
                    stop(found, pages.kind)
                    found.said = said[:300]
                return "没有做完，原因写在这次导入的页面上。"
            found = db.session.get_one(ImportBatch, batch)
            if not done and found.state == state:
                _enqueue(found, by)
            return "" if done else "做了一部分，接着做。"

    return run


def refuse(batch: ImportBatch, pages: "ImportPages", by: User) -> None:
    """Raises RuleError where the page would no longer let `by` do this."""
    if not takes_new(plugin_of(pages.bp.name), batch.unit):
        raise RuleError(f"这个功能模块在{batch.unit.name}已经停用或者只读，没有做完。")
    if not by.active:
        raise RuleError(f"{by.name}的账号已锁定或者停用，没有做完。")
    if not by.can(pages.kind.needs, batch):
        raise RuleError(NO_LONGER)


@contextmanager
def signed_in(user_id: int) -> Iterator[User]:
    """Inside, the rights are those of this user, as on a page."""
    with current_app.test_request_context("/", method="POST"):
        g._login_user = user = db.session.get_one(User, user_id)  # noqa: SLF001  where flask_login keeps it
        g.database_writes = True
        yield user


def try_at_once(kind: Import, sheet: Sheet, mapping: dict, owner_of: Callable[[], Any], by: User) -> DryRun:
    """The dry run of a short sheet. Raises RuleError for one with numbers of others, and where too many were tried."""
    guesses.admit_sheet()
    db.session.rollback()  # the forms of the rows are filled before anybody has to wait
    run = DryRun(kind, sheet, mapping, owner_of, by)
    run.run()
    guesses.note_sheet(len(others(run.wrong)), len(sheet.rows))
    if run.stopped:
        raise RuleError(others_said(run.wrong))
    return run


def check(batch: ImportBatch, pages: "ImportPages", owner_of: Callable[[], Any], by: User) -> bool:
    """Try the rows."""
    ident = batch.id
    with reading_first():
        sheet, mapping, wrong, differs, looked = batch.sheet, batch.mapping, batch.wrong, batch.differs, batch.looked
    if not looked:
        guesses.admit_sheet()
        db.session.rollback()
    run = DryRun(pages.kind, sheet, mapping, owner_of, by, dict(wrong), dict(differs), looked)
    done = run.run(TURN)
    batch = db.session.get_one(ImportBatch, ident, with_for_update=True, populate_existing=True)
    if batch.state != CHECKING or batch.looked != looked:
        return False
    batch.wrong, batch.differs, batch.looked = run.wrong, run.differs, run.looked
    if run.stopped:
        batch.forget("refused")
        batch.said = others_said(run.wrong)
    elif done:
        batch.state = "checked"
    guesses.note_sheet(len(others(run.wrong)) - len(others(wrong)), run.looked - looked)
    db.session.commit()
    return done


def others(wrong: dict[str, list[str]]) -> list[str]:
    """The rows with the number of somebody else."""
    return sorted((number for number, said in wrong.items() if ANOTHERS in said), key=int)


def others_said(wrong: dict[str, list[str]]) -> str:
    return f"第 {'、'.join(others(wrong))} 行的证件号码登记过，但姓名不同。请先核对这几行，再上传整个文件。"


def enter(batch: ImportBatch, pages: "ImportPages", owner_of: Callable[[], Any], by: User) -> bool:
    """Enter the good rows."""
    ident = batch.id
    if not batch.enter(pages.kind, owner_of, by=by, pictures=batch.pictures, seconds=TURN):
        return False
    tell(db.session.get_one(ImportBatch, ident), pages.kind)
    return True


def check_undo(batch: ImportBatch, pages: "ImportPages", owner_of: Callable[[], Any], by: User) -> bool:
    """Try to take all of it back; the turns after this one do it."""
    ident = batch.id
    owner_of()
    batch.check_undo(pages.kind)
    batch = db.session.get_one(ImportBatch, ident, with_for_update=True, populate_existing=True)
    if batch.state == UNDOING:
        begin_taking_back(batch, pages.kind, by=by)
    return False


def undo(batch: ImportBatch, pages: "ImportPages", owner_of: Callable[[], Any], by: User) -> bool:
    """Take all of it back."""
    owner_of()
    return batch.undo(pages.kind, seconds=TURN)


def undo_now(batch: ImportBatch, kind: Import) -> None:
    """Take a short one back. Raises RuleError for what happened meanwhile; what was taken back until then remains so."""
    ident, rows = batch.id, batch.entered
    try:
        batch.undo(kind)
    except RuleError:
        db.session.rollback()
        batch = db.session.get_one(ImportBatch, ident)
        if batch.entered < rows:
            tell_undo(batch, kind, f"还有 {batch.entered} 行没有撤销")
            db.session.commit()
        raise
    tell_undo(db.session.get_one(ImportBatch, ident), kind, f"{rows} 行")


def stop(batch: ImportBatch, kind: Import) -> bool:
    """Let the work on `batch` rest, with an entry in the trail of what was done so far; answers whether it was worked on."""
    if batch.state not in TURNS:
        return False
    if batch.state == ENTERING and batch.entered:
        tell(batch, kind)
    elif batch.state == TAKING_BACK:
        tell_undo(batch, kind, f"还有 {batch.entered} 行没有撤销")
    rests = {CHECKING: "asking", ENTERING: "stopped", UNDOING: batch.before_undoing, TAKING_BACK: PARTLY}
    batch.state = rests[batch.state]
    return True


def tell(batch: ImportBatch, kind: Import) -> None:
    """The trail says how many rows are entered."""
    trail.record("import", subject=batch, unit=batch.unit, detail=f"{kind.title}：{batch.entered} 行")


def tell_undo(batch: ImportBatch, kind: Import, said: str) -> None:
    trail.record("import_undo", subject=batch, unit=batch.unit, detail=f"{kind.title}：{said}")


TURNS = {CHECKING: check, ENTERING: enter, UNDOING: check_undo, TAKING_BACK: undo}
