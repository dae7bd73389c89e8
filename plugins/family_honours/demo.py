"""Honours of 昭君街道: titles of 2024 from Excel, to be looked at again; the campaign of 2025, over; one that runs, with nominations at each
station; villages put forward for the banner."""

from datetime import UTC, date, datetime, timedelta

from plugins.family_honours.models import Campaign, FamilyHonour, HonourObjection
from plugins.family_honours.register import EARLIER
from plugins.family_honours.samples import CAMPAIGNS, HONOURS
from plugins.family_honours.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.families.samples import household
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.people import Contact
from portal.records.samples import Stage

STORIES = (
    ("harmony", "结婚三十年互敬互爱，遇事商量着办，邻居有了矛盾都愿意请他们去劝。"),
    ("elders", "照顾瘫痪的婆婆十二年，端水喂饭从不嫌烦，老人身上没有生过褥疮。"),
    ("children", "每天晚上关掉手机陪孩子读书一小时，三年读完两百多本。"),
    ("green", "坚持垃圾分类、节水节电，带动一个单元的邻居一起做。"),
    ("clean", "两代党员，婚丧嫁娶从简，家里立下“不占公家便宜”的规矩。"),
    ("service", "全家参加社区志愿服务，防汛时都在一线，累计六百多小时。"),
)
OWN = {"source": "self", "agreed": "phone", "recommended_by": ""}
BY_OFFICE = {"source": "staff", "agreed": "paper", "recommended_by": "社区妇联"}
STATIONS = "nominated nominated checked checked reviewed approved published published published cleared declined"


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; then in the order in which they happened."""
    with clock.pretend(datetime(2024, 9, 2, 2, tzinfo=UTC)):
        switch(KEY, world.units.county, "on", by=world.users["administrator"], reason="全旗启用家庭荣誉模块。")
        switch(KEY, world.units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    _earlier(world)
    street, last = world.units.zhaojun, datetime(2025, 3, 3, 2, tzinfo=UTC)
    over = _campaign(world, street, last, {"title": "2025 年昭君街道最美家庭评选", "quota": 8})
    for number in range(6):
        _honour(world, over, number, "awarded", last + timedelta(days=4 + number))
    _honour(world, over, number + 1, "revoked", last + timedelta(days=10))
    with clock.pretend(last + timedelta(days=60)):
        over.finish(by=world.staff[street.id]["director"])
    began = world.now - timedelta(days=26)
    until = {"nominates_until": clock.local(world.now).date() + timedelta(days=14)}
    running = _campaign(world, street, began, {"title": "2026 年昭君街道最美家庭评选", "quota": 12} | until)
    for number, status in enumerate(STATIONS.split()):
        _honour(world, running, number, status, began + timedelta(days=1, hours=12 * number))
    _objection(world, running)
    _villages(world)


def _campaign(world: World, unit: OrgUnit, day: datetime, fields: dict, by: str = "director") -> Campaign:
    """One that runs since `day`."""
    users = world.users | world.staff.get(unit.township_id, {})
    stage = Stage(users | {"director": users[by]}, unit, world.names, day, until=world.now)
    given = {"document_number": f"昭妇发〔{day.year}〕3号"} | fields
    return CAMPAIGNS.bring("running", stage, given={Campaign.announce: given})


def _honour(world: World, campaign: Campaign, number: int, status: str, day: datetime) -> FamilyHonour:
    """Every third by the family itself; every other one named in full. What is published was published yesterday."""
    own, (category, story) = number % 3 == 0, STORIES[number % len(STORIES)]
    places = _communities(world, campaign.unit)
    nominated = (OWN if own else BY_OFFICE) | {
        "campaign_id": campaign.id,
        "head": _head(world, number),
        "category": category,
        "story": story,
        "by_name": number % 2 == 0,
    }
    given = {
        FamilyHonour.nominate: nominated,
        FamilyHonour.award: {"document_number": f"昭妇发〔{day.year}〕11号"},
        FamilyHonour.revoke: {"decision": f"昭妇发〔{day.year}〕26号"},
    }
    stage = world.stage(places[number % len(places)], day)
    honour = HONOURS.begin(stage, given)
    if status == "published":
        HONOURS.bring("approved", stage, honour, given)
        stage.day = world.now - timedelta(days=2)
    if status == "revoked":
        HONOURS.bring("awarded", stage, honour, given)
        stage.day += timedelta(days=90)
    return HONOURS.bring(status, stage, honour, given)


def _communities(world: World, unit: OrgUnit) -> list[OrgUnit]:
    return [each for each in world.units.communities.values() if unit.contains(each)]


def _head(world: World, number: int) -> Contact:
    """The first is of the household that other plugins know, too."""
    if number == 0:
        name, phone = household(world.names, world.units.zhaojun)
        return Contact(name=name, phone=phone)
    someone = world.names.person()
    return Contact(name=someone.name, phone=someone.phone)


def _objection(world: World, campaign: Campaign) -> None:
    """One that waits for its answer, sent without an account."""
    published = next(each for each in campaign.honours if each.status == "published")
    who, text = Contact(name="宋玉", phone=world.names.phone()), "事迹里写的志愿服务时间，请再核实。"
    with clock.pretend(world.now - timedelta(hours=3)):
        HonourObjection.lodge(published, received_on=clock.today(), objector=who, text=text, by=None)
    db.session.flush()


def _earlier(world: World) -> None:
    """Three titles of 2024, entered as from the sheet that is stored beside them."""
    street, director = world.units.zhaojun, world.staff[world.units.zhaojun.id]["director"]
    day = datetime(2024, 12, 2, 2, tzinfo=UTC)
    campaign = _campaign(world, street, day, {"title": "2024 年昭君街道乡贤孝星评选", "kind": "filial", "quota": 3})
    place = _communities(world, street)[0]
    mapping = {"户主姓名": "name", "村社区": "place", "联系电话": "phone"}
    mapping |= {"命名日期": "awarded_on", "命名文号": "document_number", "同意公开姓名": "by_name"}
    awarded = {"awarded_on": date(2024, 12, 20), "document_number": "昭妇发〔2024〕21号", "by_name": True}
    rows = []
    with clock.pretend(day + timedelta(days=30)):
        for number in range(2, 5):
            named = {"name": world.names.person().name, "place": place.short_name, "phone": world.names.phone()}
            FamilyHonour.enter_earlier(campaign, by=director, **named, **awarded)
            rows.append((number, [*named.values(), "2024-12-20", "昭妇发〔2024〕21号", "是"]))
        sheet = Sheet([*mapping], rows)
        ImportBatch.take_in(EARLIER, sheet, mapping, {}, owner=campaign, name="乡贤孝星.xlsx", by=director)
        db.session.flush()
        campaign.finish(by=director)


def _villages(world: World) -> None:
    """文明村镇: put forward by streets, decided by the banner."""
    day = world.now - timedelta(days=20)
    fields = {
        "title": "2026 年达拉特旗文明村镇评选",
        "kind": "village",
        "authority": "达拉特旗精神文明建设委员会",
        "document_number": f"达文明委〔{day.year}〕5号",
        "negatives": "主要负责人严重违纪违法\n发生重大安全责任事故",
        "quota": 20,
    }
    campaign = _campaign(world, world.units.county, day, fields, by="district")
    story = "村风民风好，邻里互助，环境整洁。"
    nominated = {"campaign_id": campaign.id, "head": None, "category": "", "agreed": "", "story": story}
    for place, status in zip(_communities(world, world.units.zhaojun), ("reviewed", "checked"), strict=False):
        stage = world.stage(place, day + timedelta(days=3))
        HONOURS.bring(status, stage, given={FamilyHonour.nominate: nominated, FamilyHonour.deliberate: {"aside": []}})
