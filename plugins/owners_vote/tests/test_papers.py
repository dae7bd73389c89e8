"""The papers of a vote of owners, the import of its roll, and what its owners may ask for."""

import io

import pytest
import xlsxwriter
from flask import render_template

from plugins.owners_vote.models import Flat, OwnersVote
from plugins.owners_vote.models.vote import NOT_A_FORUM
from plugins.owners_vote.papers import vote_papers
from plugins.owners_vote.samples import VOTES
from portal.documents.sheet import Sheet
from portal.extensions import db
from portal.records import data_rights
from portal.records.import_batch import ImportBatch
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database
HERE = "/owners_vote/votes"


@pytest.fixture
def published(stage) -> OwnersVote:
    made = VOTES.bring("published", stage)
    db.session.commit()
    return made


def test_papers_of_the_way(as_user, published):
    clerk = as_user("clerk")
    for kind in ("notice", "roll", "proof", "result"):
        answer = clerk.get(f"{HERE}/{published.id}/{kind}.pdf")
        assert (kind, answer.status_code, answer.data[:4]) == (kind, 200, b"%PDF")


def test_a_decision_of_the_owners_is_never_called_a_resolution_of_a_forum(app, published):
    for paper in vote_papers.papers:
        with app.test_request_context():
            words = {
                "vote": published,
                "office": published.organiser,
                **(paper.context(published) if paper.context else {}),
            }
            text = render_template(
                f"owners_vote/documents/{paper.kind}.html", sheet=Sheet(title="", office=""), **words
            )
        assert "议事会" not in text.replace(NOT_A_FORUM, "")
        assert "决议" not in text.replace(NOT_A_FORUM, "")


def test_the_published_roll_names_nobody_in_full(app, published):
    paper = next(each for each in vote_papers.papers if each.kind == "roll")
    with app.test_request_context():
        text = render_template(
            "owners_vote/documents/roll.html",
            sheet=Sheet(title="", office=""),
            vote=published,
            office="",
            **paper.context(published),
        )
    names = [each.who.name for voter in published.voters for each in voter.owners]
    assert names
    assert not any(each in text for each in names)


def test_ballots_are_printed_while_people_vote(as_user, stage):
    vote = VOTES.bring("voting", stage)
    db.session.commit()
    assert as_user("clerk").get(f"{HERE}/{vote.id}/ballots.pdf").data[:4] == b"%PDF"
    assert as_user("grid").get(f"{HERE}/{vote.id}/ballots.pdf").status_code == 403


def test_no_ballots_after_the_count(as_user, published):
    assert as_user("clerk").get(f"{HERE}/{published.id}/ballots.pdf").status_code == 409


def book(*rows: list) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([["楼号", "房号", "建筑面积", "业主", "电话", "身份证号", "未售"], *rows]):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream


def test_a_roll_comes_from_excel_with_its_errors_and_may_be_taken_back(as_user, stage):
    vote = VOTES.begin(stage)
    db.session.commit()
    clerk, url = as_user("clerk"), f"{HERE}/{vote.id}/import/flats"
    rows = (
        ["3号楼", "101", "98.5", "张三、李四", "", "", ""],
        ["3号楼", "102", 88.25, "", "", "", "是"],
        ["3号楼", "103", "很大", "王五", "", "", ""],
    )
    report = clerk.fill(clerk.page(url), upload=(book(*rows), "名册.xlsx"))
    assert "面积写得不对" in report.text
    clerk.fill(report, f"{url}/{db.session.query(ImportBatch).one().id}")
    assert {each.door: each.area for each in db.session.query(Flat)} == {"101": 9_850, "102": 8_825}
    clerk.fill(
        clerk.page(f"{url}/{db.session.query(ImportBatch).one().id}"),
        f"{url}/{db.session.query(ImportBatch).one().id}/undoing",
    )
    assert db.session.query(Flat).count() == 0


def test_an_owner_is_found_and_forgotten(cast, stage):
    someone = factories.resident(cast.taixing)
    vote = VOTES.begin(stage)
    vote.enter_flat(
        building="3号楼",
        door="101",
        area=9_800,
        owners=[Contact(name=someone.name, phone=someone.phone, id_number=someone.id_number)],
        by=cast.clerk,
    )
    db.session.commit()
    told = data_rights.held(someone)
    assert any(row["身份"] == "业主" for rows in told.values() for row in rows)
    data_rights.erase(someone)
    db.session.commit()
    assert db.session.query(Flat).one().voter.owners[0].who.name != someone.name
    assert vote.count_now.tally.whole.heads == 1
