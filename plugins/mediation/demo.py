"""The demo of the mediation desk: committees with rosters, and the planned cases taken through mediation as in the samples."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from plugins.mediation import samples
from plugins.mediation.dossiers.volume import years
from plugins.mediation.filing_samples import ITEMS
from plugins.mediation.models import Amendment, Committee, CommitteeTerm, Confirmation, Dispute, Mediator
from plugins.mediation.register import MEDIATORS
from plugins.mediation.samples import COMMITTEES, DISPUTES
from plugins.mediation.settings import KEY
from portal import clock
from portal.demo.stories import Story
from portal.demo.world import PlannedCase, World
from portal.extensions import db
from portal.money import format_yuan
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.samples import Stage
from portal.settings import change

STILL_OPEN = ("mediation-open", "mediation-held")


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; set up the committees; mediate."""
    units = world.units
    with clock.pretend(world.began):
        switch("mediation", units.county, "on", by=world.users["administrator"], reason="全旗统一启用人民调解模块。")
        switch("mediation", units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
        change(KEY, units.county, {"inspection": [ITEMS]}, by=None, reason="演示用的假定项目")
    for unit in (units.zhaojun, units.gongye, units.bainijing):
        _committee(world, unit)
    for number, planned in enumerate(world.planned):
        _mediate(world, planned, number)
    _plan_a_year(world)


def _plan_a_year(world: World) -> None:
    """The dossiers of 昭君街道 of the year in which one ended last, to be bound; one of them was filed and inspected."""
    unit = world.units.zhaojun
    last = db.session.scalar(select(func.max(Dispute.ended_on)).where(Dispute.township_id == unit.id))
    if last:
        years.plan(unit, last.year, by=world.staff[unit.id]["mediator"])
    closed = (
        select(Dispute).where(Dispute.township_id == unit.id, Dispute.status == "closed").order_by(Dispute.id.desc())
    )
    if dispute := db.session.scalars(closed.limit(1)).first():
        DISPUTES.take(Dispute.inspect_dossier, dispute, world.stage(dispute.unit, world.now - timedelta(hours=1)))


def _committee(world: World, unit: OrgUnit) -> None:
    stage, staff = world.stage(unit, world.now), world.staff[unit.id]
    founded = {"name": f"达拉特旗{unit.short_name}人民调解委员会", "founded_on": date(2024, 3, 1)}
    committee = COMMITTEES.begin(stage, {Committee.found: founded})
    ends = _end_of_term(clock.local(world.now).date())
    term = {"valid_from": date(ends.year - 3, 3, 1), "valid_until": ends}
    elected = term | {"chosen_by": "elected"}
    chair, woman, helper = (world.names.person(gender=gender) for gender in "男女男")
    user = staff["mediator"]
    committee.mediators = [
        Mediator(
            name=user.name,
            user=user,
            gender="男",
            post="deputy",
            grade="2",
            full_time=True,
            specialities="邻里、物业",
            since_year=ends.year - 9,
            **elected,
        ),
        Mediator(name=chair.name, gender="男", post="chair", grade="1", phone=chair.phone, **elected),
        Mediator(
            name=woman.name,
            gender="女",
            post="member",
            grade="3",
            phone=woman.phone,
            specialities="婚姻家庭",
            **elected,
        ),
        Mediator(name=helper.name, gender="男", post="appointed", chosen_by="engaged", phone=helper.phone, **term),
    ]
    committee.terms = [CommitteeTerm(serial=1, **term)]
    for step in (Committee.credit, Committee.open_room, Committee.take_starting_clauses, Committee.keep_clause):
        COMMITTEES.take(step, committee, stage)
    if unit.id == world.units.zhaojun.id:
        fields = {"姓名": "name", "聘任日期": "valid_from"}
        sheet = Sheet([*fields], [(2, [world.names.person().name, f"{term['valid_from']}"])])
        ImportBatch.take_in(MEDIATORS, sheet, fields, {}, owner=committee, name="调解员名册.xlsx", by=staff["director"])


def _end_of_term(today: date) -> date:
    """Three years to the end of a February (人民调解法 §11): the term under way, unless that ends within two months."""
    soon = today + timedelta(days=60)
    return date(soon.year + (soon > date(soon.year, 2, 28)), 2, 28)


def _mediate(world: World, planned: PlannedCase, number: int) -> None:
    """One case as far as its fate says. Each step happens at its own time, never after now."""
    fate, story = planned.fate, planned.story
    given = {Dispute.receive: {"case": planned.case}}
    stage = world.stage(planned.case.unit, planned.triaged_at + timedelta(minutes=30))
    dispute = DISPUTES.begin(stage, given)
    given |= _given(dispute, story, agreed=fate not in STILL_OPEN)
    if fate == "mediation-open" and number % 3 == 0:
        return
    if fate == "mediation" and number % 13 == 7:
        _refuse(dispute, stage, given)
        return
    DISPUTES.bring("mediating", stage, dispute, given)
    if fate == "mediation-accepted":
        _look_into(dispute, stage, world.now + timedelta(days=1 + number % 5))
        return
    samples.told(dispute, stage)
    DISPUTES.take(Dispute.hold_session, dispute, stage, given)
    if fate in STILL_OPEN:
        return
    samples.written(dispute, stage, **_text(dispute, story, stage))
    if fate == "mediation" and number % 7 == 2:
        DISPUTES.take(Dispute.agree_orally, dispute, stage)
        _follow_up(planned, dispute, stage, performing=False)
        return
    DISPUTES.bring("agreed", stage, dispute)
    if fate == "mediation-agreed":  # but for the seal that nobody has noticed is missing
        samples.signed_by_all(dispute, stage)
        return
    DISPUTES.bring("effective", stage, dispute)
    if (stage.until - planned.triaged_at).days > 60 and not db.session.scalar(select(Confirmation.id).limit(1)):
        _before_the_court(dispute, stage)
    elif dispute.agreement.unpaid and not db.session.scalar(select(Amendment.id).limit(1)):
        DISPUTES.take(Dispute.sign_amendment, dispute, stage, _later_plan(dispute))
    _follow_up(planned, dispute, stage, performing=fate == "mediation-performing")


def _look_into(dispute: Dispute, stage: Stage, day: datetime) -> None:
    """A neighbour is asked, an invoice is handed in, somebody acts for a party, a mediator is asked to step back, and a sitting is arranged for `day`."""
    for step in (Dispute.inquire, Dispute.add_evidence, Dispute.name_agent, Dispute.ask_recusal):
        DISPUTES.take(step, dispute, stage)
    starts = datetime.combine(clock.local(day).date(), time(9 + dispute.id % 7), clock.SHANGHAI)
    sitting = {
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=1),
        "room": dispute.committee.rooms[0],
        "place": "",
    }
    DISPUTES.take(Dispute.arrange, dispute, stage, {Dispute.arrange: sitting})


