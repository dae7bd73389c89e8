"""六联登记表 of a village matter, filled or blank (to be signed at the meeting), and the two publications."""

from plugins.consultation.blueprint import bp
from plugins.consultation.models.village import KINDS, ORIGINS, VILLAGE, VillageMatter, VillageSheet
from plugins.consultation.settings import rules_of
from plugins.consultation.village_rules import NUMBERS, SHEETS
from portal.money import format_yuan
from portal.records.papers import Paper, mount_papers

VIEW = "consultation.view"


def _about(matter: VillageMatter) -> dict:
    return {
        "origin": ORIGINS[matter.origin],
        "category": KINDS[matter.kind],
        "budget": f"{format_yuan(matter.budget_fen)} 元" if matter.budget_fen is not None else "",
        "law": rules_of(matter.unit).village_law,
    }


def _sheet(matter: VillageMatter, sheet: VillageSheet) -> dict:
    return _about(matter)


def _blanks(matter: VillageMatter) -> dict:
    """The sheets that are still to come, with their numbers."""
    there = [each.kind for each in matter.sheets if each.attempt == matter.attempt]
    again = f"再议{matter.attempt}-" if matter.attempt > 1 else ""
    left = [
        (f"{matter.number}-{again}{NUMBERS[kind]}", kind, name) for kind, name in SHEETS.items() if kind not in there
    ]
    return _about(matter) | {"left": left}


def _posted(kind: str):
    def context(matter: VillageMatter) -> dict:
        held = {each.kind: each for each in matter.sheets if each.attempt == matter.attempt}
        return _about(matter) | {"posted": held[kind], "decided": held["resolve"]}

    return context


def _without(kind: str):
    def objection(matter: VillageMatter) -> str:
        there = any(each.kind == kind and each.attempt == matter.attempt for each in matter.sheets)
        return "" if there else "公开以后才能打印。"

    return objection


village_papers = mount_papers(
    bp,
    VillageMatter,
    (
        Paper(
            "village_blanks",
            "四议两公开联单（空联）",
            needs=VILLAGE,
            context=_blanks,
            unless=lambda matter: "" if _blanks(matter)["left"] else "六联都已登记。",
        ),
        Paper(
            "village_sheet",
            "四议两公开联单",
            needs=VIEW,
            context=_sheet,
            at="sheets/<int:village_sheet_id>.pdf",
            rows=lambda matter: matter.sheets,
            label=lambda matter, sheet: (
                f"第{NUMBERS[sheet.kind]}联：{sheet.name}" + (f"（再议{sheet.attempt}）" if sheet.attempt > 1 else "")
            ),
            number=lambda matter, sheet: sheet.number,
        ),
        Paper("village_decision", "决议公告", needs=VIEW, context=_posted("publish"), unless=_without("publish")),
        Paper("village_result", "结果公告", needs=VIEW, context=_posted("report"), unless=_without("report")),
    ),
    at="/village-matters/<int:matter_id>",
    office=lambda matter: matter.unit.name,
)
