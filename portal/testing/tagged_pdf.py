"""Whether a PDF can be read aloud: what of PDF/UA-1 (ISO 14289-1) a program can tell, told in words. Tried on the PDF/UA-1 files of the veraPDF
corpus; docs/adr/0092 has the result.

    assert faults_of(pdf) == []
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

PAINTS = set("Tj TJ ' \" f F f* S s B B* b b* sh".split())
HEADINGS = {f"/H{level}": level for level in range(1, 7)}
STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD "
    "THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form".split()
)
DEEPEST = 200


def faults_of(content: bytes) -> list[str]:
    """What is wrong, each once; [] where nothing was found."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return list(dict.fromkeys(Reading(pdf).faults()))


class Reading:
    """One PDF as a reader for the blind goes through it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.root = pdf, pdf.Root
        self.tree = self.root.get("/StructTreeRoot")
        self.roles = self.tree.get("/RoleMap", Dictionary()) if self.tree is not None else Dictionary()
        self.reached: set[tuple[int, int]] = set()
        self.named: set[str] = set()

    def faults(self) -> Iterator[str]:
        """All of them, in the order of the standard."""
        yield from self._of_the_document()
        if self.tree is None or "/K" not in self.tree:
            yield "no structure tree"
            return
        elements = list(self._elements(self.tree.K, 0))
        self.reached = {each.objgen for each, _ in elements}
        self.named = {_said(each, "/ID") for each, _ in elements} - {""}
        yield from self._of_types(elements)
        yield from self._of_headings([kind for _, kind in elements])
        for element, kind in elements:
            if kind in ("/Figure", "/Formula") and not (_said(element, "/Alt") or _said(element, "/ActualText")):
                yield f"{kind[1:]} without alternative text"
            if kind == "/Table":
                yield from self._of_a_table(element)
        for page in self.pdf.pages:
            yield from self._of_content(page.obj)

    def _of_the_document(self) -> Iterator[str]:
        if not self.root.get("/MarkInfo", {}).get("/Marked", False):
            yield "not marked as tagged"
        if self.root.get("/MarkInfo", {}).get("/Suspects", False):
            yield "tags are suspect"
        if not _said(self.root, "/Lang"):
            yield "no language"
        if not self.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
            yield "title not shown"
        with self.pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            if not str(metadata.get("dc:title", "")).strip():
                yield "no title"

    def _elements(self, kids: Any, depth: int) -> Iterator[tuple[Any, str]]:
        """Each element of the tree with its kind, in reading order."""
        if depth > DEEPEST:
            return
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield kid, self._kind(str(kid.S))
                if "/K" in kid:
                    yield from self._elements(kid.K, depth + 1)

    def _kind(self, name: str) -> str:
        seen = {name}
        while name in self.roles and name[1:] not in STANDARD:
            name = str(self.roles[name])
            if name in seen:
                return "circular"
            seen.add(name)
        return name

    def _of_types(self, elements: list[tuple[Any, str]]) -> Iterator[str]:
        for _, kind in elements:
            if kind[1:] not in STANDARD:
                yield f"{kind} is no standard type"
        for name, other in self.roles.items():
            if name[1:] in STANDARD:
                yield f"standard type {name} is mapped to {other}"

    def _of_headings(self, kinds: list[str]) -> Iterator[str]:
        before = 0
        for kind in kinds:
            if level := HEADINGS.get(kind):
                if level > before + 1:
                    yield f"heading {level} after {before or 'none'}"
                before = level
        if "/H" in kinds and any(each in HEADINGS for each in kinds):
            yield "headings with and without levels"

    def _of_a_table(self, table: Any) -> Iterator[str]:
        cells = [(each, kind) for each, kind in self._elements(table.get("/K", []), 0) if kind in ("/TH", "/TD")]
        heads = [each for each, kind in cells if kind == "/TH"]
        scoped = all(_attribute(each, "/Scope") for each in heads)
        for each, kind in cells:
            asked = _attribute(each, "/Headers")
            names = {str(name) for name in asked} if asked is not None else set()
            if names - self.named:
                yield "a cell names a header that is not there"
            if kind == "/TD" and heads and not scoped and not names:
                yield "a cell without a header"
        for row, kind in self._elements(table.get("/K", []), 0):
            if kind == "/TR" and any(below not in ("/TH", "/TD") for below in self._below(row)):
                yield "something else than cells in a row"

    def _below(self, element: Any) -> list[str]:
        kids = element.get("/K", [])
        return [
            self._kind(str(kid.S))
            for kid in (kids if isinstance(kids, Array) else [kids])
            if isinstance(kid, Dictionary) and "/S" in kid
        ]

    def _of_content(self, page: Any) -> Iterator[str]:
        parents = self._parents(page.get("/StructParents"))
        marks: list[str] = []
        resources = page.get("/Resources", Dictionary())
        for operands, operator in pikepdf.parse_content_stream(page):
            said = str(operator)
            if said in ("BDC", "BMC"):
                marks.append(self._mark(operands, resources, parents))
            elif said == "EMC" and marks:
                marks.pop()
            elif said in PAINTS or said == "INLINE IMAGE" or (said == "Do" and _is_image(operands, resources)):
                if not any(marks):
                    yield "content that is neither tagged nor an artifact"
                elif "lost" in marks:
                    yield "tagged content outside the structure tree"
            if "artifact" in marks and "tagged" in marks:
                yield "tagged content within an artifact or the other way round"

    def _mark(self, operands: Any, resources: Any, parents: Any) -> str:
        """ "artifact", "tagged", "lost" (it leads to no element of the tree) or "" (a mark that says nothing)."""
        if operands and str(operands[0]) == "/Artifact":
            return "artifact"
        given = operands[1] if len(operands) > 1 else None
        if isinstance(given, Name):
            given = resources.get("/Properties", Dictionary()).get(given)
        if not isinstance(given, Dictionary) or "/MCID" not in given:
            return ""
        at = int(given.MCID)
        if parents is None or not 0 <= at < len(parents) or parents[at] is None:
            return "lost"
        return "tagged" if parents[at].objgen in self.reached else "lost"

    def _parents(self, key: Any) -> Any:
        """The elements of the marks of a page."""
        if key is None or "/ParentTree" not in self.tree:
            return None
        return pikepdf.NumberTree(self.tree.ParentTree).get(int(key))


def _is_image(operands: Any, resources: Any) -> bool:
    """Not a form, which has marks of its own (WeasyPrint makes none)."""
    drawn = resources.get("/XObject", Dictionary()).get(operands[0]) if operands else None
    return drawn is not None and drawn.get("/Subtype") == "/Image"


def _said(element: Any, name: str) -> str:
    return str(element.get(name, "")).strip()


def _attribute(element: Any, name: str) -> Any:
    given = element.get("/A", Array())
    for each in given if isinstance(given, Array) else [given]:
        if isinstance(each, Dictionary) and name in each:
            return each[name]
    return None