def _given(dispute: Dispute, story: Story, *, agreed: bool) -> dict:
    """The arguments that differ from those of the samples."""
    first, last = (dispute.parties[place].party.name for place in (0, -1))
    helper = dispute.committee.mediators[2]
    held = {
        "ended_at": lambda dispute, stage: clock.now() + timedelta(hours=1),
        "transcript": f"申请人{first}：{story.said[0]}\n被申请人{last}：{story.said[1]}\n"
        "调解员：请双方相互体谅，围绕争议逐项商量。",
    }
    if not agreed:
        held |= {"outcome": "continue", "result": "双方分歧有所缩小，约定五日后再次调解。"}
    chosen = {"mediators": [dispute.committee.mediators[0], helper], "recorder": helper.name, "claims": story.claim}
    return {Dispute.accept: chosen, Dispute.hold_session: held}


def _refuse(dispute: Dispute, stage: Stage, given: dict) -> None:
    """The last of the parties does not agree to be mediated."""
    consents = dict.fromkeys(samples.ids(dispute), "yes") | {samples.ids(dispute)[-1]: "no"}
    DISPUTES.take(Dispute.accept, dispute, stage, {Dispute.accept: given[Dispute.accept] | {"consents": consents}})
    with stage.later():
        dispute.case.resolve("一方拒绝调解，已告知双方可以向人民法院起诉。", by=stage.users["clerk"])


def _text(dispute: Dispute, story: Story, stage: Stage) -> dict:
    """In two instalments above ten thousand yuan."""
    with stage.later():
        first, last = (due for due, _, _ in samples.text(dispute)["instalments"])
        until = clock.today() + timedelta(days=15)
    fen, apart = story.amount * 100, story.amount > 10_000
    return {
        "facts": story.text,
        "issues": story.claim,
        "terms": list(story.terms),
        "amount_fen": fen or None,
        "responsibilities": {samples.ids(dispute)[-1]: "对纠纷的发生负有主要责任。"},
        "instalments": [(first, fen // 2, "第一期"), (last, fen - fen // 2, "第二期")] if apart else [],
        "way": "instalments" if apart else "once" if fen else "act",
        "perform_by": last if apart else until,
        "breach": "任何一方不履行协议的，对方可以请求人民法院依法处理。",
    }


def _later_plan(dispute: Dispute) -> dict:
    """All that is left, a month after its day."""
    left = sum(each.balance_fen for each in dispute.agreement.unpaid)
    due = dispute.agreement.last_performance_on + timedelta(days=30)
    return {
        Dispute.draw_amendment: {
            "clauses": [f"被申请人尚未付的 {format_yuan(left)} 元推迟一个月一次付清。"],
            "replaces": [],
            "plan": [(due, left, "剩余款项")],
            "perform_by": due,
        }
    }


def _before_the_court(dispute: Dispute, stage: Stage) -> None:
    """All apply together, and the court rules that the agreement is valid."""
    DISPUTES.take(Dispute.draw_confirmation, dispute, stage)
    ruled = {"ruling": f"（{dispute.agreement.effective_on.year}）内0621民特7号"}
    for reached, said in (("filed", {}), ("accepted", {}), ("valid", ruled)):
        with stage.later(3):
            confirmation, by = dispute.confirmations[0], stage.users["mediator"]
            dispute.follow_confirmation(confirmation, reached, clock.today(), by=by, **said)


def _follow_up(planned: PlannedCase, dispute: Dispute, stage: Stage, *, performing: bool) -> None:
    """Instalments paid when due, a visit, and for the finished ones the way back to the case and the archive."""
    for instalment in dispute.agreement.unpaid[: 1 if performing else None]:
        if instalment.due_on < clock.local(stage.until).date():
            DISPUTES.take(Dispute.pay, dispute, stage)
    unpaid = bool(dispute.agreement.unpaid)
    if (stage.until - planned.triaged_at).days < 60 or (performing and unpaid):
        return
    DISPUTES.take(Dispute.close, dispute, stage, {Dispute.close: {"performance": "part" if unpaid else "full"}})
    with stage.later(1):
        planned.case.resolve("经回访核实，协议已履行。", by=stage.users["clerk"])
        planned.case.archive(by=stage.users["clerk"])
