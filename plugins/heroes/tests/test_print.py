"""The papers, read back."""

import io
from urllib.parse import unquote

from pypdf import PdfReader

from portal import clock
from portal.documents.wording import chinese_day
from portal.extensions import db


def text_of(answer) -> str:
    assert answer.mimetype == "application/pdf", answer.get_data(as_text=True)[:500]
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages)


def test_every_paper_says_what_it_must_and_is_reprinted_as_it_was(as_user, cast, bring):
    deed = bring("awaiting", people=2)
    deed.give_opinion("police", "情况属实", "昭君派出所", clock.today(), by=cast.director)
    deed.confirm("属实。", by=cast.district)
    first, second = deed.heroes
    base, statement, number = f"/heroes/deeds/{deed.id}", deed.statements[0].id, deed.number
    db.session.commit()
    director = as_user("director")
    said = text_of(director.get(f"{base}/application.pdf"))
    for expected in (
        "见义勇为行为申报表",
        number,
        first.name,
        first.person.id_number,
        second.name,
        "群体",
        "城南水库",
        "昭君派出所",
        "接处警记录",
        "见证人甲",
        "不要求保密",
    ):
        assert expected in said, expected
    assert "属实" in text_of(director.get(f"{base}/statements/{statement}.pdf"))
    notice = text_of(director.get(f"{base}/notice.pdf"))
    assert first.name in notice
    assert first.person.id_number not in notice, "what hangs on the wall holds nothing private"
    paper = director.get(f"{base}/confirmation.pdf")
    assert "现予确认" in text_of(paper)
    assert director.get(f"{base}/confirmation.pdf").data == paper.data


def test_the_certificate_is_landscape_and_gone_after_revocation(as_user, cast, bring):
    deed = bring("commended", condition="dead")
    honour = deed.heroes[0].honours[0]
    url, name, title = f"/heroes/deeds/{deed.id}/honours/{honour.id}.pdf", deed.heroes[0].name, honour.title
    director = as_user("director")
    answer = director.get(url)
    said = text_of(answer)
    pages = PdfReader(io.BytesIO(answer.data)).pages
    assert len(pages) == 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    for expected in (name, title, "追授", chinese_day(honour.conferred_on)):
        assert expected in said, expected
    deed.revoke("骗取", by=cast.district)
    db.session.commit()
    assert director.get(url).status_code == 409


def test_too_early_is_a_conflict(as_user, bring):
    base = f"/heroes/deeds/{bring('investigating').id}"
    director = as_user("director")
    for paper in ("notice", "confirmation"):
        assert director.get(f"{base}/{paper}.pdf").status_code == 409


def test_the_name_of_a_file_says_which_paper_it_is_and_of_which_deed(as_user, cast, bring):
    deeds = [bring("commended", title=title) for title in ("救起落水的人", "制服歹徒")]
    director = as_user("director")
    names = [
        unquote(director.get(f"/heroes/deeds/{each.id}/confirmation.pdf").headers["Content-Disposition"])
        for each in deeds
    ]
    assert len(set(names)) == 2
    for name, deed in zip(names, deeds, strict=True):
        assert deed.number in name
        assert "确认" in name
        assert f"filename={deed.id}-confirmation.pdf" in name
