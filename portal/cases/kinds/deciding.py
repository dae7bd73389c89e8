"""Changing the list of kinds of a county: add, rename, order, close, merge, open again; each with a day and a reason."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.cases.choices import KINDS, subkind_choices
from portal.cases.kinds.catalogue import KindList, read_kinds
from portal.cases.kinds.delivered import OTHER, Kind
from portal.cases.kinds.models import KindChange
from portal.cases.kinds.words import alike
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit

__all__ = ["add_kind", "change_kind", "merged_into"]


def add_kind(county: OrgUnit, group: str, kind: Kind, *, by: User | None, reason: str, valid_from: date) -> KindChange:
    """Add `kind` below `group`, or a group where `group` is empty; its code is given here. Raises RuleError."""
    kinds = _locked(county)
    open_groups = [each.code for each in kinds.on(valid_from).values() if each.is_group and not each.closed]
    if group and (group == OTHER or group not in open_groups):
        raise RuleError("这个大类没有启用，不能在下面增加。", at="group")
    return _decide(county, kinds, replace(kind, code=kinds.free_code(group)), by, reason, valid_from)


def change_kind(
    county: OrgUnit, kind: Kind, *, seen: int, by: User | None, reason: str, valid_from: date
) -> KindChange:
    """Let the kind of this code be as `kind` from `valid_from` on. `seen`: how often it had been decided upon when the page was
    shown. Cases that have it keep it, with the name of their day. Raises RuleError."""
    kinds = _locked(county)
    if kinds.decided(kind.code) != seen:
        raise RuleError("您打开页面之后，这一类型已被别人修改，请重新打开再改。")
    since, last = kinds.last(kind.code)
    if last == kind:
        raise RuleError("没有改动。")
    if valid_from < since:
        raise RuleError(f"已经定了 {since} 起的修改，生效日期不能早于那天。", at="valid_from")
    return _decide(county, kinds, kind, by, reason, valid_from)


def merged_into(kinds: KindList, code: str, day: date | None = None) -> str:
    """Where the kind `code` goes in figures, as it was last decided: through its successor's own, closed ones too; "" where it was not merged."""
    last = kinds.last(code)[1]
    return kinds.current(last.successor, day) if last and last.successor else ""


def _locked(county: OrgUnit) -> KindList:
    """The list as it is now; whoever else changes it waits, and nobody who only refers to the county."""
    db.session.execute(select(OrgUnit.id).where(OrgUnit.id == county.id).with_for_update(key_share=True))
    return read_kinds(county.id)


def _decide(county: OrgUnit, kinds: KindList, kind: Kind, by: User | None, reason: str, day: date) -> KindChange:
    if day < clock.today():
        raise RuleError("生效日期不能早于今天：已经登记的不能改写。", at="valid_from")
    _check(kinds, day, kind)
    row = KindChange(
        county_id=county.id,
        code=kind.code,
        name=kind.name,
        national=kind.national,
        words=" ".join(kind.words),
        place=kind.place,
        closed=kind.closed,
        successor=kind.successor,
        valid_from=day,
        actor_id=by.id if by else None,
        reason=reason,
    )
    db.session.add(row)
    db.session.flush()
    state = "停用" if kind.closed else "在用"
    into = f"，并入 {kinds.name(kind.successor, day)}" if kind.successor else ""
    told = f"事项类型 {kind.code} {kind.name}：{state}{into}（{day} 起）"
    trail.record("settings_change", subject=row, unit=county, actor=by, detail=told)
    return row


def _check(kinds: KindList, day: date, kind: Kind) -> None:
    """Raises RuleError for what does not fit into the list of that day."""
    listed = kinds.on(day)
    peers = [each for each in listed.values() if each.is_group == kind.is_group and kind.code != each.code]
    beside = [each for each in peers if not each.closed and (kind.is_group or each.group == kind.group)]
    if not kind.closed and any(alike(kind.name, each.name) for each in beside):
        raise RuleError("这里已经有叫这个名称的类型。", at="name")
    if kind.national not in KINDS and kind.national not in subkind_choices(kind.national[:2]):
        raise RuleError("请选择统计时归入哪一类。", at="national")
    if kind.successor and not (kind.closed and kind.successor == merged_into(kinds, kind.code, day)):
        _check_successor(listed, kind)
    if kind.code == OTHER and kind.closed:
        raise RuleError("“其他”不能停用：没有合适类型的事项要有地方登记。", at="closed")
    below = [each for each in listed.values() if each.group == kind.code and not each.is_group and not each.closed]
    if kind.is_group and kind.closed and below:
        raise RuleError(f"这个大类下面还有 {len(below)} 个类型在用，请先停用或并入别的类型。", at="closed")
    if not kind.is_group and not kind.closed and listed[kind.group].closed:
        raise RuleError("它所在的大类已经停用，请先启用大类。", at="closed")


def _check_successor(listed: dict[str, Kind], kind: Kind) -> None:
    into = listed.get(kind.successor)
    if not kind.closed:
        raise RuleError("并入别的类型的，要同时停用。", at="closed")
    if into is None or into.code == kind.code or into.closed or listed[into.group].closed:
        raise RuleError("请选择一个在用的类型。", at="successor")
    if into.is_group != kind.is_group and into.code != OTHER:
        raise RuleError("大类并入大类，类型并入类型。", at="successor")
