"""Signed checkpoints as text (the signed note and tlog-checkpoint formats of C2SP): what the office keeps in a file, and the auditor
on paper.

    fengqiao-portal/2f91c0a7
    1204
    base64 of the root
    2026-11-28T08:00:00

    — fengqiao-portal/2f91c0a7 base64 of key id and signature
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.protection import keyring

__all__ = ["Checkpoint", "public_key"]

ORIGIN = "fengqiao-portal"
ED25519 = b"\1"  # the kind of signature, part of the key id


@dataclass(frozen=True)
class Checkpoint:
    """How many entries there were at a moment (UTC), and the root of their tree."""

    size: int
    root: bytes
    at: datetime

    def signed(self) -> str:
        """As text, with the signature of this installation."""
        text = self._text(_origin())
        signature = _key().sign(text.encode())
        told = base64.b64encode(_key_id(_origin()) + signature).decode()
        return f"{text}\n— {_origin()} {told}\n"

    @classmethod
    def read(cls, note: str) -> "Checkpoint":
        """The checkpoint in a signed note. Raises ValueError for what is none, or is not signed by this installation."""
        text, _, signatures = note.replace("\r\n", "\n").strip().partition("\n\n")
        text += "\n"
        try:
            origin, size, root, at = text.splitlines()
            dash, name, told = signatures.split(" ")
            raw = base64.b64decode(told, validate=True)
            found = cls(int(size), base64.b64decode(root, validate=True), datetime.fromisoformat(at))
            if (dash, name, origin, raw[:4]) != ("—", _origin(), _origin(), _key_id(_origin())):
                raise ValueError("another installation")
            _key().public_key().verify(raw[4:], text.encode())
        except (ValueError, InvalidSignature) as error:
            raise ValueError("不是本系统签发的检查点，或者被改动过。") from error
        if found.signed().partition("\n\n")[0] != text.rstrip("\n"):
            raise ValueError("检查点的写法不对。")
        return found

    def _text(self, origin: str) -> str:
        return f"{origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n{self.at:%Y-%m-%dT%H:%M:%S}\n"


def public_key() -> str:
    """The key that proves a checkpoint, in base64: to be written down apart from this system."""
    return base64.b64encode(_public()).decode()


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keyring.secret(b"audit checkpoints"))


def _public() -> bytes:
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _origin() -> str:
    return f"{ORIGIN}/{hashlib.sha256(_public()).hexdigest()[:8]}"


def _key_id(origin: str) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + ED25519 + _public()).digest()[:4]
