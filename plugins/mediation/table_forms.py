"""当场调解: one form for what is done at one table, from 受理 to the final text."""

from wtforms import BooleanField, StringField, TextAreaField

from plugins.mediation.agreement_forms import AgreementForm
from plugins.mediation.forms import AcceptedForm, SessionForm
from portal.people.publishing import no_numbers_here
from portal.web.forms import Required, Short, ValidationError

NOT_ALL = "各方都到场、都愿意调解的才能当场调解；有人没有到场或者不愿意的，请返回，点“受理”。"


class AtOneTableForm(SessionForm, AcceptedForm, AgreementForm):
    """受理, 告知, the first sitting and the text that is final. `everybody`: the ids of the parties who come themselves, and of those whose guardian comes."""

    creates = ""
    outcome = failure_reason = None  # an agreement was reached, or this is not the form
    everybody: tuple[list[int], list[int]] = ([], [])
    all_agree = BooleanField(
        "各方当事人都已到场，都愿意调解", description="由代理人到场的，在“到场的人”里逐个勾选；没有勾选的不算到场。"
    )
    issues = TextAreaField("争议事项", [Short(3000), no_numbers_here], render_kw={"rows": 5, "data-width": "half"})
    place = StringField("履行地点", [Short(100), no_numbers_here])  # of the agreement; of the sitting:
    held_where = StringField("调解地点", [Required(), Short(100), no_numbers_here])

    @property
    def who_came(self) -> tuple[list[int], list[int]]:
        """The ids of the parties who came themselves, and of those whose agent came: as ticked one by one, else all with the one tick."""
        ticked = list(self.present.data or []), list(self.agents_present.data if self.agents_present else [])
        return ticked if any(ticked) or not self.all_agree.data else self.everybody

    def validate_all_agree(self, field):
        if not field.data:
            raise ValidationError(NOT_ALL)

    def validate_mediators(self, field):
        if not field.data:
            raise ValidationError("请至少选定一名人民调解员（人民调解法第十九条）。")

    def validate_present(self, field):
        """Nobody is there unless ticked: one by one, or all with one tick."""
        there = {each for ids in self.who_came for each in ids}
        if not self.all_agree.data and not there:
            return  # said there
        if absent := [each for own in self.everybody for each in own if each not in there]:
            names = dict(field.choices)
            said = "、".join(names[each] for each in absent)
            raise ValidationError(f"{said}没有勾选到场。有人没有到场的，请返回，点“受理”。")

    def validate_issues(self, field):
        field.data = (field.data or "").strip() or (self.claims.data or "").strip()
        if not field.data:
            raise ValidationError("请写明争议事项，或者写申请事项。")
