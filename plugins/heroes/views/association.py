"""见义勇为协会: its members, and the fund with its ledger."""

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.heroes.blueprint import bp
from plugins.heroes.decision_forms import AssociationForm, EndMembershipForm, EntryForm, MemberForm
from plugins.heroes.models import Association, Deed, FundEntry, Hero, HeroAward
from plugins.heroes.register import MEMBERS, members
from portal.accounts.models import User
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.beginning import mount_beginning
from portal.records.columns import Column
from portal.records.exports import BATCH, hand_over
from portal.records.forms import ReasonForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, today
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import get_or_404, render

SHOWN = 100
SEALED = "保密事项"
UNNUMBERED = "见义勇为人员"


def sealed_from(user: User, fund: Association) -> set[int]:
    """Ids of the awards in the ledger of `fund` for secret deeds that are none of `user`'s to see."""
    booked = HeroAward.id.in_(select(FundEntry.award_id).where(FundEntry.association_id == fund.id))
    sealed = select(HeroAward.id).join(HeroAward.hero).join(Hero.deed).where(booked, Deed.sealed_to(user))
    return set(db.session.scalars(sealed))


def called(entry: FundEntry, sealed: set[int]) -> str:
    """对方, for whom the awards `sealed` are. Where there are any, the others are told without the number of their deed, too: which one is missing would tell the rest."""
    if entry.award_id is None or not sealed:
        return entry.counterparty
    return SEALED if entry.award_id in sealed else UNNUMBERED


def columns_of(sealed: set[int]) -> tuple[Column, ...]:
    """Those of the file. Of the awards `sealed` only day, kind and amount are told."""
    return (
        Column("sequence", "序号", kind="number"),
        Column("booked_on", "日期", kind="day"),
        Column("kind_name", "类别"),
        Column(
            "counterparty",
            "对方",
            read=lambda entry: called(entry, sealed),
            width=28,
        ),
        Column("note", "摘要", read=lambda entry: "" if entry.award_id in sealed else entry.note, width=36),
        Column("earned", "收入", kind="money", read=lambda entry: max(entry.amount_fen, 0) or None),
        Column("spent", "支出", kind="money", read=lambda entry: max(-entry.amount_fen, 0) or None),
        Column("balance_fen", "余额", kind="money"),
        Column("actor", "经办", read=lambda entry: entry.handler),
    )


def association_or_404() -> Association:
    """The association of the unit one works in, where one holds the right of the view in the association itself."""
    return permitted(Association.of(current_unit()) or abort(404))


mount_register(bp, members, at="/association/members", endpoint="members", export="heroes.manage")
mount_beginning(
    bp,
    Association.found,
    Ask(AssociationForm, done="已设立。", start=lambda unit: {"name": f"{unit.short_name}见义勇为协会"}),
    at="/association/new",
    show=lambda association: url_for("heroes.association"),
    back="heroes.association",
)
roster = mount(
    bp,
    Association,
    at="/association",
    show="heroes.association",
    load=association_or_404,
    steps={
        Association.admit: Ask(
            MemberForm, at="members/new", done="已登记。", main=True, icon="plus", start=today("valid_from")
        ),
        Association.release: Ask(
            EndMembershipForm,
            at="members/<int:member_id>/ending",
            done="已登记退会。",
            title=lambda association, member: f"退会：{member.name}",
            tone="danger",
            explanation="退会后不再计入会员单位，登记和捐赠记录保留。",
            row=among("members"),
            start=today("on"),
        ),
    },
)
ledger = mount(
    bp,
    Association,
    at="/fund",
    show="heroes.fund",
    load=association_or_404,
    steps={
        Association.book: Ask(EntryForm, at="new", done="已记账。", main=True, icon="plus", start=today("on")),
        Association.counter: Ask(
            ReasonForm,
            at="<int:entry_id>/counter",
            done="已冲正。",
            explanation="已经记的账不能改，只能反向冲正后重新登记。",
            row=lambda association, ident: db.session.scalar(FundEntry.of(association).where(FundEntry.id == ident)),
        ),
    },
)
mount_import(
    bp,
    MEMBERS,
    at="/association/<int:association_id>",
    load=lambda association_id: get_or_404(Association.visible_to(current_user), association_id),
    back="heroes.association",
)


@bp.get("/association")
@requires("heroes.view")
def association():
    """The association with its members, and those that left."""
    unit = permitted(current_unit())
    found = Association.of(unit)
    roll = found.members if found else []
    return render(
        "heroes/association.html",
        association=found,
        actions=roster.actions(found, current_user) if found else [],
        members=[each for each in roll if not each.valid_until],
        gone=[each for each in roll if each.valid_until],
        may_manage=current_user.can("heroes.manage", found or unit),
    )


@bp.get("/fund")
@requires("heroes.ledger")
def fund():
    """The ledger, the newest entry first."""
    found = association_or_404()
    entries = db.session.scalars(
        FundEntry.of(found).order_by(None).order_by(FundEntry.sequence.desc()).limit(SHOWN)
    ).all()
    return render(
        "heroes/fund.html",
        association=found,
        actions=ledger.actions(found, current_user),
        entries=entries,
        sealed=sealed_from(current_user, found),
        called=called,
        countered=set(db.session.scalars(select(FundEntry.corrects_id).where(FundEntry.association_id == found.id))),
        faults=found.faults(),
        may_counter=ledger.offers(Association.counter, found, current_user),
        shown=SHOWN,
    )


@bp.get("/fund.xlsx")
@requires("heroes.ledger")
def export_fund():
    """The whole ledger as Excel; on record."""
    found = association_or_404()
    columns = columns_of(sealed_from(current_user, found))
    entries = db.session.scalars(FundEntry.of(found).execution_options(yield_per=BATCH))
    return hand_over(
        "见义勇为基金台账",
        columns,
        ([column.plain(each) for column in columns] for each in entries),
        form="xlsx",
        count=found.entries,
        subject=found,
        unit=found.unit,
        whole=True,
        back=url_for("heroes.fund"),
    )
