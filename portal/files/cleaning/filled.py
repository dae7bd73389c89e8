"""What was filled in, signed, stamped or marked in a PDF becomes part of its pages; what is only said beside them goes."""

import pikepdf
from pikepdf import Array, Name, Object, Pdf

from .covering import SEEN_THROUGH
from .layers import Layers
from .refusal import Refused

__all__ = ["draw_what_was_filled_in"]

NOT_SEEN = frozenset(
    "/Text /Popup /Link /FileAttachment /Sound /Movie /Screen /RichMedia /3D /PrinterMark /TrapNet /Projection".split()
)
NOT_DRAWN = "这个 PDF 里填写或者批注的内容没有存到页面上，别人打开可能看不见。请打开后用“打印”存成 PDF，再上传。"
NOT_SHOWN = 0b100011  # /F: unknown kinds, hidden, not on the screen
FORM_ONLY = "这个 PDF 是填写软件专用的表单，普通阅读器看不到内容。请打开后用“打印”存成 PDF，再上传。"
NOT_BLACKED = "这个 PDF 里有画了涂黑框但还没有真正涂黑的地方，下面的内容还在。请先“应用密文”，或者打印成 PDF 后再上传。"


def draw_what_was_filled_in(pdf: Pdf) -> None:
    """Draw fields, signatures, stamps and marks of `pdf` onto its pages, in place. Raises Refused when something that was filled in
    has no picture of itself and cannot be given one."""
    if pdf.Root.get("/NeedsRendering", False):
        raise Refused(FORM_ONLY)
    layers = Layers(pdf)
    for page in pdf.pages:
        _drop_what_is_not_seen(page.obj, layers)
    if "/AcroForm" in pdf.Root:
        _give_pictures(pdf)
    pdf.flatten_annotations("screen")


def _drop_what_is_not_seen(page: Object, layers: Layers) -> None:
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        if "/Annots" in page:
            del page["/Annots"]
        return
    if any(_kind(note) == "/Redact" for note in notes):
        raise Refused(NOT_BLACKED)
    seen = [note for note in notes if _kind(note) not in NOT_SEEN and not int(note.get("/F", 0)) & NOT_SHOWN]
    seen = [note for note in seen if not layers.hides(note.get("/OC"))]
    if any(_kind(note) != "/Widget" and not _has_picture(note) and _has_size(note) for note in seen):
        raise Refused(NOT_DRAWN)
    for marked in (note for note in seen if _kind(note) == "/Highlight"):
        if isinstance(look := marked.get("/AP", {}).get("/N"), pikepdf.Stream):
            look[SEEN_THROUGH] = True
    page.Annots = Array(seen)


def _has_size(note: Object) -> bool:
    """A reader would draw it by itself; one without an extent shows nothing."""
    return len({str(side) for side in note.get("/Rect", [])}) > 1


def _kind(note: Object) -> str:
    return str(note.get("/Subtype", "")) if isinstance(note, pikepdf.Dictionary) else "/Text"


def _give_pictures(pdf: Pdf) -> None:
    """A picture to each filled field that has none, or one that may be out of date."""
    stale = bool(pdf.Root.AcroForm.get("/NeedAppearances", False))
    form = pdf.acroform
    for page in pdf.pages:
        for shown in form.get_widget_annotations_for_page(page):
            field = form.get_field_for_annotation(shown)
            written = (field.is_text or field.is_choice) and str(field.value or "").strip()
            if written and written.isascii() and (stale or not _has_picture(shown.obj)):
                field.generate_appearance(shown)  # of other writing it would draw question marks; what was saved stays
            if not _has_picture(shown.obj) and (written or shown.obj.get("/AS", Name.Off) != Name.Off):
                raise Refused(NOT_DRAWN)
    if stale:
        del pdf.Root.AcroForm.NeedAppearances  # they are up to date now; else they would not be drawn


def _has_picture(shown: Object) -> bool:
    """Whether a reader finds what to draw for the state it is in."""
    normal = shown.get("/AP", {}).get("/N")
    if isinstance(normal, pikepdf.Stream):
        return True
    return isinstance(normal, pikepdf.Dictionary) and str(shown.get("/AS", "")) in normal
