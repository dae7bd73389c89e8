"""系统管理 → 办理时限和编号, as the district admin works with it; the pages of plugins are the same."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment
from portal.accounts.rights import RoleGrant
from portal.extensions import db
from portal.settings import change, settings_of
from portal.settings.models import SettingsRow
from portal.settings.sections import all_sections
from portal.testing.cast import PASSWORD
from portal.testing.statements import statements
from portal.workdays.period import Period

PAGE = "/settings/cases"


def rows() -> list[SettingsRow]:
    return list(db.session.scalars(select(SettingsRow).order_by(SettingsRow.id)))


def decide(unit, *, begins=None, lock=(), section="cases", **fields) -> None:
    typed = {name: [value] for name, value in fields.items()}
    change(section, unit, typed, by=None, reason="旗文件", valid_from=begins, lock=lock)
    db.session.commit()


@pytest.fixture
def admin(as_user):
    return as_user("district")


def save(client, page, **values):
    return client.fill(page, PAGE, **{"reason": "旗综治办〔2026〕3号文", **values})


def test_only_what_was_changed_is_stored_with_who_when_and_why(admin, cast):
    page = save(
        admin, admin.page(PAGE), set__minor_period="5个工作日", set__number_pattern="{unit}〔{year}〕{number}号"
    )
    assert "已修改 2 项设置" in page.text
    [row] = rows()
    assert row.fields == {"minor_period": ["5个工作日"], "number_pattern": ["{unit}〔{year}〕{number}号"]}
    assert (row.unit_id, row.actor_id, row.reason) == (cast.county.id, cast.district.id, "旗综治办〔2026〕3号文")
    assert "本单位改过 默认 3 个工作日" in page.text
    assert "旗县区主管小孙，2026" in page.text
    assert f"例如 达拉特旗〔{clock.today().year}〕1号" in page.text


def test_nothing_changed_is_nothing_stored(admin):
    assert "没有改动" in save(admin, admin.page(PAGE)).text
    assert not rows()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"set__minor_period": "5"}, "请写明数目和单位"),
        ({"set__warn_percent": "200"}, "1 至 90"),
        ({"set__number_pattern": "{unit}{foo}{number}"}, "不认识“{foo}”"),
        ({"set__minor_period": "5 日", "reason": ""}, "请写明依据或理由"),
        ({"set__minor_period": "5 日", "valid_from": "2020-01-01"}, "不能早于今天"),
        ({"set__minor_period": "5 日", "valid_from": "2126-01-01"}, "核对年份"),
        ({"set__minor_period": "5 日", "valid_from": "2026-13-01"}, "日期写得不对"),
        ({"exception_case": "0201", "exception_of": "minor_period", "exception_value": ""}, "请写明数目和单位"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(admin, values, words):
    page = save(admin, admin.page(PAGE), set__major_period="9 个工作日", **values)
    assert page.status == 422
    assert words in page.text
    kept = page.fields(page.form(PAGE))
    wanted = {"set-major_period": "9 个工作日"} | {name.replace("__", "-"): value for name, value in values.items()}
    assert {name: kept.get(name, "") for name in wanted} == wanted
    assert page.tree.xpath("//*[@aria-invalid='true']")
    assert not rows()


def test_every_wrong_field_is_named_at_once(admin):
    page = save(admin, admin.page(PAGE), set__minor_period="5", set__number_pattern="{number}", reason="")
    assert page.status == 422
    for words in ("请写明数目和单位", "必须有 {year}", "请写明依据或理由"):
        assert words in page.text


def test_a_change_may_begin_later_and_is_announced(admin, cast):
    later = clock.today() + timedelta(days=20)
    page = save(admin, admin.page(PAGE), set__minor_period="5 日", valid_from=str(later))
    assert settings_of("cases", cast.county).minor_period == Period(3, "workday")
    assert f"{later} 起：5 日（达拉特旗）" in page.text
    on_the_day = admin.page(f"{PAGE}?day={later}")
    assert on_the_day.fields(on_the_day.form(PAGE))["set-minor_period"] == "5 日"
    assert on_the_day.fields(on_the_day.form(PAGE))["valid_from"] == str(later)


def test_what_is_past_can_be_read_but_not_changed(admin, cast):
    decide(cast.county, begins=clock.today() - timedelta(days=40), minor_period="5 日")
    page = admin.page(f"{PAGE}?day={clock.today() - timedelta(days=41)}")
    assert "3 个工作日" in page.text
    assert not page.tree.xpath("//*[@name='set-minor_period']")


def test_restoring_gives_it_back_to_what_lies_above(admin, cast):
    decide(cast.city, minor_period="5 日")
    decide(cast.county, minor_period="2 日")
    page = admin.page(PAGE)
    assert "本单位改过 鄂尔多斯市规定 5 日" in page.text
    save(admin, page, restore="minor_period")
    assert settings_of("cases", cast.county).minor_period == Period(5, "calendar")


def test_a_wish_to_restore_stays_ticked_after_a_refusal(admin, cast):
    decide(cast.county, minor_period="2 日")
    page = save(admin, admin.page(PAGE), restore="minor_period", reason="")
    assert page.status == 422
    assert page.fields(page.form(PAGE))["restore"] == "minor_period"


def test_what_the_city_locked_is_shown_but_not_open(admin, cast):
    decide(cast.city, lock=["minor_period"], minor_period="5 日")
    page = admin.page(PAGE)
    assert "鄂尔多斯市规定 不能改" in page.text
    assert not page.tree.xpath("//*[@name='set-minor_period']")
    sent = page.fields(page.form(PAGE)) | {"set-minor_period": "1 日", "set-major_period": "9 日", "reason": "x"}
    admin.post(PAGE, data=sent)
    assert rows()[-1].fields == {"major_period": ["9 日"]}


def test_the_district_locks_what_its_streets_may_not_change(admin, cast):
    save(admin, admin.page(PAGE), lock="minor_period")
    assert rows()[-1].fields == {"minor_period": ["3 个工作日"]}
    page = admin.page(f"{PAGE}?unit={cast.unit_ids['street']}")
    assert "达拉特旗规定 不能改" in page.text
    save(admin, admin.page(PAGE), lock=None)
    assert "规定 不能改" not in admin.page(f"{PAGE}?unit={cast.unit_ids['street']}").text


def test_an_exception_for_one_kind_of_cases(admin, cast):
    page = save(
        admin, admin.page(PAGE), exception_case="0201", exception_of="minor_period", exception_value="1 个工作日"
    )
    assert "小事办理时限：邻里·用水排水通行通风采光" in page.text
    again = save(admin, page, exception_case="0201", exception_of="minor_period", exception_value="2 个工作日")
    assert again.status == 422
    assert "已经有了" in again.text
    save(admin, page, set__minor_period__0201="2 个工作日")
    assert settings_of("cases", cast.county).values["minor_period-0201"] == Period(2, "workday")
    gone = save(admin, admin.page(PAGE), restore="minor_period-0201")
    assert "邻里·用水排水通行通风采光" not in gone.text.split("增加例外")[0]


def test_an_expired_session_loses_nothing(admin, cast):
    page = admin.page(f"{PAGE}?unit={cast.unit_ids['street']}")
    typed = page.fields(page.form(PAGE)) | {"set-minor_period": "5 日", "set-major_period": "九", "reason": "旗文件"}
    typed |= {"exception_case": "0201", "exception_of": "hard_period", "exception_value": "20 日"}
    admin.delete_cookie("portal_session")
    answer = admin.post(PAGE, data=typed)
    page = admin.fill(admin.page(answer.headers["Location"]), username="district", password=PASSWORD)
    assert page.url == PAGE
    kept = page.fields(page.form(PAGE))
    wanted = {name: value for name, value in typed.items() if name not in ("csrf_token", "_form")}
    assert {name: kept[name] for name in wanted} == wanted
    done = save(admin, page, set__major_period="9 日")
    assert done.status == 200
    assert rows()[-1].unit_id == cast.street.id
    assert set(rows()[-1].fields) == {"minor_period", "major_period", "hard_period-0201"}


class TestTwoAtOnce:
    """Two admins have the page open."""

    def test_neither_undoes_what_the_other_changed_elsewhere(self, as_user, cast):
        one, other = as_user("district"), as_user("district")
        mine, theirs = one.page(PAGE), other.page(PAGE)
        save(other, theirs, set__minor_period="5 日")
        save(one, mine, set__major_period="9 日")
        found = settings_of("cases", cast.county)
        assert (found.minor_period, found.major_period) == (Period(5, "calendar"), Period(9, "calendar"))

    def test_the_second_to_change_the_same_is_told_and_decides(self, as_user, cast):
        one, other = as_user("district"), as_user("district")
        mine, theirs = one.page(PAGE), other.page(PAGE)
        save(other, theirs, set__minor_period="5 日")
        told = save(one, mine, set__minor_period="6 日")
        assert told.status == 422
        assert "这一项已改为“5 日”" in told.text
        save(one, told)
        assert settings_of("cases", cast.county).minor_period == Period(6, "calendar")


class TestWhoMay:
    """The right is asked on the unit of the row."""

    def test_units_of_others_are_not_found(self, admin, cast):
        for place in ("city", "dongsheng", "outside_street", "taixing"):
            assert admin.get(f"{PAGE}?unit={cast.unit_ids[place]}").status_code == 404
            page = admin.page(PAGE)
            sent = page.fields(page.form(PAGE)) | {"unit_id": str(cast.unit_ids[place]), "set-minor_period": "1 日"}
            assert admin.post(PAGE, data=sent | {"reason": "越权"}).status_code == 404
        assert not rows()

    def test_an_office_elsewhere_gives_no_right_there(self, as_user, cast):
        db.session.add(Appointment(user_id=cast.district.id, unit_id=cast.outside_street.id, role="director"))
        db.session.commit()
        client = as_user("district")
        assert client.get(PAGE).status_code == 200
        assert client.get(f"{PAGE}?unit={cast.unit_ids['outside_street']}").status_code == 404
        client.fill(client.page("/account"), "/unit", unit_id=cast.unit_ids["outside_street"])
        assert client.get(PAGE).status_code == 403

    def test_a_district_may_give_it_to_the_director_of_a_street(self, as_user, cast):
        director = as_user("director")
        assert director.get(PAGE).status_code == 403
        db.session.add(
            RoleGrant(unit_id=cast.county.id, role="director", permission="settings.manage", granted=True, reason="试")
        )
        db.session.commit()
        page = save(director, director.page(PAGE), set__minor_period="1 个工作日")
        assert page.status == 200
        assert rows()[-1].unit_id == cast.street.id
        assert director.get(f"{PAGE}?unit={cast.unit_ids['county']}").status_code == 404

    def test_unknown_settings_are_not_found(self, admin):
        for page in ("/settings/nothing", "/settings/accounts", f"{PAGE}?unit=99999999999"):
            assert admin.get(page).status_code == 404


def test_the_page_of_units_names_those_who_differ(admin, cast):
    decide(cast.county, minor_period="5 日")
    decide(cast.street, minor_period="2 日")
    text = admin.page(f"{PAGE}/units").text
    assert "其中 2 个自己改过" in text
    assert "昭君街道小事办理时限2 日5 日" in text
    assert "工业街道小事" not in text


def test_the_history_names_every_change(admin, cast):
    save(admin, admin.page(PAGE), set__minor_period="5 日")
    save(admin, admin.page(PAGE), restore="minor_period")
    text = admin.page(f"{PAGE}/history").text
    assert "小事办理时限：恢复默认" in text
    assert "小事办理时限：5 日" in text
    assert "旗综治办〔2026〕3号文" in text


def test_a_plugin_has_the_same_page(admin, cast):
    page = admin.page("/settings/mediation")
    assert page.heading == "人民调解的设置"
    done = admin.fill(page, "/settings/mediation", set__term_days="15", reason="旗司法局文件")
    assert done.status == 200
    assert settings_of("mediation", cast.street).term_days == 15
    wrong = admin.fill(done, "/settings/mediation", set__number_pattern="{year}{number}", reason="x")
    assert wrong.status == 422
    assert "必须有 {unit}" in wrong.text


@pytest.mark.parametrize("key", ["cases", "heroes", "mediation"])
def test_a_page_of_settings_costs_few_statements_whatever_was_changed(admin, cast, key):
    field, values = {
        "cases": ("minor_period", [f"{each} 日" for each in range(1, 30)]),
        "heroes": ("publication_days", [str(each) for each in range(1, 30)]),
        "mediation": ("term_days", [str(each) for each in range(1, 30)]),
    }[key]
    for value in values:
        decide(cast.county, section=key, **{field: value})
    if key != "heroes":
        for place in (cast.street, cast.other_street, cast.city):
            decide(place, section=key, **{field: values[0]})
    for part in ("", "/units", "/history"):
        admin.page(f"/settings/{key}{part}")
        with statements() as sent:
            assert admin.page(f"/settings/{key}{part}").status == 200
        assert len(sent) <= 6, "\n\n".join(sent)


@pytest.mark.parametrize(
    "wrong",
    [{"exception_of": "x", "exception_case": "y"}, {"exception_of": "minor_period", "exception_case": "zzz"}],
)
def test_an_exception_that_is_none_is_refused_at_its_lists(as_user, wrong):
    client = as_user("district")
    page = client.page("/settings/cases")
    sent = page.fields(page.form()) | wrong | {"reason": "试验", "exception_value": "3 个工作日"}
    assert client.post("/settings/cases", data=sent).status_code == 422


def test_a_page_of_many_boxes_has_headings(app):
    """Whoever looks for one of them reads the headings first."""
    crowded = {key for key, each in all_sections().items() if len(each.form()._fields) > 12 and not each.form.headings}
    assert not crowded
