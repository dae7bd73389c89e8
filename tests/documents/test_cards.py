"""Cards and sheets for the wall: how many a page, and that nothing runs over."""

import io

import pikepdf
import pytest

from portal.documents.cards import Card, cards
from portal.documents.poster import poster


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@pytest.mark.parametrize(("number", "sheets"), [(1, 1), (10, 1), (11, 2)])
def test_ten_cards_a_sheet(app, number, sheets):
    with app.test_request_context():
        card = Card(
            kind="就餐卡",
            name="阿拉腾·敖其尔",
            facts=("编号 00001", "泰兴社区"),
            code="12345 67890",
            note="拾到请交社区" * 6,
        )
        assert pages(cards([card] * number, "就餐卡")) == sheets


def test_a_sheet_for_the_wall_is_one_page_whatever_its_title(app):
    with app.test_request_context():
        lines = (
            "一、写学员姓名、联系人和电话。",
            "二、不满 14 岁的，由监护人填写并同意（个人信息保护法第三十一条）。",
            "三、抄下编号和查询码，上课签到、退出都要用到。",
        )
        assert (
            pages(
                poster(
                    "报名：青少年心理拓展：一起走过去、走下去、走出来",
                    "达拉特旗昭君街道",
                    "/family_courses/public/5/courses/22/enrolments/new",
                    lines,
                )
            )
            == 1
        )
