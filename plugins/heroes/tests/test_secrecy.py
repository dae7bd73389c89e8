"""Who wants secrecy is nowhere for those without the right: lists, pages, files, search, cards, exports, public pages."""

import io
import zipfile

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from plugins.heroes import core_hooks
from plugins.heroes.models import FundEntry, Roll
from plugins.heroes.views.association import columns_of, sealed_from
from portal import clock
from portal.accounts import delegation
from portal.audit.models import AuditEntry
from portal.errors import RuleError
from portal.extensions import db
from portal.home.desk import fill
from portal.people.changes import FILLED, HERE, Change
from portal.plugin.hookspecs import Context
from portal.testing import factories

pytestmark = pytest.mark.database
NAME = "隐姓埋"


@pytest.fixture
def secret(bring, cast, photo):
    deed = bring("commended", secret=True, name=NAME, title="暗中相助")
    deed.heroes[0].put_photo(FileStorage(io.BytesIO(photo), "照片.jpg"), by=cast.director)
    db.session.commit()
    return deed


def addresses(deed, cast) -> list[str]:
    hero = deed.heroes[0]
    return [
        "/",
        "/heroes/deeds",
        "/heroes/deeds?q=隐",
        "/heroes/registry",
        "/heroes/registry.csv",
        "/heroes/registry.xlsx",
        "/heroes/visits",
        "/heroes/statistics",
        "/heroes/rolls",
        f"/heroes/deeds/{deed.id}",
        f"/heroes/people/{hero.id}",
        f"/heroes/deeds/{deed.id}/files/{deed.heroes[0].photo_id}",
        f"/heroes/deeds/{deed.id}/application.pdf",
        f"/heroes/deeds/{deed.id}/confirmation.pdf",
        f"/heroes/deeds/{deed.id}/honours/{hero.honours[0].id}.pdf",
        f"/heroes/people/{hero.id}/photo",
        f"/heroes/people/{hero.id}/visits/new",
        f"/heroes/public/{cast.unit_ids['county']}/",
        f"/heroes/public/{cast.unit_ids['county']}/notices",
        f"/heroes/public/{cast.unit_ids['county']}/notices/{deed.id}",
    ]


def said(answer) -> str:
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return "".join(book.read(name).decode(errors="ignore") for name in book.namelist())
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["clerk", "grid", "auditor", "outsider", "anonymous"])
def test_nowhere_for_those_without_the_right(as_user, client, cast, secret, who):
    visitor = client if who == "anonymous" else as_user(who)
    for url in addresses(secret, cast):
        text = said(visitor.get(url))
        for trace in (NAME, "暗中相助", secret.number, secret.heroes[0].honours[0].number):
            assert trace not in text, (who, url, trace)


@pytest.mark.parametrize("who", ["director", "district"])
def test_there_for_those_who_review(as_user, secret, who):
    visitor = as_user(who)
    assert NAME in visitor.page("/heroes/registry").text
    assert NAME in visitor.page(f"/heroes/deeds/{secret.id}").text
    assert NAME in said(visitor.get("/heroes/registry.csv"))
    assert visitor.get(f"/heroes/deeds/{secret.id}/files/{secret.heroes[0].photo_id}").status_code == 200


def test_nowhere_for_who_stands_in_for_one_who_reviews(as_user, cast, secret, bring):
    other, day = bring("commended", title="舍己救人"), clock.today()
    delegation.hand_over(cast.director.appointments[0], cast.mediator, day, day, reason="休假", by=cast.director)
    db.session.commit()
    mediator = as_user("mediator")
    assert other.title in mediator.page("/heroes/deeds").text, "what is not secret is seen in the office that is held"
    for url in addresses(secret, cast):
        text = said(mediator.get(url))
        for trace in (NAME, "暗中相助", secret.number):
            assert trace not in text, (url, trace)


def test_the_fund_tells_of_it_only_the_sum(as_user, cast, secret, fund):
    hero, day = secret.heroes[0], clock.today()
    hero.pay(hero.awards[0], day, by=cast.district)
    delegation.hand_over(cast.district.appointments[0], cast.mediator, day, day, reason="休假", by=cast.district)
    db.session.commit()
    assert secret.number in as_user("district").page("/heroes/fund").text
    for who in ("mediator", "auditor"):
        page = as_user(who).page("/heroes/fund").text
        assert secret.number not in page
        assert "保密事项" in page
        rows = {each.award_id: each for each in db.session.scalars(FundEntry.of(fund))}
        sealed = sealed_from(cast[who], fund)
        told = [str(column.plain(rows[hero.awards[0].id])) for column in columns_of(sealed)]
        assert secret.number not in told
        assert "保密事项" in told


