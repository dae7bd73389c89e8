"""Fields that plugins add to the form 登记事项; each plugin stores the values in its own table."""

import logging
from collections.abc import Iterator

from wtforms import FormField

from portal.cases.kinds import KindList, kinds_of
from portal.cases.models import Case
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.activation import takes_new
from portal.plugin.contributions import CaseFields
from portal.plugin.dispatch import Answer
from portal.plugin.hookspecs import Context

HOOK = "case_fields"
log = logging.getLogger(__name__)


class PartField(FormField):
    """The group as one field of a form about a case."""

    def __init__(self, plugin: str, part: CaseFields, *, asked: bool = False, **kwargs):
        self.plugin, self.part, self.asked = plugin, part, asked  # unless `asked`, the kind chosen in the form decides
        super().__init__(part.form, part.title, **kwargs)
        self.type = "FormField"  # so that the summary of errors looks inside

    def validate(self, form, extra_validators=()):
        """Nobody registers what a plugin could not check."""
        if not self.asked and not concerns(self.part, form.kind.data or "", form.kind.kinds):
            return True
        try:
            return super().validate(form, extra_validators)
        except Exception as error:
            log.error("fields of plugin %s could not be checked", self.plugin, exc_info=error)
            form.form_errors.append(dispatch.objection(self.plugin))
            return False


def concerns(part: CaseFields, kind: str, kinds: KindList) -> bool:
    """Whether the group is asked for a kind: by its own code, or by that under which the list `kinds` counts it."""
    return part.concern(kind) or part.concern(kinds.national(kind))


def with_parts(form_class: type, ctx: Context) -> type:
    """A subclass of `form_class` with the fields of the plugins that are on in `ctx.unit`, named `<plugin>_<number>`; its
    `missing` names the plugins whose fields could not be added."""
    answers = dispatch.call(HOOK, ctx=ctx)
    parts = {name: PartField(answer.plugin, part) for name, answer, part in parts_in(answers, ctx.unit)}
    return type(form_class.__name__, (form_class,), {**parts, "missing": dispatch.failures(answers)})


def parts_in(answers: list[Answer], unit: OrgUnit | None) -> Iterator[tuple[str, Answer, CaseFields]]:
    """`(name, answer, group)` of what plugins that are on in `unit`, not only readable, gave."""
    for answer in answers:
        if not answer.failed and takes_new(answer.plugin, unit):
            yield from ((f"{answer.plugin}_{number}", answer, part) for number, part in enumerate(answer.value))


def parts_of(form) -> list[PartField]:
    """The groups that plugins added."""
    return [field for field in form if isinstance(field, PartField)]


def keep_parts(form, case: Case) -> None:
    """Let each plugin store its values. Raises RuleError."""
    for field in parts_of(form):
        if concerns(field.part, case.kind, kinds_of(case.county_id)):
            dispatch.within(field.plugin, HOOK, field.part.keep, case, field.data)
