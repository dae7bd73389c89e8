"""The five documents as printed: read back, looked at by three programs, and where pages break."""

import io
import re

import pikepdf
import pymupdf
import pytest
from dispute_sample import (
    BREACH,
    CHECK,
    COMMITTEE,
    COMPANY,
    FACTS,
    HERDER,
    ISSUES,
    LONG_ORGANISATION,
    NEIGHBOUR,
    NUMBER,
    PARTIES,
    SAID,
    TERMS,
    TITLES,
    clauses,
    dispute,
    herder,
    session,
    sheet,
)
from dispute_sample import agreement as text_of

from portal.cases.models import Party


def two_parties(**changes):
    """The dispute between two, before one mediator; `changes` are of the text."""
    return dispute(parties=(HERDER, COMPANY), mediators=("孟和",), text=text_of(**changes))


def known(party: Party) -> list[str]:
    """Everything known about a party that a paper must say."""
    person = ("gender", "ethnicity", "id_number", "occupation", "workplace", "address", "phone")
    names = person if party.person else ("uscc", "legal_person", "address", "phone")
    return [value for value in (*(getattr(party.who, name) for name in names), party.agent) if value]


@pytest.fixture(scope="module")
def agreement(renderer, fill) -> bytes:
    return renderer.render(fill("agreement"), title="人民调解协议书", copies=dispute().copies)


def pages(pdf: bytes) -> list[str]:
    """The text of every page, without the line ends and spaces of the layout."""
    with pymupdf.open(stream=pdf) as document:
        return [re.sub(r"[\s\u3000]", "", page.get_text()) for page in document]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", TITLES)
def test_every_document_names_itself_the_case_and_every_party(renderer, fill, name):
    text = "".join(pages(renderer.render(fill(name), title=TITLES[name])))
    for part in (TITLES[name], squeezed(NUMBER), CHECK.code, HERDER.name, NEIGHBOUR.name, LONG_ORGANISATION):
        assert part in text


def test_agreement_holds_every_party_term_and_amount(agreement):
    text = "".join(pages(agreement))
    for party in PARTIES:
        for value in known(party):
            assert squeezed(value) in text
    for value in ("1968年3月9日", "58岁", "43岁"):
        assert value in text
    for term in TERMS:
        assert squeezed(term) in text
    for amount in ("￥18,000.00", "壹万捌仟元整", "8,000.00", "捌仟元整", "5,000.50", "伍仟元零伍角整"):
        assert amount in text
    for part in (ISSUES, BREACH, COMMITTEE, "2026年11月21日", "2027年1月31日"):
        assert squeezed(part) in text
    for line in FACTS.splitlines():
        assert line in text


def test_each_copy_is_numbered_and_counts_its_own_pages(agreement, renderer, fill):
    single = pages(renderer.render(fill("agreement"), title="人民调解协议书"))
    several = pages(agreement)
    assert len(several) == 4 * len(single)
    for at, text in enumerate(several):
        copy, page = divmod(at, len(single))
        assert f"第{copy + 1}份共4份" in text
        assert f"—{page + 1}—" in text
        assert text.replace(f"第{copy + 1}份共4份", "") == single[page]


def test_copies_add_no_fonts_and_few_bytes(agreement, renderer, fill):
    single = renderer.render(fill("agreement"), title="人民调解协议书")
    assert len(single) <= 170 * 1024
    assert len(agreement) <= len(single) + 3 * 8 * 1024


def test_a_two_party_agreement_of_three_pages_is_small(renderer, fill):
    html = fill("agreement", dispute=two_parties(responsibilities=[]))
    pdf = renderer.render(html, title="人民调解协议书")
    assert len(pages(pdf)) == 3
    assert len(pdf) <= 170 * 1024


def test_rights_notice_holds_the_law(renderer, fill):
    text = "".join(pages(renderer.render(fill("rights"), title="人民调解权利义务告知书")))
    for part in (
        "依法设立的调解民间纠纷的群众性组织",
        "不收取任何费用",
        "自愿、平等",
        "选择或者接受人民调解员",
        "接受调解、拒绝调解或者要求终止调解",
        "要求调解公开进行或者不公开进行",
        "自主表达意愿、自愿达成调解协议",
        "如实陈述纠纷事实",
        "遵守调解现场秩序，尊重人民调解员",
        "尊重对方当事人行使权利",
        "要求其回避",
        "具有法律约束力",
        "第二百零五条、第二百零六条",
        "三十日内，共同",
        "仲裁、行政、司法等途径",
    ):
        assert part in text


def test_record_holds_every_statement(renderer, fill):
    text = "".join(pages(renderer.render(fill("record"), title="人民调解记录")))
    for speaker, said in SAID:
        assert speaker in text
        assert squeezed(said) in text
    for part in ("2026年11月18日9时30分", "郭建国", "达成协议"):
        assert part in text


