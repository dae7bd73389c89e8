"""PDF files, made anew from their pages: what lies on a page is copied part by part, and nothing that is not named here comes along.

What was filled in, signed or stamped is drawn onto the page first; comments, links, scripts, attachments, media, form fields,
metadata and tags stay behind. A file that is cut short, locked, empty or not saved with what was filled in is refused.
"""

import io
import re
from collections.abc import Iterable

import pikepdf
from pikepdf import Pdf

from .bare import Bare
from .filled import draw_what_was_filled_in
from .refusal import Refused
from .visible import only_what_is_seen

__all__ = ["rebuilt"]

MOST_PAGES = 1_000
END_WITHIN = 2_048  # bytes at the end in which a whole file says that it ends
PAINTS = re.compile(rb"(?<![\w/])(?:Tj|TJ|'|\"|Do|sh|EI|f\*?|F|S|s|B\*?|b\*?)(?![\w])")
UNREADABLE = re.compile(r"decod|inflate|stream data|unable to|loop detected|unknown token|inserting key", re.IGNORECASE)
BROKEN = "这个 PDF 文件已损坏或者不完整，打不开。请重新扫描或导出后再上传。"
CUT = "这个 PDF 文件不完整，后面的内容没有传上来或者没有存好。请重新扫描或导出后再上传。"


def rebuilt(content: bytes) -> bytes:
    """A PDF of the same pages and nothing else. Raises Refused."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf, pikepdf.new() as kept:
            _refuse_parts_of_a_file(pdf, content)
            draw_what_was_filled_in(pdf)
            told = only_what_is_seen(pdf)
            Bare(pdf, kept).copy()
            if not _paints(kept.pages):
                raise Refused("这个 PDF 文件的页面都是空白的。请重新扫描后再上传。")
            written = io.BytesIO()
            kept.save(written, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            if UNREADABLE.search(" ".join(str(each) for each in (*told, *pdf.get_warnings(), *kept.get_warnings()))):
                raise Refused(BROKEN)
    except Refused:
        raise
    except pikepdf.PasswordError as error:
        raise Refused("这个 PDF 文件有密码，请去掉密码后再上传。") from error
    except Exception as error:  # a hostile file may break anywhere
        raise Refused(BROKEN) from error
    return written.getvalue()


def _refuse_parts_of_a_file(pdf: Pdf, content: bytes) -> None:
    if b"%%EOF" not in content.rstrip(b"\0\r\n\t ")[-END_WITHIN:]:
        raise Refused(CUT)
    told = pdf.Root.get("/Pages", {}).get("/Count", 0)
    if not len(pdf.pages):
        raise Refused("这个 PDF 文件没有页面，请重新扫描。")
    if told != len(pdf.pages):
        raise Refused(BROKEN)
    if len(pdf.pages) > MOST_PAGES:
        raise Refused(f"这个 PDF 文件有 {len(pdf.pages)} 页，超过 {MOST_PAGES} 页，请分成几个文件。")


def _paints(pages: Iterable[pikepdf.Page]) -> bool:
    """Whether anything is put on one of the pages: text, a line, an area or a picture. Contents that pages share are read once."""
    read: set[tuple[int, int]] = set()
    for page in pages:
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(stream, pikepdf.Stream) and stream.objgen not in read:
                read.add(stream.objgen)
                if PAINTS.search(stream.read_bytes()):
                    return True
    return False
