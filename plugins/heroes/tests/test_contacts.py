"""Who is named in a deed without being its hero: found for the own data, refused while it is open, forgotten afterwards."""

import pytest
from sqlalchemy import text

from plugins.heroes.models import Association, Deed
from plugins.heroes.tests.conftest import STATEMENT
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.people import data_rights
from portal.plugin_admin.purging import drop, tables_of
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database
HEADING, LIKELY = "在其他记录中的身份", "可能与本人有关的记录"


@pytest.fixture
def resident(cast):
    found = factories.resident(cast.nangan, name="白玉兰")
    db.session.commit()
    return found


def named(person, **fields) -> dict:
    return STATEMENT | {"witness": person.name, "id_number": "", "phone": ""} | fields


def held(person, cast) -> dict:
    return data_rights.export(person, by=cast.director)["内容"]


def test_a_witness_is_found_by_the_number_and_by_phone_and_name_together(cast, bring, resident):
    first, second = bring("investigating"), bring("investigating")
    first.take_statement(by=cast.director, **named(resident, id_number=resident.id_number, address="南干社区"))
    second.take_statement(by=cast.director, **named(resident, phone=resident.phone))
    db.session.commit()
    told = held(resident, cast)
    assert [(each["编号"], each["身份"], each["住址"]) for each in told[HEADING]] == [
        (first.number, "被询问人", "南干社区"),
        (second.number, "被询问人", ""),
    ]
    assert LIKELY not in told


def test_objectors_and_applicants_are_found_as_well(cast, bring, nominate, resident):
    deed = bring("published", applicant=resident.name, applicant_phone=resident.phone)
    deed.object(
        by=cast.district, received_on=clock.today(), objector=resident.name, phone=resident.phone, text="请核实"
    )
    db.session.commit()
    assert {each["身份"] for each in held(resident, cast)[HEADING]} == {"申请人、举荐人", "异议人"}


def test_whom_to_ask_for_at_a_member_is_found_and_may_be_forgotten_while_the_member_stays(cast, fund, resident):
    member = fund.admit(
        by=cast.district,
        name="达拉特旗新源公司",
        valid_from=clock.today(),
        contact=resident.name,
        phone=resident.phone,
    )
    db.session.commit()
    [told] = held(resident, cast)[HEADING]
    assert (told["记录"], told["编号"], told["身份"]) == ("见义勇为协会", fund.name, "会员单位联系人")
    data_rights.erase(resident, "本人申请", by=cast.director)
    db.session.commit()
    assert (member.name, member.contact.name, member.contact.phone) == ("达拉特旗新源公司", "已删除", None)


def test_a_namesake_is_only_likely_and_nothing_is_told_of_him(cast, bring, resident):
    deed = bring("investigating")
    deed.take_statement(by=cast.director, **named(resident, phone="13904770001", address="别人的住址"))
    db.session.commit()
    told = held(resident, cast)
    assert HEADING not in told
    [likely] = told[LIKELY]
    assert (likely["编号"], likely["身份"]) == (deed.number, "被询问人")
    assert "别人的住址" not in str(told)


def test_another_number_is_another_person(cast, bring, resident):
    other = factories.resident(cast.nangan)
    deed = bring("investigating")
    deed.take_statement(by=cast.director, **named(resident, phone=resident.phone, id_number=other.id_number))
    db.session.commit()
    assert not {HEADING, LIKELY} & set(held(resident, cast))


def test_in_another_county_nobody_is_looked_for(cast, bring):
    stranger = factories.resident(cast.outside_community, name="白玉兰")
    deed = bring("investigating")
    deed.take_statement(by=cast.director, **named(stranger, id_number=stranger.id_number))
    db.session.commit()
    assert not {HEADING, LIKELY} & set(held(stranger, cast))


