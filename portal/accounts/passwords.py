"""What a password must be (DOMAIN §F, 等保): long enough, of three kinds of characters, and not the known one."""

from portal.config import DEMO_PASSWORD

LEAST = 10
KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


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
