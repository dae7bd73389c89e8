"""Of a matter the six sheets, filled or blank (to be signed at the meeting), and the two publications; the text of an edition and the sheet
with which it is filed; the ledger of a council."""

from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.models import Council, Covenant
from plugins.village_affairs.models.matter import MANAGE, VillageMatter, VillageSheet
from plugins.village_affairs.models.matter_states import KINDS, ORIGINS
from plugins.village_affairs.places import committee_of
from plugins.village_affairs.rules import NUMBERS, SHEETS
from plugins.village_affairs.settings import rules_of
from portal.money import format_yuan
from portal.records.papers import Paper, mount_papers

VIEW = "village_affairs.view"


def _about(matter: VillageMatter) -> dict:
    return {
        "origin": ORIGINS[matter.origin],
        "category": KINDS[matter.kind],
        "budget": f"{format_yuan(matter.budget_fen)} 元" if matter.budget_fen is not None else "",
        "law": matter.law,
    }


def _sheet(matter: VillageMatter, sheet: VillageSheet) -> dict:
    return _about(matter)


def _blanks(matter: VillageMatter) -> dict:
    """The sheets that are still to come, with their numbers."""
    there = [each.kind for each in matter.sheets if each.attempt == matter.attempt]
    again = f"再议{matter.attempt}-" if matter.attempt > 1 else ""
    left = [
        (f"{matter.number}-{again}{NUMBERS[kind]}", kind, matter.sheet_name(kind))
        for kind in SHEETS
        if kind not in there
    ]
    return _about(matter) | {"left": left}


def _posted(kind: str):
    def context(matter: VillageMatter) -> dict:
        held = {each.kind: each for each in matter.sheets if each.attempt == matter.attempt}
        given = {"posted": held[kind], "decided": held["resolve"], "committee": committee_of(matter.unit)}
        return _about(matter) | given

    return context


def _without(kind: str):
    def objection(matter: VillageMatter) -> str:
        if kind == "publish" and matter.status == "resolved":
            return "公开以后才能打印。"
        there = any(each.kind == kind and each.attempt == matter.attempt for each in matter.sheets)
        return "" if there else "公开以后才能打印。"

    return objection


matter_papers = mount_papers(
    bp,
    VillageMatter,
    (
        Paper(
            "blanks",
            "四议两公开联单（空联）",
            needs=MANAGE,
            context=_blanks,
            unless=lambda matter: "" if _blanks(matter)["left"] else "六联都已登记。",
        ),
        Paper(
            "sheet",
            "四议两公开联单",
            needs=VIEW,
            context=_sheet,
            at="sheets/<int:matter_sheet_id>.pdf",
            rows=lambda matter: matter.sheets,
            label=lambda matter, sheet: (
                f"第{NUMBERS[sheet.kind]}联：{sheet.name}" + (f"（再议{sheet.attempt}）" if sheet.attempt > 1 else "")
            ),
            number=lambda matter, sheet: sheet.number,
        ),
        Paper("decision", "决议公告", needs=VIEW, context=_posted("publish"), unless=_without("publish")),
        Paper("result", "结果公告", needs=VIEW, context=_posted("report"), unless=_without("report")),
    ),
    at="/matters/<int:matter_id>",
    office=lambda matter: matter.unit.name,
)


def _law(covenant: Covenant) -> dict:
    rules = rules_of(covenant.unit)
    return {"law": rules.village_residents_covenant_law if covenant.kind == "residents" else rules.village_covenant_law}


covenant_papers = mount_papers(
    bp,
    Covenant,
    (
        Paper("covenant", "规约条文", needs=VIEW, context=_law, draft=lambda covenant: covenant.in_force_from is None),
        Paper(
            "covenant_filing",
            "规约备案表",
            needs=VIEW,
            context=_law,
            unless=lambda covenant: "" if covenant.adopted_on else "会议通过以后才能打印。",
        ),
    ),
    at="/covenants/<int:covenant_id>",
    office=lambda covenant: covenant.unit.name,
)
council_papers = mount_papers(
    bp,
    Council,
    (
        Paper(
            "council_ledger",
            "四会活动台账",
            needs=VIEW,
            number=lambda council: "",
            unless=lambda council: "" if council.activities else "还没有活动。",
        ),
    ),
    at="/councils/<int:council_id>",
    office=lambda council: council.name,
)
