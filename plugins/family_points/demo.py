"""A year of family points of 昭君街道: rules, claims by staff and by families, a refusal and an objection, exchanges, what expired."""

from datetime import datetime, time, timedelta

from plugins.family_points import nightly
from plugins.family_points.models import Exchange, Good, PointAccount, PointClaim, PointRule
from plugins.family_points.settings import KEY
from plugins.family_points.sheet import CLAIMS
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.hookspecs import Context
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.people import Contact
from portal.settings import change

SOURCE = "昭君街道家庭积分管理办法"
RULES = (
    ("参加小区志愿服务", "volunteer", 2, "小时", 60, "quarter", "志愿服务时长证明编号"),
    ("照看独居老人、帮助邻里", "neighbour", 5, "次", 60, "year", "受助人或者网格员证明"),
    ("参加家风课、家庭教育讲座", "learning", 5, "次", 40, "year", ""),
    ("参加居民议事会", "public", 5, "次", 30, "year", ""),
    ("垃圾分类、认养绿地", "green", 3, "次", 12, "month", "楼栋长证明"),
)
GOODS = (
    ("洗衣液 2 公斤", "瓶", 20, 60),
    ("大米 5 公斤", "袋", 30, 60),
    ("抽纸 6 包", "提", 12, 100),
    ("保温杯", "个", 45, 10),
)
FAMILIES, WEEKS = 18, 50


def load(world: World) -> None:
    """Fifty weeks: two or three claims each, exchanges each fourth week; today two claims wait, one of them an objection."""
    began = clock.local(world.now) - timedelta(weeks=WEEKS + 1)
    staff = world.staff[world.units.zhaojun.id]
    with clock.pretend(began):
        switch(KEY, world.units.county, "on", by=world.users["district"], reason="全旗启用家庭积分模块。")
        switch(KEY, world.units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
        change(
            KEY,
            world.units.county,
            {"months": ["10"]},
            by=world.users["district"],
            reason=SOURCE,
            valid_from=clock.today(),
        )
        rules = [_rule(world, rule) for rule in RULES]
        goods = [_good(world, good) for good in GOODS]
    people = [_resident(world), *((world.names.person().name, world.names.phone()) for _ in range(FAMILIES - 1))]
    for week in range(WEEKS):
        with clock.pretend(datetime.combine(began.date() + timedelta(weeks=week), time(10), clock.SHANGHAI)):
            _week(world, week, rules, people, goods)
    _now(world, rules, people)
    with clock.pretend(world.now):
        nightly.expire(Context(world.units.zhaojun, staff["director"], world.now), lambda done, total: None)


def _resident(world: World) -> tuple[str, str]:
    """Name and telephone of somebody who is in the register of residents, too."""
    someone = world.names.person()
    Person.enter(world.units.zhaojun, name=someone.name, id_number=someone.id_number, phone=someone.phone)
    return someone.name, someone.phone


def _rule(world: World, rule: tuple) -> PointRule:
    fields = dict(zip(("name", "kind", "points", "measure", "most", "period", "proof"), rule, strict=True))
    by = world.staff[world.units.zhaojun.id]["director"]
    return PointRule.lay_down(unit=world.units.zhaojun, source=SOURCE, valid_from=clock.today(), by=by, **fields)


def _good(world: World, good: tuple) -> Good:
    name, measure, points, quantity = good
    by = world.staff[world.units.zhaojun.id]["director"]
    made = Good.offer(
        unit=world.units.zhaojun, name=name, measure=measure, points=points, least=15, valid_from=clock.today(), by=by
    )
    db.session.flush()
    made.receive(quantity, "采购，发票见财务凭证", by=by)
    return made


def _claim(world: World, rule: PointRule, family: tuple[str, str], *, online: bool = False) -> PointClaim:
    staff = world.staff[world.units.zhaojun.id]
    claim = PointClaim.claim(
        unit=world.units.zhaojun,
        rule_id=rule.id,
        claimant=Contact(name=family[0], phone=family[1]),
        happened_on=clock.today(),
        times=4 if rule.measure == "小时" else 1,
        proof="楼栋长证明。" if rule.proof else "",
        by=None if online else staff["clerk"],
    )
    db.session.flush()
    return claim


def _week(world: World, week: int, rules: list[PointRule], people: list, goods: list[Good]) -> None:
    staff = world.staff[world.units.zhaojun.id]
    for each in range(2 + week % 2):
        number = week * 3 + each
        claim = _claim(world, rules[number % len(rules)], people[number % FAMILIES], online=number % 3 == 2)
        claim.confirm(by=staff["director"])
    if week % 4 == 3:
        _exchange(world, goods[week // 4 % len(goods)], staff)
    if week == WEEKS // 2:
        goods[2].take_stock(goods[2].stock - 1, reason="一提破损，已下架。", by=staff["director"])


def _exchange(world: World, good: Good, staff: dict) -> None:
    """By the family whose points expire first, of those that have enough."""
    able = PointAccount.balance >= good.points, PointAccount.unit_id == world.units.zhaojun.id
    account = db.session.scalars(
        db.select(PointAccount).where(*able).order_by(PointAccount.next_expiry, PointAccount.id).limit(1)
    ).first()
    if account:
        Exchange.hand_over(account, good_id=good.id, quantity=1, by=staff["clerk"])


def _now(world: World, rules: list[PointRule], people: list) -> None:
    """One waits for an answer, one was refused, one objects, one was entered twice by error and countered."""
    staff = world.staff[world.units.zhaojun.id]
    with clock.pretend(world.now - timedelta(days=6)):
        refused, appealed, wrong = (_claim(world, rules[each], people[each]) for each in (1, 2, 3))
        for claim in (refused, appealed):
            claim.refuse("签到表上没有这一户。", by=staff["director"])
        wrong.confirm(by=staff["director"])
    with clock.pretend(world.now - timedelta(days=2)):
        appealed.take_appeal("当天是孩子的奶奶去的，签的是奶奶的名字。", by=staff["clerk"])
        wrong.correct("登记错了户。", by=world.users["district"])
        shown = _claim(world, rules[4], people[5], online=True)
        picture = world.stage(world.units.zhaojun, world.now).picture("ZHENGMING")
        shown.add_proof(picture, by=staff["clerk"])
        _imported(world, rules[2], people[6])


def _imported(world: World, rule: PointRule, family: tuple[str, str]) -> None:
    """A roster of one row, as it waits to be looked through."""
    headings, fields = ["事项", "姓名", "电话", "日期"], ["rule_id", "claimant", "phone", "happened_on"]
    sheet, by = Sheet(headings, [(2, [rule.name, *family, f"{clock.today()}"])]), world.staff[world.units.zhaojun.id]
    mapping = dict(zip(headings, fields, strict=True))
    ImportBatch.take_in(CLAIMS, sheet, mapping, {}, owner=world.units.zhaojun, name="家风课签到.xlsx", by=by["clerk"])
    db.session.flush()
