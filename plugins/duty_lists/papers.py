"""公示版 of a list, 事项退回函 of a task, 准入批复 and 公示牌 of an application."""

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.models import Admission, DutyEdition, DutyTask
from plugins.duty_lists.settings import rules_of
from portal.money import format_yuan
from portal.records.papers import Paper, mount_papers

VIEW = "duty_lists.view"

edition_papers = mount_papers(
    bp,
    DutyEdition,
    (
        Paper(
            "list",
            "清单公示版",
            needs=VIEW,
            unless=lambda edition: "" if edition.items else "还没有条目。",
            draft=lambda edition: edition.valid_from is None,
        ),
    ),
    at="/lists/<int:edition_id>",
    office=lambda edition: edition.unit.name,
)
task_papers = mount_papers(
    bp,
    DutyTask,
    (
        Paper(
            "letter",
            "事项退回函",
            needs=VIEW,
            number=lambda task: task.letter_number,
            context=lambda task: {"basis": rules_of(task.unit).return_basis},
            unless=lambda task: "" if task.letter_number else "退回以后才能打印。",
        ),
    ),
    at="/tasks/<int:task_id>",
    office=lambda task: task.unit.name,
)
admission_papers = mount_papers(
    bp,
    Admission,
    (
        Paper(
            "approval",
            "准入批复",
            needs=VIEW,
            context=lambda admission: {"funds": format_yuan(admission.funds_fen)},
            unless=lambda admission: "" if admission.decided_on else "审批以后才能打印。",
        ),
        Paper(
            "board",
            "准入事项公示牌",
            needs=VIEW,
            unless=lambda admission: "" if admission.status == "approved" else "准入以后才能打印。",
        ),
    ),
    at="/admissions/<int:admission_id>",
    office=lambda admission: admission.unit.name,
)
