"""Checks what an auditor exported from the audit trail, with nothing of the portal: only Python is needed.

    python3 verify_audit.py PROOF.json PUBLIC_KEY [EARLIER_CHECKPOINT.txt]

PROOF.json may be an archive of old entries, unpacked (gunzip). It proves that every entry in the file is in the tree whose root the portal signed (RFC 6962, Ed25519 of RFC 8032), and that the tree
of the earlier checkpoint is its beginning. PUBLIC_KEY is the one you wrote down, not the one in the file.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)


def point(coded):
    y = int.from_bytes(coded, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and coded[31] >> 7):
        raise ValueError("no point of the curve")
    return (x if x & 1 == coded[31] >> 7 else P - x), y


def add(a, b):
    crossed = D * a[0] * b[0] * a[1] * b[1]
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + crossed, -1, P)
    return x % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - crossed, -1, P) % P


def times(number, a):
    total = (0, 1)
    while number:
        total, a, number = (add(total, a) if number & 1 else total), add(a, a), number >> 1
    return total


def checkpoint(note, key):
    """Size and root of a signed note; ValueError when the key did not sign it."""
    text, _, signature = note.strip().partition("\n\n")
    text, raw = f"{text}\n".encode(), base64.b64decode(signature.split(" ")[2])[4:]
    s, base = int.from_bytes(raw[32:], "little"), point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    hashed = int.from_bytes(hashlib.sha512(raw[:32] + key + text).digest(), "little")
    if s >= L or times(s, base) != add(point(raw[:32]), times(hashed % L, point(key))):
        raise ValueError("the signature is not of this key")
    _, size, root, _ = text.decode().splitlines()
    return int(size), base64.b64decode(root)


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def included(leaf, index, size, path, whole=1):
    """The root that entry `index` leads to, or a subtree of `whole` entries that begins there."""
    if size == whole:
        return leaf
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        return node(included(leaf, index, split, path[:-1], whole), path[-1])
    return node(path[-1], included(leaf, index - split, size - split, path[:-1], whole))


def grown(m, n, path, old):
    """The roots of the first m and of all n entries by a path of consistency; `old` where it is that of a whole subtree."""
    if m == n:
        return (old, old) if old else (path[-1], path[-1])
    split = 1 << (n - 1).bit_length() - 1
    if m <= split:
        first, all_ = grown(m, split, path[:-1], old)
        return first, node(all_, path[-1])
    first, all_ = grown(m - split, n - split, path[:-1], None)
    return node(path[-1], first), node(path[-1], all_)


def main(proof, key, earlier=""):
    size, root = checkpoint(proof["checkpoint"], key)
    level = [hashlib.sha256(b"\0" + each.encode()).digest() for each in proof.get("contents", ())]
    proved, path = len(level) or len(proof["entries"]), list(map(base64.b64decode, proof.get("path", ())))
    while len(level) > 1:
        level = [node(*pair) for pair in zip(level[::2], level[1::2], strict=True)]
    if level and included(level[0], proof["first"], size, path, proved) != root:
        raise ValueError("the archive is not what was signed")
    for each in proof.get("entries", ()):
        leaf, path = hashlib.sha256(b"\0" + each["content"].encode()).digest(), map(base64.b64decode, each["path"])
        if each["index"] not in range(size) or included(leaf, each["index"], size, list(path)) != root:
            raise ValueError(f"not what was signed: {each['content']}")
    if earlier:
        before, old = checkpoint(earlier, key)
        if grown(before, size, [base64.b64decode(x) for x in proof["consistency"]], old) != (old, root):
            raise ValueError("the earlier tree is not the beginning of this one")
    sys.stdout.write(f"{proved} entries proved, {size} signed\n")


if __name__ == "__main__":
    texts = [Path(each).read_text(encoding="utf-8") for each in (sys.argv[1], *sys.argv[3:])]
    main(json.loads(texts[0]), base64.b64decode(sys.argv[2]), *texts[1:])
