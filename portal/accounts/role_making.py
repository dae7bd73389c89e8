"""自设角色: a district makes one by copying another, renames it, ends it."""

import re
import secrets

from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.own_roles import OwnRole, every_own_role, own_roles_in, role_name, role_names
from portal.accounts.rights import RoleGrant, possible, roles_in
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ADMINISTRATION, ADMINISTRATOR, AUDITOR
from portal.typed.characters import UNSEEN, folded, shown
from portal.typed.likeness import SIGNS

FIXED = frozenset((ADMINISTRATOR, AUDITOR))
KINDS = ("city", "county", "township")
HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
NOT_COPIED = "系统管理员、审计员的权限是固定的，不能照着设角色。"


def copy(source: str, name: str, unit: OrgUnit, *, reason: str, by: User) -> str:
    """新设角色: `name`, in `unit` and below, with what `source` has there; answers its key. Permissions of administration, which are fixed, stay with
    the offices of the core. Raises RuleError, at `source` or `name`. Does not commit."""
    if unit.kind not in KINDS:
        raise RuleError(f"角色由旗县区、乡镇街道设，{unit.name}不能设。", at="name")
    if source in FIXED:
        raise RuleError(NOT_COPIED, at="source")
    if source not in roles_in(unit):
        raise RuleError(f"{unit.name}没有这个角色。", at="source")
    _check_name(name, unit)
    key, before = f"own-{secrets.token_hex(5)}", {each.key for each in possible(source, unit)} - ADMINISTRATION
    own = every_own_role().get(source)
    made = OwnRole(key=key, name=name, base=own.base if own else source, unit_id=unit.id, actor_id=by.id, reason=reason)
    db.session.add(made)
    db.session.flush()
    declared = {each.key for each in possible(key, unit)}
    for permission in sorted(before ^ declared):
        given = permission in before
        db.session.add(
            RoleGrant(
                unit_id=unit.id,
                role=key,
                permission=permission,
                granted=given,
                actor_id=by.id,
                reason=f"照{role_name(source)}设",
            )
        )
    db.session.flush()
    copied = f"新设 {name}（照{role_name(source)}）：{reason}"
    trail.record("role_make", unit=unit, detail=copied, changes=[("角色", "", name)])
    return key


def rename(role: str, name: str, unit: OrgUnit, *, reason: str, by: User) -> None:
    """改名. Raises RuleError, at `name`, for one that another role has, and for a role that `unit` did not make."""
    made = _own(role, unit)
    if name == made.name:
        raise RuleError("名称没有变。", at="name")
    _check_name(name, unit, made.key)
    _further(role, reason, by, name=name)
    renamed = f"{made.name} 改名为 {name}：{reason}"
    trail.record("role_make", unit=unit, detail=renamed, changes=[("角色名称", made.name, name)])


def close(role: str, unit: OrgUnit, *, reason: str, by: User) -> None:
    """停用: nobody is appointed to it any more. Raises RuleError while somebody holds it, and for a role that `unit` did not make."""
    made = _own(role, unit)
    standing = Appointment.standing_on(clock.today())
    held = db.session.scalars(
        select(User).where(User.appointments.any(standing & (Appointment.role == role))).limit(6)
    ).all()
    if held:
        names = "、".join(each.name for each in held[:5]) + (" 等人" if len(held) > 5 else "")
        raise RuleError(f"{names}还是{made.name}，请先终止他们的任职，或者改任别的角色。", at="reason")
    _further(role, reason, by, closed=True)
    ended = f"停用 {made.name}：{reason}"
    trail.record("role_make", unit=unit, detail=ended, changes=[(made.name, "在用", "停用")])


def _own(role: str, unit: OrgUnit):
    made = next((each for each in own_roles_in(unit) if each.key == role), None)
    if made is None or made.unit_id != unit.id:
        raise RuleError(f"这个角色不是{unit.name}设的，不能在这里改名、停用。", at="reason")
    return made


def _further(role: str, reason: str, by: User, **changed) -> None:
    made = every_own_role()[role]
    says = made._asdict() | {"actor_id": by.id, "reason": reason} | changed
    db.session.add(OwnRole(**says))
    db.session.flush()


def _check_name(name: str, unit: OrgUnit, but: str = "") -> None:
    """Raises RuleError where a role other than `but` that is open has this name, of the core, of a plugin, or of a unit above or below, or one that
    nobody tells from it; and for characters that are not seen or not simplified."""
    if unseen := next((each for each in name if ord(each) in UNSEEN), ""):
        raise RuleError(f"名称里有看不见的字符 {shown(unseen)}，请删去。", at="name")
    if foreign := next((each for each in name if HAN.match(each) and not _is_simplified(each)), ""):
        raise RuleError(f"“{foreign}”不是常用的简体字，名称请用简体字写。", at="name")
    units = {each.key: each.unit_id for each in every_own_role().values() if not each.closed}
    line = frozenset(unit.ancestor_ids) | frozenset(
        db.session.scalars(select(OrgUnit.id).where(unit.subtree_of(OrgUnit), OrgUnit.id.in_(units.values())))
    )
    own = every_own_role()
    taken = [
        known for role, known in role_names().items() if role != but and (role not in own or units.get(role) in line)
    ]
    if same := next((known for known in taken if _read(known) == _read(name)), ""):
        raise RuleError(f"已经有“{same}”，请换一个名称。", at="name")


def _read(name: str) -> str:
    """A name as it is read: without signs, blanks, and differences of width and case."""
    return SIGNS.sub("", folded(name))


def _is_simplified(character: str) -> bool:
    """Whether it is in GB 2312, which has the simplified characters in common use and hardly a traditional one."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
