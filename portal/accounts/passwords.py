"""Password policy (docs/domain/personal-data.md, 等保): minimum length, three kinds of characters, and not the password of the demo."""

import secrets

from portal.config import DEMO_PASSWORD

LEAST = 10
KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
CLEAR = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is misread: 0 O o 1 l I i


class WeakPassword(ValueError):
    """The password is too easy; the message says why, in Chinese."""


def check_strength(password: str) -> None:
    """Raises WeakPassword."""
    if password == DEMO_PASSWORD:
        raise WeakPassword("这是公开的演示密码，不能使用。")
    if len(password) < LEAST:
        raise WeakPassword(f"密码至少 {LEAST} 位，现在是 {len(password)} 位。")
    if sum(any(kind(sign) for sign in password) for kind in KINDS) < 3:
        raise WeakPassword("密码要含大写字母、小写字母、数字、符号中的三类。")


def first_password() -> str:
    """A random first password, to be changed at once: three groups of four characters that are not misread (69 bits)."""
    while True:
        password = "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(3))
        try:
            check_strength(password)
        except WeakPassword:
            continue
        return password
