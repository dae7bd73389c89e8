"""Protection of personal data at rest: AES-GCM columns with a key id, and a keyed hash for exact search."""

import base64
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import JSON, String
from sqlalchemy.types import TypeDecorator

__all__ = ["EncryptedText", "EncryptedJSON", "keyring"]

NONCE_BYTES = 12


class Keyring:
    """The data keys. The first encrypts; the others (before a rotation) still decrypt.

    `keys` is one or more base64 keys of 32 bytes, separated by commas: `new,old`.
    """

    def __init__(self) -> None:
        self._ciphers: dict[str, AESGCM] = {}
        self._current = ""
        self._index_key = b""

    def load(self, keys: str) -> None:
        """Take in the keys. Raises ValueError for one that is not 32 bytes in base64."""
        secrets = [self._decode(text) for text in keys.split(",")]
        self._ciphers = {key_id(secret): AESGCM(_derive(secret, b"column")) for secret in secrets}
        self._current = key_id(secrets[0])
        self._index_key = _derive(secrets[-1], b"index")  # the oldest key: hashes stay comparable after a rotation

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

    def index(self, text: str, place: str) -> str:
        """A keyed hash of `text` for exact search in the column `place`."""
        return hmac.new(self._index_key, f"{place}\0{text}".encode(), hashlib.sha256).hexdigest()[:40]

    def mac(self, message: bytes) -> str:
        """A keyed checksum (HMAC) that only this installation can compute: for the audit trail and check codes."""
        return hmac.new(self._index_key, b"mac\0" + message, hashlib.sha256).hexdigest()


def key_id(secret: bytes) -> str:
    """Short public name of a key."""
    return hashlib.sha256(b"portal key id" + secret).hexdigest()[:8]


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal " + purpose).derive(secret)


keyring = Keyring()  # of this process: encrypts, decrypts, and makes keyed hashes to search by


class EncryptedText(TypeDecorator):
    """A text column that is unreadable in the database. `place` is `<table>.<column>`."""

    impl = String
    cache_ok = True

    def __init__(self, place: str):
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect) -> str | None:
        return keyring.encrypt(value, self.place) if value else value

    def process_result_value(self, value: str | None, dialect) -> str | None:
        return keyring.decrypt(value, self.place) if value else value


class EncryptedJSON(TypeDecorator):
    """A JSON column whose value is stored as one encrypted text. What was stored before it was encrypted is read as it is."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str):
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect) -> str | None:
        return None if value is None else keyring.encrypt(json.dumps(value, ensure_ascii=False), self.place)

    def process_result_value(self, value: Any, dialect) -> Any:
        return json.loads(keyring.decrypt(value, self.place)) if isinstance(value, str) else value
