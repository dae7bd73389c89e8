"""Whatever is typed or sent, the answer is a page that says what to do, and nothing half done is left behind."""

import pytest
from sqlalchemy import func, select

from portal.cases.models import Case, Party
from portal.config import ROOT
from portal.extensions import db
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database
GOOD = {"kind": "0201", "title": "楼上漏水", "description": "三楼漏水到二楼。", "applicants__0__name": "张三"}


def register(client, cast, **values):
    page = client.page("/cases/new")
    return client.fill(page, **{"unit_id": cast.unit_ids["taixing"], **GOOD, **values})


def send(client, cast, *, body=None, **values):
    """Post what no browser would, with a token."""
    page = client.page("/cases/new")
    fields = page.fields(page.form()) | {name.replace("__", "-"): value for name, value in GOOD.items()}
    fields["unit_id"] = cast.unit_ids["taixing"]
    return client.post("/cases/new", data=fields | values)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"applicants__0__id_number": "110101199003070018"}, "校验不通过"),
        ({"applicants__0__id_number": "15062120990101997X"}, "晚于今天"),
        ({"applicants__0__id_number": "15062119900231001X"}, "不存在"),
        ({"applicants__0__id_number": "12345"}, "应为18位"),
        ({"applicants__0__phone": "12345678901"}, "手机号码第二位"),
        ({"respondents__0__phone": "13800001234"}, "请填写姓名或名称"),
        ({"happened_on": "2099-01-01"}, "日期还没有到"),
        ({"happened_on": "昨天"}, "日期写得不对"),
        ({"happened_on": "0001-01-01"}, "1 年太早"),
        ({"title": "长" * 10_000}, "最多 100 个字，现在是 10000 个字"),
        ({"description": "长" * 10_000}, "最多 8000 个字，现在是 10000 个字，请精简（超出 2000 个字）"),
        ({"applicants__0__name": "长" * 10_000}, "最多 60 个字"),
        ({"title": " 　 "}, "请填写此项"),
        ({"kind": "7777"}, ""),
        ({"level": "worst"}, ""),
        ({"unit_id": "999999"}, ""),
        ({"unit_id": "x"}, ""),
        ({"applicants__0__kind": "robot"}, ""),
        ({"applicants__0__person_id": "999999"}, "请重新查找"),
        ({"applicants__0__person_id": "99999999999999999999"}, "请重新查找"),
    ],
)
def test_what_cannot_be_is_refused_on_the_same_page_with_everything_kept(as_user, cast, values, message):
    page = register(as_user("clerk"), cast, **values)
    assert page.status == 422
    assert message in page.text
    assert "有内容需要改正" in page.text
    kept = page.fields(page.form())
    assert kept["description"] == str(values.get("description", GOOD["description"]))
    assert (count(Case), count(Person)) == (0, 0)


def test_a_place_of_another_district_is_refused(as_user, cast):
    page = register(as_user("clerk"), cast, unit_id=cast.unit_ids["outside_community"])
    assert page.status == 422
    assert count(Case) == 0


class TestOnePersonOnBothSides:
    """同一个人不能同时是双方当事人, however it is typed."""

    def test_by_the_id_number(self, as_user, cast):
        number = factories.book.person().id_number
        page = register(
            as_user("clerk"),
            cast,
            applicants__0__id_number=number,
            respondents__0__name="张三",
            respondents__0__id_number=f" {number[:6]} {number[6:].lower()}",
        )
        assert page.status == 422
        assert "另一方" in page.text

    def test_by_the_person_chosen(self, as_user, cast):
        ident = factories.resident(cast.taixing).id
        db.session.commit()
        page = register(as_user("clerk"), cast, applicants__0__person_id=ident, respondents__0__person_id=ident)
        assert page.status == 422
        assert "另一方" in page.text

    def test_chosen_on_one_side_and_typed_on_the_other(self, as_user, cast):
        person = factories.resident(cast.taixing)
        db.session.commit()
        page = register(
            as_user("clerk"),
            cast,
            applicants__0__person_id=person.id,
            respondents__0__name=person.name,
            respondents__0__id_number=person.id_number,
        )
        assert page.status == 422
        assert "双方当事人" in page.text

    def test_by_name_and_phone(self, as_user, cast):
        page = register(
            as_user("clerk"),
            cast,
            applicants__0__phone="15400000001",
            respondents__0__name="张三",
            respondents__0__phone="154 0000 0001",
        )
        assert page.status == 422
        assert count(Person) == 0

    def test_but_a_family_may_share_a_phone(self, as_user, cast):
        page = register(
            as_user("clerk"),
            cast,
            applicants__0__phone="15400000001",
            respondents__0__name="张小三",
            respondents__0__phone="15400000001",
        )
        assert page.status == 200
        assert count(Person) == 2


