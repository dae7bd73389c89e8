"""Puts the code of the English guides into their Chinese twins: the n-th block of one is the n-th of the other."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"
GUIDES = ("plugins", "cookbook")
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def main() -> None:
    """Write the Chinese guides with the code of today. ValueError where the two have not equally many blocks."""
    for name in GUIDES:
        english, chinese = texts(name)
        path = DOCS / f"{name}.zh-CN.md"
        path.write_text(with_blocks(chinese, BLOCK.findall(english), path.name), encoding="utf-8")


def texts(name: str) -> tuple[str, str]:
    """A guide in English and in Chinese."""
    return tuple((DOCS / f"{name}{ending}").read_text(encoding="utf-8") for ending in (".md", ".zh-CN.md"))


def with_blocks(text: str, blocks: list[str], name: str) -> str:
    """`text` with these blocks in place of its own."""
    if (own := len(BLOCK.findall(text))) != len(blocks):
        raise ValueError(
            f"{name} has {own} blocks of code, the English one {len(blocks)}: translate what was added first"
        )
    following = iter(blocks)
    return BLOCK.sub(lambda _: next(following), text)


if __name__ == "__main__":
    main()
