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
from portal.signing_in.passkeys.models import Passkey
from portal.signing_in.settings import must_have_code

MOST_PASSKEYS = 10
NONE = "这个账号没有设置动态码，也没有通行密钥。"
NEEDED = "您的岗位要求登录时再用一种方法证明是本人，最后一种不能取消。"
WRONG = "动态码不正确。看一下手机的时间准不准；同一个动态码只能用一次，等下一个出来再输。"
WRONG_ON_PAPER = "备用码不正确。每个只能用一次，用过的换下一个。"


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
    if not RecoveryCode.takes(user, code):
        return False
    trail.record("factor_recovery", actor=user, subject=user, detail=f"还剩 {RecoveryCode.left(user)} 个")
    return True


def new_codes(user: User) -> list[str]:
    """重新生成备用码: those from before are worth nothing. Raises WrongState where they would stand in for nothing."""
    if not has_second(user):
        raise WrongState(NONE)
    trail.record("factor_codes", subject=user)
    return RecoveryCode.give(user)


def give_up(user: User) -> None:
    """不再用动态码. Raises WrongState where there is none, or where one of the offices asks for it."""
    factor = Factor.of(user)
    if factor is None:
        raise WrongState("这个账号没有设置动态码。")
    if must_have_code(user) and not Passkey.of(user):
        raise WrongState("您的岗位要求用动态码登录，不能取消；换了手机请点“换一部手机”。")
    db.session.delete(factor)
    _tidy(user)
    trail.record("factor_drop", subject=user)


def add_passkey(user: User, passkey: Passkey) -> list[str]:
    """增加通行密钥; answers the recovery codes where it is the first second step of `user`, which are shown once. Every session ends. Raises RuleError
    for one that is there already, or one too many."""
    db.session.execute(select(User.id).where(User.id == user.id).with_for_update())
    if len(Passkey.of(user)) >= MOST_PASSKEYS:
        raise RuleError(f"最多 {MOST_PASSKEYS} 个通行密钥，请先删去不用的。", at="name")
    if Passkey.called(passkey.credential):
        raise RuleError("这个通行密钥已经登记过了。", at="credential")
    is_first = not has_second(user)
    db.session.add(passkey)
    user.end_sessions()
    trail.record("passkey_add", subject=user, detail=passkey.name)
    return RecoveryCode.give(user) if is_first else []


def remove_passkey(passkey: Passkey, user: User) -> None:
    """删去通行密钥: nobody signs in by it, and every session ends. Raises WrongState for the last second step where one of the offices asks for
    it."""
    if must_have_code(user) and Factor.of(user) is None and len(Passkey.of(user)) == 1:
        raise WrongState(NEEDED)
    db.session.delete(passkey)
    _tidy(user)
    user.end_sessions()
    trail.record("passkey_remove", subject=user, detail=passkey.name)


def reset(user: User, *, by: User | None) -> None:
    """取消别人的动态码 and passkeys, whose telephone is lost: every session ends. `by` None: on the command line. Raises NotAllowed for oneself, and for
    whom `by` does not look after; WrongState where there is none."""
    accounts.must_look_after(by, user)
    if not has_second(user):
        raise WrongState(NONE)
    for each in (Factor.of(user), *Passkey.of(user)):
        if each is not None:
            db.session.delete(each)
    RecoveryCode.take_away(user)
    user.end_sessions()
    accounts.record("account_factor", user)


def has_second(user: User) -> bool:
    """Whether `user` has a second step: a telephone, or a passkey."""
    return Factor.of(user) is not None or bool(Passkey.of(user))


def _tidy(user: User) -> None:
    """Codes on paper stand in for something, or go."""
    db.session.flush()
    if not has_second(user):
        RecoveryCode.take_away(user)
