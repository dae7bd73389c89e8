"""What a dossier lacks, what law asks for apart from what is custom."""

from collections import Counter
from typing import NamedTuple

from plugins.mediation.dossiers.contents import Leaf
from plugins.mediation.models import Dispute


class Lacking(NamedTuple):
    """Sentences for a clerk to read."""

    by_law: list[str]
    by_custom: list[str]


def lacking(dispute: Dispute, leaves: list[Leaf]) -> Lacking:
    """Of a dispute with `leaves` in its dossier."""
    return Lacking(_by_law(dispute), _by_custom(dispute, leaves))


def _by_law(dispute: Dispute) -> list[str]:
    """人民调解法 §27: the record and the agreement are filed; §29: whose signature and seal it takes."""
    told = []
    if not dispute.sessions and dispute.status != "withdrawn":
        told.append("没有调解记录（人民调解法第二十七条）")
    text = dispute.agreement
    if text and not text.oral and not text.effective_on and dispute.status in ("agreed", "effective", "closed"):
        told += [f"{each}（人民调解法第二十九条）" for each in text.missing(scanned=True)]
    return told


def _by_custom(dispute: Dispute, leaves: list[Leaf]) -> list[str]:
    purposes = Counter(scan.file.purpose for leaf in leaves for scan in leaf.scans)
    told = []
    if names := "、".join(each.party.name for each in dispute.untold):
        told.append(f"{names}没有登记权利义务告知")
    if "identity" not in purposes:
        told.append("没有身份证明的复印件")
    if dispute.evidence and "evidence" not in purposes:
        told.append("证据清单后面没有证据材料")
    if dispute.receipts and "payment" not in purposes:
        told.append("没有履行凭证的扫描件")
    if dispute.agreement and dispute.agreement.effective_on and not dispute.follow_ups:
        told.append("没有回访记录")
    waiting = Counter(each.paper.behind for each in leaves if each.paper and each.needs_signing)
    if unsigned := "、".join(
        f"《{each.name}》" for each in leaves if each.needs_signing and not _shown_behind(each, purposes, waiting)
    ):
        told.append(f"没有签署的扫描件：{unsigned}（纸质原件在卷的，不用扫描）")
    if drafts := "、".join(f"《{each.name}》" for each in leaves if each.draft):
        told.append(f"还没有定稿，不装订：{drafts}")
    if electronic := "、".join(scan.file.name for leaf in leaves for scan in leaf.scans if not scan.is_bound):
        told.append(f"电子件，不能装订，只列在目录里：{electronic}")
    return told


def _shown_behind(leaf: Leaf, scanned: Counter[str], waiting: Counter[str]) -> bool:
    """Whether as many scans stand behind its kind of paper as wait for one, so that none of them is missing."""
    behind = leaf.paper.behind if leaf.paper else ""
    return bool(behind) and scanned[behind] >= waiting[behind]