def test_a_thousand_parties_are_not_taken_in(as_user, cast):
    rows = {f"respondents-{number}-name": f"李{number}" for number in range(1000)}
    answer = send(as_user("clerk"), cast, **rows)
    assert answer.status_code in (303, 422)
    assert count(Party) <= 41


def test_emoji_and_rare_characters_are_kept_as_typed(as_user, cast):
    register(as_user("clerk"), cast, title="家门口🚗堵了 𠮷", applicants__0__name="李𬭎")
    case = db.session.scalars(select(Case)).unique().one()
    assert (case.title, case.parties[0].name) == ("家门口🚗堵了 𠮷", "李𬭎")


def test_control_characters_are_dropped(as_user, cast):
    clerk = as_user("clerk")
    answer = send(clerk, cast, title="楼上\x00漏\x08水", description="一\r\n二\t三\x00")
    assert answer.status_code == 303
    case = db.session.scalars(select(Case)).unique().one()
    assert (case.title, case.description) == ("楼上漏水", "一\n二\t三")
    page = clerk.page(answer.headers["Location"]).text
    assert "“事项名称”里有看不见、不能保存的字符，已经去掉：U+0000（空字符）、U+0008（退格）。" in page


def test_a_name_that_loses_a_mark_says_so_and_a_number_does_not(as_user, cast):
    clerk = as_user("clerk")
    marks = {"applicants-0-name": "张\u200e三", "applicants-0-phone": "\u202d15400000001\u202c"}
    page = clerk.page(send(clerk, cast, **marks).headers["Location"])
    assert "“姓名或名称”第 1 项里有看不见、不能保存的字符，已经去掉：U+200E（改变文字方向）。" in page.text
    assert "联系电话”里" not in page.text


@pytest.mark.skipif(not (ROOT / "build/fonts/fonts.json").exists(), reason="make fonts has not run")
def test_what_no_font_has_is_said_at_once(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.page(send(clerk, cast, title="𓀀 楼上漏水😡", description="龚\ue863").headers["Location"])
    assert "“事项名称”里有字体中没有的字，打印时写成代码：𓀀〔U+13000〕。" in page.text
    assert page.text.count("打印时写成代码") == 1


def test_bytes_that_are_no_text_do_no_harm(as_user, cast):
    client = as_user("clerk")
    fields = client.page("/cases/new")
    token = fields.fields(fields.form())["csrf_token"].encode()
    body = b"csrf_token=" + token + b"&title=%FF%FE%00%ED%A0%80&description=\xff\xfe\x80"
    answer = client.post("/cases/new", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%FF%FE",
        "q=%ED%A0%80",
        "q=" + "长" * 3000,
        "status=%27",
        "kind=%25",
        "level[]=x",
        "q=1&q=2",
        "overdue=sooner",
        "q=(",
        "q=%5C",
    ],
)
@pytest.mark.parametrize("path", ["/cases", "/people"])
def test_odd_searches_find_nothing_but_answer(as_user, cast, path, query):
    assert as_user("clerk").page(f"{path}?{query}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/cases/99999999999999999999",
        "/cases/0",
        "/cases/-1",
        "/cases/x",
        "/people/2147483648",
        "/files/4294967296",
        "/cases/1%00",
        "/check/%00",
        "/check/" + "长" * 500,
        "/%FF",
    ],
)
def test_odd_addresses_are_not_found(as_user, cast, path):
    assert as_user("clerk").get(path).status_code == 404


def test_a_body_without_end_is_refused(as_user, cast):
    answer = send(as_user("clerk"), cast, description="长" * 1_000_000)
    assert answer.status_code == 413
    assert "文件太大" in answer.get_data(as_text=True)
