"""名册 of a committee: its steps, the list of all mediators, and what comes from Excel."""

from datetime import date

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.mediation.blueprint import bp
from plugins.mediation.models import Committee, Credential, Mediator
from plugins.mediation.models.accounts import accounts_near, shown
from plugins.mediation.register import MEDIATORS, mediators
from plugins.mediation.roster_forms import (
    CommitteeForm,
    CredentialForm,
    ElectionForm,
    LeavingForm,
    MediatorForm,
    RenewalForm,
)
from plugins.mediation.sitting_forms import RoomForm
from portal import clock
from portal.people.fields import say_known
from portal.records.beginning import mount_beginning
from portal.records.forms import PlainForm, day_form
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.web.pages.rendering import get_or_404

FEED = (
    "手机日历订阅这个地址，就能看到调委会安排的调解：时间、调解室、编号，没有任何人的姓名。地址相当于密码，不要转发；"
    "泄露了的，重新生成一次，以前的地址马上失效。"
)
FIELDS = (
    *("name", "gender", "post", "chosen_by", "grade", "full_time", "phone", "account", "valid_from", "valid_until"),
    *("specialities", "ethnicity", "birth_date", "political", "education", "profession", "since_year"),
)


def committee_or_404(committee_id: int) -> Committee:
    """The committee, if the reader manages it."""
    return get_or_404(select(Committee).where(Committee.reach(current_user, "mediation.manage")), committee_id)


def committee_seen(committee_id: int) -> Committee:
    """The committee, if the reader sees it: each step asks for its own right besides."""
    return get_or_404(Committee.visible_to(current_user), committee_id)


def offer_accounts(form: MediatorForm, committee: Committee) -> None:
    form.account.suggestions = [shown(each) for each in accounts_near(committee.unit)]


def known(form: MediatorForm, committee: Committee, mediator: Mediator) -> None:
    """What number is known, masked: it is not filled in, and stays where nothing is typed."""
    offer_accounts(form, committee)
    if mediator.contact:
        say_known(form, mediator.contact)
        form.phone.description = ""


def offer_members(form: ElectionForm, committee: Committee) -> None:
    form.stay.choices = {each.id: f"{each.name}（{each.post_name}）" for each in committee.members}


def elected(form: ElectionForm, committee: Committee) -> dict:
    stay = [each for each in committee.members if each.id in form.stay.data]
    return {"valid_from": form.valid_from.data, "valid_until": form.valid_until.data, "stay": stay}


def next_term(committee: Committee) -> dict:
    """The day after the last term, or today; as a rule all are elected again."""
    ends = committee.terms[-1].valid_until if committee.terms else None
    first: date = max(clock.today(), ends) if ends else clock.today()
    return {"valid_from": first, "stay": [each.id for each in committee.members]}


def offer_mediators(form: CredentialForm, committee: Committee) -> None:
    form.mediators.choices = {each.id: each.name for each in committee.serving}


def credited(form: CredentialForm, committee: Committee) -> dict:
    fields = ("kind", "title", "given_by", "on", "number", "valid_until", "hours")
    chosen = [each for each in committee.serving if each.id in form.mediators.data]
    return {name: form[name].data for name in fields} | {"mediators": chosen}


def feed_address(committee: Committee) -> str:
    """What is told once."""
    url = url_for("mediation.feed", unit_id=committee.unit_id, code=committee.new_code, _external=True)
    return f"请复制到手机日历的“订阅日历”里（只显示这一次）：{url}"


def in_words(committee: Committee, credential: Credential) -> str:
    return f"{credential.mediator.name}的{credential.kind_name}“{credential.title}”（{credential.on}）将从名册里删除。"


mount_register(bp, mediators, at="/mediators", endpoint="mediators", export="mediation.export")
mount_beginning(
    bp,
    Committee.found,
    Ask(
        CommitteeForm,
        done="已设立。",
        button="设立",
        start=lambda unit: {"name": f"{unit.name}人民调解委员会"},
        error_at="name",
    ),
    at="/committees/new",
    show=lambda committee: url_for("mediation.show_committee", committee_id=committee.id),
    back="mediation.committees",
)
committee_steps = mount(
    bp,
    Committee,
    at="/committees/<int:committee_id>",
    show="mediation.show_committee",
    load=committee_seen,
    steps={
        Committee.appoint: Ask(
            MediatorForm,
            at="mediators/new",
            done="已登记。",
            button="保存",
            icon="plus",
            start=today("valid_from"),
            prepare=offer_accounts,
            error_at="name",
        ),
        Committee.amend: Ask(
            MediatorForm,
            at="mediators/<int:mediator_id>",
            done="已修改。",
            button="保存",
            row=among("mediators"),
            start=present(*FIELDS),
            prepare=known,
        ),
        Committee.elect: Ask(
            ElectionForm,
            at="terms/new",
            done="已登记换届。新当选的委员请用“登记调解员”登记。",
            icon="users",
            start=next_term,
            prepare=offer_members,
            args=elected,
            error_at="valid_from",
        ),
        Committee.renew: Ask(
            RenewalForm,
            at="mediators/<int:mediator_id>/renewal",
            done="已登记续任，原来的任期留在名册上。",
            row=among("mediators"),
            title=lambda committee, mediator: f"{mediator.name}续任",
            start=lambda committee, mediator: {"post": mediator.post},
            error_at="valid_until",
        ),
        Committee.leave: Ask(
            LeavingForm,
            at="mediators/<int:mediator_id>/leaving",
            done="已登记离任。",
            row=among("mediators"),
            title=lambda committee, mediator: f"{mediator.name}离任",
            explanation="经办过的纠纷、文书上的姓名不变；正在调解的纠纷请另选调解员。",
            start=today("on"),
            error_at="on",
        ),
        Committee.open_room: Ask(
            RoomForm, at="rooms/new", done="已增设。", button="增设", icon="plus", error_at="name", shown=False
        ),
        Committee.close_room: Ask(
            day_form("最后一天"),
            at="rooms/<int:room_id>/closing",
            done="已停用。",
            row=among("rooms"),
            title=lambda committee, room: f"停用{room.name}",
            start=today("on"),
        ),
        Committee.give_feed: Ask(
            PlainForm,
            at="feed",
            done=feed_address,
            button="生成地址",
            shown=False,
            explanation=FEED,
        ),
        Committee.credit: Ask(
            CredentialForm,
            at="credentials/new",
            done="已登记。",
            icon="plus",
            button="登记",
            explanation="换发的证书登记一条新的，到期以最晚的一份为准；同一次培训可以勾选几个人。",
            start=today("on"),
            prepare=offer_mediators,
            args=credited,
            error_at="mediators",
        ),
        Committee.discard: Ask(
            PlainForm,
            at="credentials/<int:credential_id>/removal",
            done="已删除。",
            row=among("credentials"),
            tone="danger",
            explanation=in_words,
        ),
    },
)
mount_import(bp, MEDIATORS, at="/committees/<int:committee_id>", load=committee_or_404, back="mediation.committees")
