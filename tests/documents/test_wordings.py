"""文书用语: a district has its papers say something else, from a day on; what was issued stays as it was issued."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import render_template_string
from sqlalchemy import select

import portal.documents
from portal import clock
from portal.documents.wordings.in_use import saying
from portal.documents.wordings.models import PaperWording
from portal.documents.wordings.named_fields import faults_in
from portal.documents.wordings.passages import asking, outline, passages_of
from portal.extensions import db

FORM = """{% block content %}<h2>效力</h2>
<p{% if x %} class="flat"{% endif %}>一式 {{ copies }}{# 份数 #} 份，{{ office }}{# 出具单位 #}留存。</p>
{% set how = "当面" if x else "转账" %}<p>{{ "方式：" ~ how }}</p>
{%- for each in rows %}<td>{{ each }}</td>{% endfor %}{% endblock %}"""
COPIES = "一式 {份数} 份，{出具单位}留存。"
AGREEMENT = "mediation/documents/agreement.html"
HELD = "本协议书一式 {份数} 份，各方当事人各执 1 份，{出具单位}留存 1 份，具有同等效力。"
CHECK = "documents/check.html"  # a page
TEMPLATES = Path(portal.documents.__file__).parent / "templates/documents"
ADDRESS = "/wordings/mediation/agreement"


def written(said: dict, **values) -> str:
    context = {"copies": 3, "office": "昭君<调委会>", "x": True, "rows": ["甲", "乙"]} | values
    with saying({("t", original): text for original, text in said.items()}):
        return render_template_string(asking(FORM, "t"), **context)


def test_every_fixed_word_of_a_form_is_found_with_the_names_of_its_fields():
    found = {each.original: (list(each.fields), each.short) for each in passages_of(FORM)}
    assert found == {
        "效力": ([], False),
        COPIES: (["份数", "出具单位"], False),
        "当面": ([], True),
        "转账": ([], True),
        "方式：": ([], True),
    }


def test_a_mark_for_the_machine_is_no_wording():
    assert passages_of("<body data-state=\"{{ '草稿' if draft }}\"><p>正文</p>") == passages_of("<body><p>正文</p>")
    assert not any(each.original == "草稿" for each in passages_of((TEMPLATES / "base.html").read_text()))


def test_a_form_of_which_nothing_is_changed_says_what_it_always_said(app):
    with app.test_request_context():
        assert written({}) == render_template_string(FORM, copies=3, office="昭君<调委会>", x=True, rows=["甲", "乙"])


def test_what_a_district_writes_is_text_and_fields_and_nothing_else(app):
    said = {COPIES: "本书 {份数} 份，{{ 7*7 }} <b>{出具单位}</b>。\n另有附件。", "方式：": "付款：", "当面": "现金"}
    with app.test_request_context():
        html = written(said)
    assert '<p class="flat">本书 3 份，' in html
    assert "49" not in html
    assert "&lt;b&gt;昭君&lt;调委会&gt;&lt;/b&gt;。<br>　　另有附件。</p>" in html
    assert "<p>付款：现金</p>" in html


def test_the_outline_shows_all_wordings_with_the_names_of_fields():
    assert "<h2>效果</h2>" in outline(FORM, {"效力": "效果"})
    assert f"<p>{COPIES}</p>" in outline(FORM, {}).replace(' class="flat"', "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("一式{份数}份，金额{金额}。", "第 1 行：没有叫“金额”的字段。可以用：{份数}、{出具单位}。"),
        ("一式。\n{份数", "第 2 行：花括号没有成对。字段写成 {名称}，名称两边各一个花括号。"),
        ("一式 ｛份数｝ 份。", None),
    ],
)
def test_a_wrong_field_is_told_with_its_line_and_the_known_ones(text, fault):
    assert faults_in(text, ["份数", "出具单位"]) == ([fault] if fault else [])


def test_the_nearest_unit_decides_from_its_day_on(cast):
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)

    def say(unit, text, day=today):
        PaperWording.decide(unit, "t", "效力", text, by=None, reason="文件", valid_from=day)

    def said(day=today):
        return PaperWording.in_force(cast.street, day).get(("t", "效力"))

    say(cast.county, "旗里的")
    assert said() == "旗里的"
    say(cast.street, "街道的", tomorrow)
    assert (said(), said(tomorrow)) == ("旗里的", "街道的")
    say(cast.street, None, tomorrow)
    assert said(tomorrow) == "旗里的"


def mark_of(page, original: str) -> str:
    return next(a.get("href") for a in page.tree.iter("a") if "".join(a.itertext()) == original)


def test_the_head_of_the_district_changes_a_wording_on_a_page(as_user, cast):
    client = as_user("district")
    address = mark_of(client.page(ADDRESS), HELD)
    page = client.fill(
        client.page(address), text="本协议书 {份数} 份，司法所另存 1 份。", reason="旗司法局〔2026〕3号文"
    )
    assert "已保存" in page.text
    assert "本协议书 {份数} 份，司法所另存 1 份。" in page.text
    [row] = db.session.scalars(select(PaperWording))
    assert (row.unit_id, row.template, row.original) == (cast.county.id, AGREEMENT, HELD)


def test_nobody_words_papers_for_the_next_century(as_user, cast):
    client = as_user("district")
    page = client.page(mark_of(client.page(ADDRESS), HELD))
    page = client.fill(page, text="本协议书 {份数} 份。", reason="文件", valid_from="2199-12-31")
    assert (page.status, "最多在两年以内" in page.text) == (422, True)


def test_an_unknown_field_is_refused_at_the_box_and_nothing_is_lost(as_user, cast):
    client = as_user("district")
    address = mark_of(client.page(ADDRESS), HELD)
    page = client.fill(client.page(address), text="共 {金额} 元。", reason="文件")
    assert page.status == 422
    assert "第 1 行：没有叫“金额”的字段。可以用：{份数}、{出具单位}。" in page.text
    assert page.fields(page.form())["text"] == "共 {金额} 元。"
    assert not db.session.scalars(select(PaperWording)).all()


def test_in_every_paper_of_the_house_a_field_has_a_name_that_says_what_it_is(app):
    loader = app.jinja_env.loader
    templates = [each for each in app.jinja_env.list_templates(["html"]) if "documents/" in each and each != CHECK]
    unnamed = {
        (template, passage.original)
        for template in templates
        for passage in passages_of(loader.get_source(app.jinja_env, template)[0])
        for name in passage.fields
        if re.fullmatch(r"内容\d+", name)
    }
    assert len(templates) > 80
    assert not unnamed
