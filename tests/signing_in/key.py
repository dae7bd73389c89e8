"""A key that answers as a browser would (W3C Web Authentication §6), for tests without one."""

import hashlib
import json

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as written

HERE = "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Key:
    """One key with one credential. `verified`: it asked for a finger; `origin`: the site on which it believes to be."""

    def __init__(self, name: bytes = b"a key of the tests", origin: str = HERE) -> None:
        self.private, self.name, self.origin = ec.generate_private_key(ec.SECP256R1()), name, origin
        self.verified, self.count = True, 0

    def registered(self, asked: str) -> str:
        """What the browser sends for a new key, where it was `asked`."""
        point = self.private.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        about = bytes(16) + len(self.name).to_bytes(2, "big") + self.name + cbor2.dumps(public)
        data = self._data(asked, ATTESTED) + about
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._sent(clientDataJSON=self._seen("create", asked), attestationObject=made)

    def answer(self, asked: str) -> str:
        """What the browser sends to sign in, where it was `asked`."""
        self.count += 1
        data, seen = self._data(asked), self._seen("get", asked)
        signed = self.private.sign(data + hashlib.sha256(seen).digest(), ec.ECDSA(SHA256()))
        return self._sent(clientDataJSON=seen, authenticatorData=data, signature=signed)

    def _data(self, asked: str, flags: int = 0) -> bytes:
        told = json.loads(asked)
        domain = told.get("rpId") or told["rp"]["id"]
        flags |= PRESENT | (VERIFIED if self.verified else 0)
        return hashlib.sha256(domain.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _seen(self, way: str, asked: str) -> bytes:
        told = {"type": f"webauthn.{way}", "challenge": json.loads(asked)["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _sent(self, **parts: bytes) -> str:
        response = {name: written(part) for name, part in parts.items()}
        ident = written(self.name)
        return json.dumps({"id": ident, "rawId": ident, "type": "public-key", "response": response})