def test_a_draft_says_so_on_every_page_and_an_issued_document_nowhere(renderer, fill):
    draft = renderer.render(fill("record", sheet=sheet("人民调解记录", draft=True)), title="草稿")
    assert all("草稿" in text for text in pages(draft))
    assert "草稿" not in "".join(pages(renderer.render(fill("record"), title="人民调解记录")))


def test_typed_markup_is_printed_not_obeyed(renderer, fill):
    typed = dispute(text=text_of(facts="<b>甲&乙</b>", issues="<img src=x>", terms=clauses("<p>一")))
    text = "".join(pages(renderer.render(fill("agreement", dispute=typed), title="人民调解协议书")))
    assert "<b>甲&乙</b>" in text
    assert "<imgsrc=x>" in text


def test_archival_metadata(agreement):
    with pikepdf.open(io.BytesIO(agreement)) as pdf:
        assert pdf.docinfo["/Title"] == "人民调解协议书"
        assert pdf.Root.Lang == "zh-CN"
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
        assert "/OutputIntents" in pdf.Root


def test_names_with_a_dot_and_account_numbers_stay_on_one_line(agreement):
    with pymupdf.open(stream=agreement) as document:
        lines = [line for page in document for line in page.get_text().splitlines()]
    assert not [line for line in lines if line.startswith("·") or line.endswith("·")]
    assert any("6217000010000000001" in line for line in lines)
    assert any(HERDER.person.id_number in line for line in lines)


@pytest.mark.parametrize("lines", range(0, 27, 2))
def test_signatures_stand_together_and_never_alone(renderer, fill, lines):
    facts = "\n".join(f"第{number}行事实。" for number in range(lines))
    html = fill("agreement", dispute=two_parties(facts=facts, instalments=[], responsibilities=[]))
    last = pages(renderer.render(html, title="人民调解协议书"))[-1]
    assert "本协议书一式3份" in last
    for part in (
        "申请人阿拉腾",
        "（代表签名并盖章）",
        "人民调解员孟和",
        "记录人",
        "（调委会印章）",
        "2026年11月21日",
    ):
        assert part in last


@pytest.mark.parametrize("characters", range(0, 60, 6))
def test_signatures_never_stand_alone_after_a_last_paragraph_of_any_length(renderer, fill, characters):
    long = session(said=SAID * 2, result="结" * (29 * 6 + characters))
    last = pages(renderer.render(fill("record", session=long), title="人民调解记录"))[-1]
    assert "以上记录已交各方当事人阅读" in last
    assert last.index("以上记录") < last.index("申请人阿拉腾")
    assert "记录人张堃" in last


def test_twelve_parties_all_get_a_line(renderer, fill):
    herders = [herder(10 + number, f"牧户{number:02d}") for number in range(11)]
    parties = (*herders, COMPANY)
    text = pages(renderer.render(fill("agreement", dispute=dispute(parties=parties)), title="人民调解协议书"))
    for party in parties:
        signing = "代表签名并盖章" if party.organisation else "签名、盖章或捺印"
        assert f"{party.side_name}{party.name}（{signing}）" in "".join(text)
    assert "（签名）" in text[-1]
    assert "（调委会印章）" in text[-1]
    assert "一式13份" in "".join(text)


def _letter(lines: int) -> str:
    """A publication with so many lines, and its seal."""
    return (
        "<!doctype html><title>公示</title><body><h1>公示</h1>"
        + "<p>经初核、复核，现予公示。</p>" * lines
        + '<div class="seal"><p>昭君街道</p><p class="note">（印章）</p><p>2026年11月28日</p></div>'
    )


def test_a_seal_that_does_not_fit_draws_the_lines_closer_before_it_goes_overleaf(renderer):
    """20 lines fit as they are, 23 with closer lines; of more some go overleaf with it."""
    said = "经初核、复核，现予公示。"
    found = {lines: pages(renderer.render(_letter(lines), title="公示")) for lines in (20, 21, 23, 24, 30)}
    assert [len(each) for each in found.values()] == [1, 1, 1, 2, 2]
    assert all(said in each[-1] for each in found.values())


def test_numbers_with_their_unit_are_not_broken(renderer):
    """Whatever stands before them on the line: of a day, between its parts at most, so that lines are full."""
    for before in range(18, 29):
        words = f"<!doctype html><title>样</title><p>{'字' * before}2026年11月21日，同意 5 票，反对 12 票。"
        with pymupdf.open(stream=renderer.render(words, title="样")) as document:
            lines = [line.strip() for line in document[0].get_text().splitlines()]
        for part in ("2026年", "11月", "21日", "5 票", "12 票"):
            assert any(part in line for line in lines), (before, lines)
