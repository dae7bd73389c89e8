"""文字几乎相同: what a committee writes again and again is told, and keeps nobody from anything."""

import pytest

from plugins.mediation.checking.likeness import are_alike, bands, sketch
from plugins.mediation.models import Agreement, Dispute
from portal import clock
from portal.extensions import db
from portal.testing.statements import statements

TERMS = [
    "被申请人张三于2026年12月31日前一次性付给申请人李四漏水损失3000元，转账至申请人的银行账户。",
    "申请人李四收到以上款项以后，双方就楼上漏水的事再无其他争议，互不追究。",
]
HINT = "另外 3 份协议文字几乎相同"


def alike(one: list[str], other: list[str], *names: str) -> bool:
    left, right = (sketch(each, list(names)) for each in (one, other))
    return are_alike(left, right) and bool(set(bands(left)) & set(bands(right)))


def test_names_sums_and_days_make_no_difference():
    other = [
        each.replace("张三", "巴特尔")
        .replace("李四", "乌云其其格")
        .replace("3000元", "壹万贰仟元整")
        .replace("2026年12月31日", "二〇二七年三月一日")
        for each in TERMS
    ]
    assert alike(TERMS, other, "张三", "李四", "巴特尔", "乌云其其格")


def test_another_matter_is_another_text():
    other = ["被申请人在院墙西侧退让半米，拆除搭在公共巷道里的棚子，双方以现有的院墙为界。", TERMS[1]]
    assert not alike(TERMS, other, "张三", "李四")


def test_of_a_figure_alone_nothing_is_compared():
    assert sketch(["3000元"], []) == b""


@pytest.fixture
def copied(written):
    """`copied(n)` keeps n final agreements of other disputes of the committee with the terms of `written`."""

    def keep(many: int, *, final: bool = True) -> None:
        for number in range(many):
            row = {
                each.name: getattr(written, each.key)
                for each in Dispute.__table__.columns
                if each.name not in ("id", "number")
            }
            other = Dispute(**row, number=f"（2026）昭君人调字第 {900 + number} 号")
            other.agreement = Agreement(facts="", issues="", frozen_at=clock.now() if final else None)
            db.session.add(other)
            db.session.flush()
            other.agreement.compare([each.text for each in written.agreement.terms])
        written.agreement.compare([each.text for each in written.agreement.terms])
        db.session.commit()

    return keep


@pytest.mark.database
def test_it_is_told_beside_the_terms_with_the_measure(as_user, written, copied):
    copied(3)
    page = as_user("mediator").page(f"/mediation/disputes/{written.id}/agreement")
    assert HINT in page.text
    assert "每五个字一组，九成以上相同" in page.text


def test_below_the_number_of_the_district_nothing_is_told(as_user, written, copied):
    copied(2)
    assert "几乎相同" not in as_user("mediator").page(f"/mediation/disputes/{written.id}/agreement").text


def test_drafts_of_others_do_not_count(as_user, written, copied):
    copied(3, final=False)
    assert "几乎相同" not in as_user("mediator").page(f"/mediation/disputes/{written.id}/agreement").text


def test_it_keeps_nobody_from_making_the_text_final(as_user, written, copied):
    copied(3)
    client, address = as_user("mediator"), f"/mediation/disputes/{written.id}"
    assert client.fill(client.page(f"{address}/agreement"), button=("final", "1")).url == f"{address}/signatures"


def test_whoever_looks_at_the_dossier_is_told(as_user, agreed, copied):
    copied(3)
    assert HINT in as_user("director").page(f"/mediation/disputes/{agreed.id}/dossier").text


@pytest.mark.database
def test_the_list_finds_those_that_are_like_another(as_user, agreed, copied):
    client = as_user("director")
    assert "没有符合条件的纠纷" in client.page("/mediation/disputes?alike=1").text
    copied(1)
    assert agreed.number in client.page("/mediation/disputes?alike=1").text


@pytest.mark.database
def test_a_copy_among_many_is_found_by_the_index(cast, written, copied):
    copied(3)
    with statements() as sent:
        assert len(written.alike(cast.mediator)) == 3
    assert sum("mediation_likeness_band" in each for each in sent) == 1
    if db.engine.dialect.name == "sqlite":
        asked = "SELECT agreement_id FROM mediation_likeness_band WHERE committee_id = 1 AND value = 2 ORDER BY agreement_id DESC"
        plan = str(db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all())
        assert "ix_mediation_likeness_band_value" in plan
        assert "TEMP B-TREE" not in plan
