"""What is in the dossier of a dispute, in the order of its papers: made here, or the signed originals as scanned, with what belongs behind them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from plugins.mediation.models import Dispute
from plugins.mediation.models.amending import AMENDED_SCAN
from plugins.mediation.models.filing import LEFT_OUT, Placed
from plugins.mediation.models.settlement import PURPOSES, SIGNED_SCAN
from plugins.mediation.papers import AGREEMENT, PAPERS, DossierPaper
from portal.documents.binding import BINDABLE
from portal.documents.signed_scans import papers_shown
from portal.files.models import Attachment

BEHIND = {paper.behind: paper.kind for paper in PAPERS if paper.behind}
AGREEMENT_KEY = f"={AGREEMENT.kind}"
LAST = "closing"  # whatever else was uploaded stands before this


@dataclass(frozen=True)
class Scan:
    """An upload, and by how many degrees it is turned."""

    file: Attachment
    turned: int = 0

    @property
    def is_bound(self) -> bool:
        return self.file.mime in BINDABLE


@dataclass(frozen=True)
class Leaf:
    """One part of the dossier. `paper`: what is printed of `rows` unless `scans` show the signed original; of other uploads there is none. `draft`: it is not
    final yet."""

    key: str
    name: str
    paper: DossierPaper | None = None
    rows: tuple = ()
    draft: bool = False
    scans: list[Scan] = field(default_factory=list)

    @property
    def needs_signing(self) -> bool:
        """Whether somebody signs it and no scan shows that."""
        return self.paper is not None and self.paper.signed and not self.scans


def contents(dispute: Dispute, files: list[Attachment] | None = None) -> list[Leaf]:
    """The parts in their order. files: the uploads, where they were read already."""
    made = [(paper, list(_made(paper, dispute))) for paper in PAPERS]
    keys = {leaf.key for _, leaves in made for leaf in leaves}
    scans, found = _scans(dispute, dispute.materials if files is None else files, keys), list[Leaf]()
    for paper, leaves in made:
        if paper.kind == LAST:
            found += _uploads(dispute, scans, "")
        found += (replace(each, scans=scans.get(each.key, [])) for each in leaves)
        found += _uploads(dispute, scans, paper.kind)
    return found


def left_out(leaves: list[Leaf], files: list[Attachment]) -> list[Attachment]:
    """Uploads that are in none of `leaves`: those of a text that was taken back, and those that somebody left out."""
    there = {scan.file.id for leaf in leaves for scan in leaf.scans}
    return [each for each in files if each.id not in there]


def originals(dispute: Dispute) -> list[Leaf]:
    """The papers of which a scan may be the signed original."""
    return [leaf for paper in PAPERS if paper.signed for leaf in _made(paper, dispute)]


def ordered(dispute: Dispute, files: list[Attachment]) -> list[tuple[Attachment, Placed]]:
    """All uploads as they were placed, then those that nobody has placed: where the code on them says, the right way up."""
    known, by_id = dispute.dossier.placed if dispute.dossier else [], {each.id: each for each in files}
    placed = {each.file: each for each in known if each.file in by_id}
    unplaced = [each for each in files if each.id not in placed]
    shown = papers_shown(dispute, [each for each in unplaced if each.purpose != SIGNED_SCAN])
    new = {each.id: Placed(each.id, f"={shown[each.id]}" if each.id in shown else "", each.turned) for each in unplaced}
    return [(by_id[ident], each) for ident, each in (placed | new).items()]


def _scans(dispute: Dispute, files: list[Attachment], keys: set[str]) -> dict[str, list[Scan]]:
    """Where each upload stands: the key of a paper it shows as signed, which is one of `keys`, or the kind of the one it stands behind."""
    found: dict[str, list[Scan]] = {}
    valid = dispute.valid_scans(files) if dispute.agreement else []
    for file, placed in ordered(dispute, files):
        at = placed.at
        if not at and file.purpose == SIGNED_SCAN:
            at = AGREEMENT_KEY if file in valid else LEFT_OUT
        if not at and file.purpose == AMENDED_SCAN and (shown := dispute.amendment_shown(file)):
            at = f"=amendment-{shown.id}"
        at = at if at in keys or at == LEFT_OUT else ""
        if at != LEFT_OUT:
            found.setdefault(at or BEHIND.get(file.purpose, ""), []).append(Scan(file, placed.turned))
    return found


def _made(paper: DossierPaper, dispute: Dispute) -> Iterator[Leaf]:
    """What is printed of one kind now."""
    if paper.roll or not paper.kept or paper.beside:
        return
    rows = [(each,) for each in paper.rows(dispute)] if paper.rows else [()]
    fit = [each for each in rows if not paper.objection(dispute, *each)]
    fit = [each for each in fit if paper.bound is None or paper.bound(dispute, *each)]
    for number, row in enumerate(fit, 1):
        name = paper.label(dispute, *row) if paper.label else paper.title
        several = f"（第 {number} 份）" if len(fit) > 1 and not paper.label else ""
        yield Leaf(f"={paper.name(row)}", name + several, paper, row, paper.is_draft(dispute, *row))


def _uploads(dispute: Dispute, scans: dict[str, list[Scan]], kind: str) -> Iterator[Leaf]:
    """Those behind the papers of one kind, each a part by itself."""
    shown_by = dispute.shown_by
    for scan in scans.get(kind, []):
        exhibit = shown_by.get(scan.file.id)
        if exhibit is None or exhibit.struck_on is None:
            called = exhibit.name if exhibit else scan.file.name.rpartition(".")[0] or scan.file.name
            name = f"{PURPOSES[scan.file.purpose]}：{called}"
            yield Leaf(f"{scan.file.id}", name, scans=[scan])
