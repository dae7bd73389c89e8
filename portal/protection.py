"""Protection of personal data at rest: AES-GCM columns with a key id, and keyed hashes for exact search (docs/adr/0037).

id_number = mapped_column(EncryptedText("club_member.id_number"))
id_hash = mapped_column(KeyedHash("id_number", "id_number"))       # made anew with the keys by `rotate-key`
select(Member).where(hashed(Member.id_hash, number))               # right also while the keys are being changed
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import JSON, ColumnElement, String
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

__all__ = ["EncryptedDate", "EncryptedJSON", "EncryptedText", "KeyedHash", "hash_for", "hashed", "keyring"]

NONCE_BYTES = 12
HASH_LENGTH = 40


class Keyring:
    """The data keys. The first encrypts and hashes; the others still decrypt, and find, until `rotate-key` is done.

    `keys` is one or more base64 keys of 32 bytes, separated by commas: `new,old`. The last one also seals (`mac`, `mark`, `secret`), so
    it stays in the list for good: what it sealed cannot be sealed anew.
    """

    def __init__(self) -> None:
        self._ciphers: dict[str, AESGCM] = {}
        self._current = ""
        self._index_keys: list[bytes] = []
        self._seal_key = b""
        self._oldest = b""

    def load(self, keys: str) -> None:
        """Take in the keys. Raises ValueError for one that is not 32 bytes in base64."""
        secrets = [self._decode(text) for text in keys.split(",")]
        self._ciphers = {key_id(secret): AESGCM(_derive(secret, b"column")) for secret in secrets}
        self._current = key_id(secrets[0])
        self._oldest = secrets[-1]
        self._index_keys = [_derive(secret, b"index") for secret in secrets]
        self._seal_key = self._index_keys[-1]

    @staticmethod
    def _decode(text: str) -> bytes:
        secret = base64.b64decode(text.strip(), validate=True)
        if len(secret) != 32:
            raise ValueError("PORTAL_DATA_KEY 必须是 32 字节的 base64。")
        return secret

    def encrypt(self, text: str, place: str) -> str:
        """`text` as stored in the column `place` (bound to it: a value moved elsewhere does not decrypt)."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, text.encode(), place.encode())
        return f"{self._current}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, stored: str, place: str) -> str:
        """The text behind `stored`. Raises KeyError when its key is gone, InvalidTag when it was changed."""
        ident, _, payload = stored.partition(":")
        raw = base64.b64decode(payload)
        return self._ciphers[ident].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode()).decode()

    def encrypt_bytes(self, content: bytes, place: str) -> bytes:
        """`content` as it is kept in a file; `place` is what it belongs to."""
        nonce = os.urandom(NONCE_BYTES)
        return self._current.encode() + nonce + self._ciphers[self._current].encrypt(nonce, content, place.encode())

    def decrypt_bytes(self, sealed: bytes, place: str) -> bytes:
        """The bytes behind `sealed`. Raises KeyError when its key is gone, InvalidTag when it was changed or belongs elsewhere."""
        head = len(self._current)
        nonce, payload = sealed[head : head + NONCE_BYTES], sealed[head + NONCE_BYTES :]
        return self._ciphers[sealed[:head].decode(errors="replace")].decrypt(nonce, payload, place.encode())

    @property
    def current(self) -> str:
        """The id of the key that encrypts."""
        return self._current

    @property
    def number(self) -> int:
        """How many keys there are."""
        return len(self._index_keys)

    def index(self, text: str, place: str) -> str:
        """A keyed hash of `text` for exact search in the column `place`, as it is stored."""
        return _hash(self._index_keys[0], text, place)

    def indexes(self, text: str, place: str) -> list[str]:
        """`index` with each key, the current one first: what a search looks for while keys are being changed."""
        return [_hash(each, text, place) for each in self._index_keys]

    def mark(self, text: str, place: str) -> str:
        """A keyed hash that a rotation does not change: of what is kept nowhere, so that it cannot be hashed anew."""
        return _hash(self._seal_key, text, place)

    def mac(self, message: bytes) -> str:
        """A keyed checksum (HMAC) that only this installation can compute: for the audit trail and check codes."""
        return hmac.new(self._seal_key, b"mac\0" + message, hashlib.sha256).hexdigest()

    def secret(self, purpose: bytes) -> bytes:
        """32 bytes that only this installation can derive, other ones for each `purpose`; a rotation does not change them."""
        return _derive(self._oldest, purpose)


def key_id(secret: bytes) -> str:
    """Short public name of a key."""
    return hashlib.sha256(b"portal key id" + secret).hexdigest()[:8]


def _hash(key: bytes, text: str, place: str) -> str:
    return hmac.new(key, f"{place}\0{text}".encode(), hashlib.sha256).hexdigest()[:HASH_LENGTH]


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal " + purpose).derive(secret)


keyring = Keyring()  # of this process: encrypts, decrypts, and makes keyed hashes to search by


class Encrypted(TypeDecorator):
    """A column that is unreadable in the database. `place` is `<table>.<column>`."""

    impl = String
    cache_ok = True

    def __init__(self, place: str):
        super().__init__()
        self.place = place


class EncryptedText(Encrypted):
    """A text column that is unreadable in the database. `place` is `<table>.<column>`."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect) -> str | None:
        return keyring.encrypt(value, self.place) if value else value

    def process_result_value(self, value: str | None, dialect) -> str | None:
        return keyring.decrypt(value, self.place) if value else value


class EncryptedDate(Encrypted):
    """A day that is unreadable in the database: a birthday. Statements cannot compare it: keep the year, or the month, beside it."""

    cache_ok = True

    def process_bind_param(self, value: date | None, dialect) -> str | None:
        return keyring.encrypt(value.isoformat(), self.place) if value else None

    def process_result_value(self, value: str | None, dialect) -> date | None:
        return date.fromisoformat(keyring.decrypt(value, self.place)) if value else None


class EncryptedJSON(Encrypted):
    """A JSON column whose value is stored as one encrypted text. What was stored before it was encrypted is read as it is."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect) -> str | None:
        return None if value is None else keyring.encrypt(json.dumps(value, ensure_ascii=False), self.place)

    def process_result_value(self, value: Any, dialect) -> Any:
        return json.loads(keyring.decrypt(value, self.place)) if isinstance(value, str) else value


class KeyedHash(TypeDecorator):
    """The keyed hash by which the encrypted column `of` of the same row is found, or that of the contact to which a column of the row
    points (`contact_id.phone`). `place` is the name under which it is hashed: the same value has the same hash in all columns of one
    place. `form` makes of the value what is hashed: its last four characters, say."""

    impl = String
    cache_ok = True

    def __init__(self, of: str, place: str, form: Callable[[str], str] = str):
        super().__init__(HASH_LENGTH)
        self.of, self.place, self.form = of, place, form

    def hash(self, value: str | None) -> str | None:
        """Of `value`, as it is stored; None for nothing."""
        return keyring.index(self.form(value), self.place) if value else None


def hash_for(column: InstrumentedAttribute[str | None], value: str | None) -> str | None:
    """What a `KeyedHash` column stores for `value`."""
    return column.type.hash(value)


def hashed(column: InstrumentedAttribute[str | None] | InstrumentedAttribute[str], *values: str) -> ColumnElement[bool]:
    """The condition that a `KeyedHash` column is that of one of `values`, with whichever of the keys it was made."""
    kind = column.type
    return column.in_([each for value in values for each in keyring.indexes(kind.form(value), kind.place)])
