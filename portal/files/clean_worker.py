"""Child process that cleans uploads, one after another (portal.child): a picture that asks for too much memory, or a PDF that breaks
the library, ends this process and not the portal.

Run by path and never imported; imports nothing of the portal but the package `cleaning` beside it and the loop of `confined`.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "confined"))

from answering import answer_all
from cleaning import Refused, clean

MEMORY = 1536 << 20  # bytes of address space: a picture of 60 million pixels in four colours, and its copies


def answer(content: bytes, most_pixels: int) -> tuple[str, object]:
    """`("clean", mime, ending, bytes, pixels)` or `("refused", why)`."""
    try:
        return "clean", tuple(clean(content, most_pixels))
    except Refused as error:
        return "refused", str(error)
    except MemoryError:
        return "refused", "这个文件太大，放不下。请缩小或者分成几个文件后再上传。"


if __name__ == "__main__":
    answer_all(answer, MEMORY)
