"""What is done with the second factor; each is recorded in the audit trail."""

from sqlalchemy import select

from portal import clock
from portal.accounts import verbs as accounts
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.signing_in import codes
from portal.signing_in.models import Factor, RecoveryCode
from portal.signing_in.settings import must_have_code

WRONG = "动态码不正确。看一下手机的时间准不准；同一个动态码只能用一次，等下一个出来再输。"


def set_up(user: User, secret: bytes, typed: str) -> list[str]:
    """设置动态码, in place of one that was there, once the telephone knows the secret; answers the recovery codes, which are shown once. Every
    session ends. Raises RuleError for a code that is not one of now."""
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())  # two at the same moment
    step = codes.step_of(secret, codes.plain(typed))
    if step is None:
        raise RuleError(WRONG, at="code")
    factor = Factor.of(user) or Factor(user_id=user.id)
    factor.secret, factor.last_step, factor.since = codes.written(secret), step, clock.now()
    db.session.add(factor)
    user.end_sessions()
    trail.record("factor_set", subject=user)
    return RecoveryCode.give(user)


def proved(user: User, typed: str) -> bool:
    """Whether `typed` is a code of the telephone, or of the paper, that was not used; it is used from then on. That of the paper is recorded."""
    factor, code = Factor.of(user), codes.plain(typed)
    if factor is not None and factor.takes(code):
        return True
    if factor is None or not RecoveryCode.takes(user, code):
        return False
    trail.record("factor_recovery", actor=user, subject=user, detail=f"还剩 {RecoveryCode.left(user)} 个")
    return True


def new_codes(user: User) -> list[str]:
    """重新生成备用码: those from before are worth nothing. Raises WrongState where there is no factor."""
    _check_there(user)
    trail.record("factor_codes", subject=user)
    return RecoveryCode.give(user)


def give_up(user: User) -> None:
    """不再用动态码. Raises WrongState where there is none, or where one of the offices asks for it."""
    _check_there(user)
    if must_have_code(user):
        raise WrongState("您的岗位要求用动态码登录，不能取消；换了手机请点“换一部手机”。")
    _forget(user)
    trail.record("factor_drop", subject=user)


def reset(user: User, *, by: User | None) -> None:
    """取消别人的动态码, whose telephone is lost: every session ends. `by` None: on the command line. Raises NotAllowed for oneself, and for
    whom `by` does not look after; WrongState where there is none."""
    accounts.must_look_after(by, user)
    _check_there(user)
    _forget(user)
    user.end_sessions()
    accounts.record("account_factor", user)


def _check_there(user: User) -> None:
    if Factor.of(user) is None:
        raise WrongState("这个账号没有设置动态码。")


def _forget(user: User) -> None:
    db.session.delete(Factor.of(user))
    RecoveryCode.take_away(user)