def test_while_it_is_open_nothing_is_erased(cast, bring, resident):
    deed = bring("investigating")
    deed.take_statement(by=cast.director, **named(resident, id_number=resident.id_number))
    db.session.commit()
    with pytest.raises(RuleError, match="正在办理") as refused:
        data_rights.erase(resident, "本人申请", by=cast.director)
    assert f"{deed.number}（被询问人），请先办结" in str(refused.value)


def test_afterwards_the_witness_is_forgotten_and_namesakes_stay(cast, bring, resident):
    deed = bring("commended")
    deed.statements[0].witness = Contact(name=resident.name, id_number=resident.id_number, phone=resident.phone)
    namesake = bring("commended").statements[0]
    namesake.witness = Contact(name=resident.name)
    db.session.commit()
    told = "".join(data_rights.erase(resident, "本人申请", by=cast.director))
    db.session.commit()
    who = deed.statements[0].witness
    assert (who.name, who.phone, who.id_number, who.name_hash, who.phone_hash, who.id_hash) == ("已删除", *[None] * 5)
    assert f"{deed.number}（被询问人）中的姓名" in told
    assert namesake.witness.name == "白玉兰"
    assert "另有 1 处登记了同名或同电话的人，不能确定是本人，没有删除。" in told


def test_nothing_of_them_can_be_read_in_the_database(cast, bring, resident):
    bring("commended").statements[0].witness = Contact(name=resident.name, phone=resident.phone)
    db.session.commit()
    stored = str(db.session.execute(text("SELECT * FROM records_contact")).all())
    assert resident.name not in stored
    assert resident.phone not in stored


def test_they_are_carried_over_from_the_old_columns_and_back(cast, bring, resident):
    deed = bring("investigating", applicant="泰兴社区居委会", applicant_phone=resident.phone)
    deed.take_statement(by=cast.director, **named(resident, id_number=resident.id_number, phone=resident.phone))
    db.session.commit()
    number, phone = resident.id_number, resident.phone
    heroes = next(each for each in histories() if each.key == "heroes")
    db.session.remove()
    downgrade(heroes, "heroes_0003")
    [row] = db.session.execute(text("SELECT witness, gender, id_number FROM heroes_statement")).all()
    assert (row.witness, row.gender) == ("白玉兰", "男")
    assert number not in row.id_number
    assert db.session.scalar(text("SELECT count(*) FROM records_contact")) == 0
    db.session.remove()
    upgrade_all()
    assert drift(heroes) == []
    back = db.session.query(Deed).one()
    assert (back.statements[0].witness.id_number, back.statements[0].witness.phone) == (number, phone)
    assert (back.applicant.name, back.applicant.phone) == ("泰兴社区居委会", phone)


def test_whom_to_ask_for_at_a_member_is_carried_over_and_back(cast, fund, resident):
    joined = {"by": cast.district, "valid_from": clock.today()}
    fund.admit(name="达拉特旗新源公司", contact=resident.name, phone=resident.phone, **joined)
    fund.admit(name="达拉特旗建筑公司", phone="13904770001", **joined)
    db.session.commit()
    phone, heroes = resident.phone, next(each for each in histories() if each.key == "heroes")
    db.session.remove()
    downgrade(heroes, "heroes_0005")
    plain = db.session.execute(text("SELECT contact, phone FROM heroes_member ORDER BY id")).all()
    assert [tuple(each) for each in plain] == [("", ""), ("白玉兰", phone), ("", "13904770001")]
    assert db.session.scalar(text("SELECT count(*) FROM records_contact")) == 0
    db.session.remove()
    upgrade_all()
    assert drift(heroes) == []
    nobody, *others = [each.contact for each in db.session.query(Association).one().members]
    assert nobody is None
    assert [(each.name, each.phone) for each in others] == [("白玉兰", phone), ("", "13904770001")]


def test_with_the_plugin_they_are_purged(cast, bring):
    bring("commended")
    db.session.commit()
    assert db.session.query(Contact).count() > 0
    drop("heroes", tables_of("heroes"))
    assert db.session.query(Contact).count() == 0
    db.session.rollback()
