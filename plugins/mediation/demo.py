"""The demo of the mediation desk: committees with rosters, and the planned cases taken through mediation."""

import io
from datetime import date, datetime, time, timedelta

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from plugins.mediation.models import Agreement, Committee, Dispute, Mediator
from plugins.mediation.models.settlement import SIGNED_SCAN
from plugins.mediation.views.roster import MEDIATORS
from portal import clock
from portal.accounts.models import User
from portal.demo.world import PlannedCase, World
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; set up the committees; mediate."""
    units = world.units
    with clock.pretend(world.began):
        switch("mediation", units.county, "on", by=world.users["district"], reason="全旗统一启用人民调解模块。")
        switch("mediation", units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    committees = {unit.id: _committee(world, unit) for unit in (units.zhaojun, units.gongye, units.bainijing)}
    for number, planned in enumerate(world.planned):
        _mediate(world, committees[planned.case.township_id], planned, number)


def _committee(world: World, unit: OrgUnit) -> Committee:
    committee = Committee.found(
        unit=unit, name=f"达拉特旗{unit.short_name}人民调解委员会", by=None, founded_on=date(2024, 3, 1)
    )
    user = world.staff[unit.id]["mediator"]
    ends = _end_of_term(clock.local(world.now).date())
    term = {"valid_from": date(ends.year - 3, 3, 1), "valid_until": ends}
    chair, woman, helper = (world.names.person(gender=gender) for gender in "男女男")
    committee.mediators = [
        Mediator(name=user.name, user=user, gender="男", post="deputy", grade="2", full_time=True, **term),
        Mediator(name=chair.name, gender="男", post="chair", grade="1", phone=chair.phone, **term),
        Mediator(name=woman.name, gender="女", post="member", grade="3", phone=woman.phone, **term),
        Mediator(name=helper.name, gender="男", post="appointed", phone=helper.phone, **term),
    ]
    db.session.flush()
    if unit.id == world.units.zhaojun.id:
        sheet = Sheet(["姓名", "聘任日期"], [(2, [world.names.person().name, f"{term['valid_from']}"])])
        fields = {"姓名": "name", "聘任日期": "valid_from"}
        director = world.staff[unit.id]["director"]
        ImportBatch.take_in(MEDIATORS, sheet, fields, {}, owner=committee, name="调解员名册.xlsx", by=director)
    return committee


def _end_of_term(today: date) -> date:
    """Three years to the end of a February (人民调解法 §11): the term under way, unless that ends within two months."""
    soon = today + timedelta(days=60)
    return date(soon.year + (soon > date(soon.year, 2, 28)), 2, 28)


def _mediate(world: World, committee: Committee, planned: PlannedCase, number: int) -> None:
    """One case as far as its fate says. Each step happens at its own time, never after now."""
    staff, story = world.staff[planned.case.township_id], planned.story
    mediator: User = staff["mediator"]

    def after(**time) -> datetime:
        return min(planned.triaged_at + timedelta(**time), world.now)

    with clock.pretend(after(minutes=30)):
        dispute = Dispute.receive(planned.case, by=staff["clerk"])
        db.session.flush()
    if planned.fate == "mediation-open" and number % 3 == 0:
        return
    with clock.pretend(after(days=1)):
        refused = number % 13 == 7 and planned.fate == "mediation"
        consents = {each.party_id: "yes" for each in dispute.parties}
        if refused:
            consents[dispute.parties[-1].party_id] = "no"
        dispute.accept(
            source="application",
            consents=consents,
            mediators=[committee.mediators[0], committee.mediators[2]],
            by=mediator,
            claims=story.claim,
            recorder=committee.mediators[2].name,
        )
        if refused:
            planned.case.resolve("一方拒绝调解，已告知双方可以向人民法院起诉。", by=staff["clerk"])
            return
        if planned.fate == "mediation-accepted":
            return
        dispute.give_notice(clock.today(), by=mediator)
        db.session.flush()
    if planned.fate == "mediation-open" and number % 3 == 1:
        return
    with clock.pretend(after(days=2)):
        _session(dispute, story, mediator, agreed=planned.fate != "mediation-open")
        if planned.fate == "mediation-open":
            return
        dispute.agreement = Agreement()
        _write(dispute, story)
        db.session.flush()
        dispute.conclude(by=mediator)
    with clock.pretend(after(days=2, hours=1)):
        _sign(dispute, mediator, complete=planned.fate != "mediation-agreed")
    if planned.fate != "mediation-agreed":
        _follow_up(world, planned, dispute, staff)


def _session(dispute: Dispute, story, mediator: User, *, agreed: bool) -> None:
    first, last = dispute.parties[0].party, dispute.parties[-1].party
    dispute.hold_session(
        by=mediator,
        held_at=clock.now(),
        ended_at=clock.now() + timedelta(hours=1),
        guests="",
        place=f"{dispute.committee.unit.short_name}人民调解室",
        present=[each.party_id for each in dispute.parties],
        transcript=f"申请人{first.name}：{story.said[0]}\n被申请人{last.name}：{story.said[1]}\n"
        "调解员：请双方相互体谅，围绕争议逐项商量。",
        outcome="agreed" if agreed else "continue",
        failure_reason="",
        result="双方自愿达成协议。" if agreed else "双方分歧有所缩小，约定五日后再次调解。",
    )


def _write(dispute: Dispute, story) -> None:
    today, fen = clock.today(), story.amount * 100
    plan = [(today + timedelta(days=20), fen // 2, "第一期"), (today + timedelta(days=50), fen - fen // 2, "第二期")]
    two = story.amount > 10_000
    dispute.agreement.write(
        facts=story.text,
        issues=story.claim,
        terms=list(story.terms),
        amount_fen=fen or None,
        responsibilities={dispute.parties[-1].party_id: "对纠纷的发生负有主要责任。"},
        instalments=plan if two else [],
        way="instalments" if two else "once" if fen else "act",
        way_note="",
        place=f"{dispute.committee.unit.short_name}人民调解室",
        perform_by=today + timedelta(days=50 if two else 15),
        time_note="",
        breach="任何一方不履行协议的，对方可以请求人民法院依法处理。",
    )


def _sign(dispute: Dispute, mediator: User, *, complete: bool) -> None:
    """Signed by all, sealed and scanned; or, when not complete, without the seal nobody has noticed is missing."""
    text, today = dispute.agreement, clock.today()
    for each in (*(each.party for each in dispute.parties), dispute.mediators[0]):
        text.sign(each, today)
    if complete:
        text.seal(today)
        Attachment.take_in(_scan(dispute), subject=dispute, purpose=SIGNED_SCAN, by=mediator)
    dispute.settle_effect(by=mediator)


def _scan(dispute: Dispute) -> FileStorage:
    """A picture that stands for the signed paper, and says so."""
    sheet, stream = Image.new("RGB", (620, 877), "white"), io.BytesIO()
    ImageDraw.Draw(sheet).text((60, 60), f"DEMO SCAN {dispute.id}", fill="black")
    sheet.save(stream, "PNG")
    stream.seek(0)
    return FileStorage(stream, filename=f"{dispute.number}扫描件.png")


def _follow_up(world: World, planned: PlannedCase, dispute: Dispute, staff: dict[str, User]) -> None:
    """Instalments paid when due, a visit, and for the finished ones the way back to the case and the archive."""
    start = planned.triaged_at
    performing = planned.fate == "mediation-performing"
    for instalment in dispute.agreement.instalments[: 1 if performing else None]:
        if instalment.due_on < clock.local(world.now).date():
            with clock.pretend(datetime.combine(instalment.due_on, time(9), clock.SHANGHAI)):
                dispute.pay(instalment, instalment.due_on, by=staff["mediator"])
    if (world.now - start).days < 60 or (performing and dispute.agreement.unpaid):
        return
    with clock.pretend(start + timedelta(days=55)):
        dispute.visit(
            by=staff["mediator"],
            visited_at=clock.now(),
            way="phone",
            interviewee=dispute.parties[0].party.name,
            performance="协议内容已经履行，双方没有新的矛盾。",
            satisfaction="good",
            lawsuit="否",
            wrong_mediation="无",
            new_risk="无",
        )
        dispute.close("full" if not dispute.agreement.unpaid else "part", "双方满意。", by=staff["mediator"])
    with clock.pretend(start + timedelta(days=56)):
        planned.case.resolve("经回访核实，协议已履行。", by=staff["clerk"])
        planned.case.archive(by=staff["clerk"])
