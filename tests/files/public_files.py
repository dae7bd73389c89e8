"""What becomes of public test files when they are uploaded: counts by reason, and what came through that should not have.

`python -m tests.files.public_files [FOLDER…]` looks at the files in the folders; without one at those in the source packages of
Pillow, pillow-heif, pikepdf and pypdf, which it has pip fetch into a temporary folder. pdf.js, Apache Tika and the Open
Preservation format corpus have more (docs/testing.md).
"""

# ruff: noqa: T201  a program that prints
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pymupdf
from PIL import Image, ImageChops, ImageStat

from portal.errors import RuleError
from portal.files.cleaner import Cleaner

PACKAGES = ("pillow", "pillow-heif", "pikepdf", "pypdf")
ENDINGS = frozenset(".pdf .png .apng .tif .tiff .bmp .jpg .jpeg .gif .heic .heif .webp .avif .ofd".split())
FORBIDDEN = re.compile(
    r"/(?:AA|JS|JavaScript|OpenAction|AcroForm|EmbeddedFiles?|EF|AF|Annots|XFA|RichMedia\w*|Metadata|PieceInfo|Launch|SubmitForm"
    r"|URI|GoToR|Filespec|Movie|Sound|Collection|StructTreeRoot|Outlines|Names)\b"
)
SEEN_OTHERWISE = 0.3  # of 255, on average over a page
MOST_PAGES = 4  # of a file that are compared
MOST_PIXELS = 60_000_000


def fetched(folder: Path) -> None:
    """The source packages, unpacked into `folder`."""
    for name in PACKAGES:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", name, name, "-d", folder]
        subprocess.run(command, check=True)
    for packed in folder.glob("*.tar.gz"):
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")


def looked_at(folders: list[Path]) -> tuple[Counter, list[str]]:
    """How many of each kind were taken, and refused for which reason; what is wrong with those that were taken."""
    counts, wrong, cleaner = Counter[tuple[str, str]](), list[str](), Cleaner()
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in ENDINGS):
        if not path.is_file():
            continue
        content = path.read_bytes()
        try:
            mime, _, clean, _ = cleaner.clean(content, MOST_PIXELS)
        except RuleError as error:
            counts[path.suffix.lower(), str(error)] += 1
            continue
        counts[path.suffix.lower(), "taken"] += 1
        if mime == "application/pdf" and path.suffix.lower() == ".pdf":
            wrong += [f"{path.name}: {each}" for each in (*_survivors(clean), *_differences(content, clean))]
    cleaner.close()
    return counts, wrong


def _survivors(clean: bytes) -> Iterator[str]:
    with _opened(clean) as pdf:
        for number in range(1, pdf.xref_length()):
            if left := FORBIDDEN.findall(pdf.xref_object(number, compressed=True)):
                yield f"holds {', '.join(sorted(set(left)))}"


def _differences(came: bytes, clean: bytes) -> Iterator[str]:
    """Of what a reader without our library shows of both; none where it cannot show what came."""
    with (
        suppress(RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase),
        _opened(came) as before,
        _opened(clean) as after,
    ):
        if before.needs_pass or not len(before):
            return
        if len(before) != len(after):
            yield f"{len(before)} pages became {len(after)}"
        for number in range(min(len(before), len(after), MOST_PAGES)):
            one, other = (_picture(each[number]) for each in (before, after))
            if one.size != other.size:
                yield f"page {number + 1} has another size"
            elif (apart := ImageStat.Stat(ImageChops.difference(one, other).convert("L")).mean[0]) > SEEN_OTHERWISE:
                yield f"page {number + 1} looks different ({apart:.1f})"


def _opened(content: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=content, filetype="pdf")


def _picture(page: pymupdf.Page) -> Image.Image:
    drawn = page.get_pixmap(dpi=40, colorspace=pymupdf.csRGB, alpha=False)
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


def main(folders: list[Path]) -> None:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    with tempfile.TemporaryDirectory() as temporary:
        if not folders:
            fetched(Path(temporary))
            folders = [Path(temporary)]
        counts, wrong = looked_at(folders)
    for (ending, reason), number in sorted(counts.items()):
        print(f"{number:5}  {ending:6} {reason}")
    print(*wrong, sep="\n")


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
