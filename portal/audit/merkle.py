"""A Merkle tree over the audit entries, as in RFC 6962 §2.1: a root of 32 bytes stands for all of them in their order."""

import hashlib
from collections.abc import Sequence

__all__ = ["leaf_hash", "Frontier", "Tree", "climbed", "consistency"]


def leaf_hash(content: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of what two branches hold together."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """The roots of the whole subtrees from left to right: what is needed of a tree to go on with it."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()):
        self.size, self.roots = size, list(roots)

    def add(self, leaf: bytes) -> None:
        """Take in the hash of the next entry."""
        self.size += 1
        self.roots.append(leaf)
        whole = self.size
        while not whole & 1:  # two subtrees of one height are one
            right = self.roots.pop()
            self.roots.append(node_hash(self.roots.pop(), right))
            whole >>= 1

    @property
    def root(self) -> bytes:
        """The root of the whole tree; of an empty one the hash of nothing."""
        if not self.roots:
            return hashlib.sha256().digest()
        *rest, root = self.roots
        for left in reversed(rest):
            root = node_hash(left, root)
        return root


class Tree:
    """All hashes of a tree, level by level: what is needed to prove many entries at once."""

    def __init__(self, leaves: Sequence[bytes]):
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            pairs = [node_hash(*below[place : place + 2]) for place in range(0, len(below) - 1, 2)]
            self._levels.append(pairs + below[len(pairs) * 2 :])  # the last, when it has no neighbour, rises as it is

    def inclusion(self, index: int) -> list[bytes]:
        """The path from entry `index` to the root (RFC 6962 §2.1.1)."""
        path = []
        for level in self._levels[:-1]:
            if index ^ 1 < len(level):
                path.append(level[index ^ 1])
            index >>= 1
        return path


def climbed(root: bytes, first: int, size: int, path: Sequence[bytes], whole: int) -> bytes:
    """The root of a tree of `size` entries to which `path` leads from the `root` of the whole subtree of `whole` entries, a power of two, that begins
    with entry `first`. Raises ValueError for a subtree that is in no such tree."""
    if first % whole or first + whole > size:
        raise ValueError("no subtree of such a tree")
    if size == whole:
        if path:
            raise ValueError("the path is too long")
        return root
    split = _split(size)
    if first < split:
        return node_hash(climbed(root, first, split, path[:-1], whole), path[-1])
    return node_hash(path[-1], climbed(root, first - split, size - split, path[:-1], whole))


def consistency(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """That the tree of the first `earlier` leaves is the beginning of the tree of all (RFC 6962 §2.1.2)."""
    return _subproof(leaves, earlier, whole=True) if earlier else []


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [_root(leaves)]
    split = _split(len(leaves))
    if earlier <= split:
        return [*_subproof(leaves[:split], earlier, whole=whole), _root(leaves[split:])]
    return [*_subproof(leaves[split:], earlier - split, whole=False), _root(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes]) -> bytes:
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root