def test_no_number_is_missing_in_the_fund_by_which_the_secret_one_is_known(as_user, cast, secret, fund, bring):
    other = bring("commended", title="舍己救人")
    for deed in (other, secret):
        hero = deed.heroes[0]
        hero.pay(hero.awards[0], clock.today(), by=cast.district)
    db.session.commit()
    assert other.number in as_user("district").page("/heroes/fund").text
    page = as_user("auditor").page("/heroes/fund").text
    columns = columns_of(sealed_from(cast.auditor, fund))
    file = "".join(str(column.plain(row)) for row in db.session.scalars(FundEntry.of(fund)) for column in columns)
    for told in (page, file):
        assert other.number not in told
        assert "见义勇为人员" in told


def test_search_cards_and_the_residents_page_keep_quiet(app, cast, secret):
    person = secret.heroes[0].person
    for user, seen in ((cast.clerk, False), (cast.auditor, False), (cast.director, True), (cast.district, True)):
        ctx = Context(cast.street, user, clock.now())
        with app.test_request_context():
            assert bool(core_hooks.search(ctx, "隐姓")) is seen
            assert bool(core_hooks.search(ctx, secret.number)) is seen
            assert bool(core_hooks.person_panels(ctx, person)) is seen
            assert seen or NAME not in str(fill(core_hooks.QUEUES, user, clock.now()))


def test_exempt_from_publication_and_from_rolls(cast, secret):
    assert secret.published_from is None
    assert "exempt" in [each.verb for each in secret.events]
    roll = Roll.draw_up(unit=cast.county, year=2026, quarter=1, by=cast.district)
    with pytest.raises(RuleError, match="没有要求保密"):
        roll.enter("model", "事迹", hero=secret.heroes[0], by=cast.district)


def test_asked_for_later_it_takes_down_what_is_shown(as_user, client, cast, bring):
    deed, url = bring("published", name=NAME), f"/heroes/public/{cast.unit_ids['county']}/notices"
    assert deed.title in client.page(url).text
    director = as_user("director")
    director.fill(director.page(f"/heroes/deeds/{deed.id}/secrecy"), text="本人担心报复")
    assert deed.title not in client.page(url).text
    db.session.refresh(deed)
    assert deed.secret
    assert deed.status == "awaiting"


def test_the_clerk_who_typed_it_is_told_and_sees_it_no_more(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.fill(
        clerk.page("/heroes/deeds/new"),
        title="暗中相助",
        happened_at="2026-11-01 15:20",
        location="某处",
        story="经过",
        source="self",
        applicant="本人",
        secret="y",
        unit_id=str(cast.unit_ids["taixing"]),
        heroes__0__name=NAME,
    )
    assert page.status == 200
    assert "只有评审人员可以查看" in page.text
    assert NAME not in page.text
    assert "暗中相助" not in page.text


def test_an_export_leaves_a_trace_without_names(as_user, secret):
    as_user("district").get("/heroes/registry.xlsx")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).one()
    assert entry.detail == "见义勇为名录 xlsx，1 行"


def test_no_page_of_a_resident_leads_to_a_secret_deed(as_user, cast, nominate):
    """Not even for who may review it; of one that is not secret, whoever may see deeds is told."""
    deed = nominate(secret=True)
    person = factories.resident(cast.taixing, name="方小龙", phone="15400000002")
    change = Change.of(person, "phone", HERE, "15400000003", cast.clerk.id)
    change.subject_kind, change.subject_id = "heroes_hero", deed.heroes[0].id
    filled = Change.of(person, "address", FILLED, "", cast.clerk.id)
    filled.subject_kind, filled.subject_id = change.subject_kind, change.subject_id
    db.session.add_all([change, filled])
    db.session.commit()
    address = f"/people/{person.id}"
    for who in ("director", "clerk", "mediator"):
        page = as_user(who).page(address).text
        assert ("仅用于这一件" in page, "见义勇为人员" in page, cast.clerk.name in page.partition("资料变动")[2]) == (
            False,
            False,
            False,
        )
        assert "住址：补上" in page
    deed.set_secret(False, "不再担心", by=cast.director)
    db.session.commit()
    assert "见义勇为人员" in as_user("director").page(address).text
    assert "见义勇为人员" not in as_user("mediator").page(address).text
