"""The dossier of a dispute as one file."""

from collections.abc import Iterator

from plugins.mediation.blueprint import bp
from plugins.mediation.dossiers.contents import Leaf, contents
from plugins.mediation.dossiers.lacking import lacking
from plugins.mediation.models import Dispute
from plugins.mediation.papers import MEDIATE, papers
from plugins.mediation.settings import KEY
from portal import clock
from portal.accounts.hands import signature
from portal.accounts.models import User
from portal.cases.kinds import kinds_of
from portal.database import done_writing
from portal.documents.binding import Piece
from portal.records.volume_batch_pages import mount_batches
from portal.records.volumes import Volume, mount_volume
from portal.settings import settings_of


def _not_yet(dispute: Dispute) -> str:
    return "" if dispute.accepted_on else "受理以后才有卷宗。"


def _pieces(dispute: Dispute, leaves: list[Leaf], by: User) -> Iterator[Piece]:
    """Each paper as it is stored or issued now, or its signed original; drafts are left out."""
    for leaf in leaves:
        for number, scan in enumerate(leaf.scans, 1):
            name = leaf.name + (f"（{number}）" if len(leaf.scans) > 1 else "")
            yield Piece(name, scan.file.content, scan.file.mime, scan.turned, ours=False)
        if leaf.paper and not leaf.scans and not leaf.draft:
            done_writing()
            issued = papers.issue(leaf.paper, dispute, *leaf.rows, by=by)
            yield Piece(leaf.name, issued.content, held=issued.copies)


def _size(dispute: Dispute, leaves: list[Leaf]) -> int:
    return sum(scan.file.size for leaf in leaves for scan in leaf.scans)


def _told(dispute: Dispute, leaves: list[Leaf]) -> dict:
    """What cover and back cover say of it."""
    listed, dossier = kinds_of(dispute.unit.county_id), dispute.dossier
    if dossier and dossier.filed_on and dossier.customary is not None:
        missing = [*dossier.lacking, *dossier.customary]
    else:
        now = lacking(dispute, leaves)
        missing = [*(dossier.lacking if dossier and dossier.filed_on else now.by_law), *now.by_custom]
    return {
        "dispute": dispute,
        "kind": listed.name(listed.current(dispute.case.kind)),
        "dossier": dossier,
        "lacking": missing,
        "retention": dossier.kept_for if dossier else "",
        "filed_on": dossier.filed_on if dossier else None,
        "filed_by": signature(dispute, dossier.filed_by, "file_away") if dossier else "",
    }


VOLUME = Volume(
    "volume",
    "人民调解卷宗",
    needs=MEDIATE,
    parts=contents,
    pieces=_pieces,
    size=_size,
    context=_told,
    ended=lambda: Dispute.ended_on,
    fit=lambda: Dispute.accepted_on.is_not(None),
    unless=_not_yet,
    leaves=lambda dispute: settings_of(KEY, dispute.unit, clock.today()).sides == "double",
)
volume = mount_volume(
    bp, Dispute, VOLUME, at="/disputes/<int:dispute_id>", office=lambda dispute: dispute.committee.name
)
years = mount_batches(volume, at="/dossiers", crumb=("人民调解", "mediation.index"))
