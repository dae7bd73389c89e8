"""Password policy (docs/security/rules.md, 等保): minimum length, hard to guess, and three kinds of characters in a short one."""

import secrets
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from portal.config import DEMO_PASSWORD

LEAST = 10
PHRASE = 16  # characters: a password of that length may be of any kind
MOST = 200
KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
CLEAR = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is misread: 0 O o 1 l I i
OURS = (  # words that everybody in such an office would try
    "fengqiao portal menhu zongzhi zhongxin zongzhizhongxin jiceng zhili wangge wanggeyuan tiaojie tiaojieyuan shouli "
    "shouliyuan jiedao shequ sumu qixian zhengfu guanliyuan shenjiyuan mima woaini zhongguo clerk mediator director "
    "district auditor admin administrator government"
).split()
TRIES = 10**10  # a password that is guessed in fewer is refused
LOOKED_AT = 72  # characters; what follows makes it no weaker


class Rules(NamedTuple):
    """What a district asks for: at least so many characters, none of the last so many passwords again, a new one after so many days (0: never)."""

    least: int = LEAST
    last: int = 0
    days: int = 0


RULES: list[Callable[[Any], Rules]] = []
"""Of layers above: what the offices of an account ask for."""


def rules_for(user: Any) -> Rules:
    """The strictest of what is asked of `user`."""
    found = [Rules(), *(each(user) for each in RULES)]
    days = [each.days for each in found if each.days]
    return Rules(max(each.least for each in found), max(each.last for each in found), min(days, default=0))


class WeakPassword(ValueError):
    """The password is too easy; the message says why, in Chinese."""


def check_strength(password: str, *about: str, least: int = LEAST) -> None:
    """Raises WeakPassword. `about` is what anybody knows of its owner, such as the user name; `least`: characters."""
    if password == DEMO_PASSWORD:
        raise WeakPassword("这是公开的演示密码，不能使用。")
    if len(password) < least:
        raise WeakPassword(f"密码至少 {least} 位，现在是 {len(password)} 位。")
    if len(password) < PHRASE and sum(any(kind(sign) for sign in password) for kind in KINDS) < 3:
        raise WeakPassword(f"密码要含大写字母、小写字母、数字、符号中的三类；{PHRASE} 位以上的不限。")
    if tries_until_guessed(password, about) < TRIES:
        raise WeakPassword(
            "这个密码太常见、太好猜：不要用常见的密码、账号、日期、重复的字或键盘上相连的键，换几个不相干的词连在一起。"
        )


def tries_until_guessed(password: str, about: Iterable[str] = ()) -> float:
    """How many passwords a good guesser tries before this one: common and leaked ones, words, dates, rows of keys, and what is `about`
    its owner go first."""
    from zxcvbn import zxcvbn  # 12 MB of leaked passwords and words, only where a password is set

    return float(zxcvbn(password[:LOOKED_AT], user_inputs=[*OURS, *about])["guesses"])


def first_password() -> str:
    """A random first password, to be changed at once: three groups of four characters that are not misread (69 bits)."""
    while True:
        password = "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(3))
        try:
            check_strength(password)
        except WeakPassword:
            continue
        return password
