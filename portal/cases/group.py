"""推选代表人和群体成员: how these steps are asked for; mounted with the others in `portal.cases.steps`."""

from typing import Any

from flask import url_for

from portal import clock
from portal.cases.group_forms import ElectForm, MemberForm
from portal.cases.models import Case
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, among


def _offer_parties(form: ElectForm, case: Case) -> None:
    form.parties.choices = {each.id: f"{each.name}（{case.called(each.side)}）" for each in case.parties}


def _spoken_for(case: Case) -> dict[str, Any]:
    """Who speaks for others so far; at first the applicant, where there is but one. As a rule it is told on the day."""
    alone = case.side(1) if len(case.side(1)) == 1 else []
    elected = [each for each in case.parties if each.elected_on]
    return {"parties": [each.id for each in elected or alone], "on": clock.today()}


def _elected(form: ElectForm, case: Case) -> dict[str, Any]:
    return {"parties": [each for each in case.parties if each.id in form.parties.data], "on": form.on.data}


def to_list(case: Case, *member: Any) -> str:
    """The page with the members."""
    return url_for("cases.members", case_id=case.id)


GROUP = {
    Case.elect: Ask(
        ElectForm,
        at="representatives",
        done="已登记推选代表人，可以登记或者导入成员名单。",
        icon="users",
        prepare=_offer_parties,
        start=_spoken_for,
        args=_elected,
        error_at="parties",
        to=to_list,
    ),
    Case.add_member: Ask(
        MemberForm, at="members/new", done="已增加成员。", icon="plus", shown=False, error_at="name", to=to_list
    ),
    Case.remove_member: Ask(
        ReasonForm,
        at="members/<int:member_id>/removal",
        title=lambda case, member: f"移除成员{member.contact.name_masked}",
        button="确定移除",
        done="已移除。",
        tone="danger",
        row=among("members"),
        to=to_list,
    ),
}
