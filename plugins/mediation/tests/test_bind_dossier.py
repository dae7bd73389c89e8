"""卷宗: in the order of its catalogue, with the signed originals as scanned, its pages numbered; what it lacks by law and by custom; how long it is kept."""

import io

import pikepdf
import pymupdf
import pytest
from pypdf import PdfReader
from werkzeug.datastructures import FileStorage

from plugins.mediation.dossiers.contents import contents
from plugins.mediation.dossiers.lacking import lacking
from plugins.mediation.dossiers.volume import VOLUME
from plugins.mediation.models.filing import Placed
from plugins.mediation.samples import DISPUTES
from portal.documents import binding
from portal.documents.models import Document
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing.pictures import photo
from portal.testing.statements import statements

UNCHANGED = 45  # statements for a volume that is kept: one is the stored version of each paper


@pytest.fixture
def closed(effective, stage):
    """Visited and closed."""
    DISPUTES.bring("closed", stage, effective)
    db.session.commit()
    return effective


@pytest.fixture
def upload(cast, closed):
    """`upload("identity", "证.jpg")` keeps a picture of so many pixels among the materials of the closed dispute."""

    def keep(purpose: str, name: str, size=(60, 80)) -> Attachment:
        sent = FileStorage(io.BytesIO(photo(size=size)), name)
        kept = Attachment.take_in(sent, subject=closed, purpose=purpose, by=cast.mediator)
        db.session.commit()
        return kept

    return keep


@pytest.fixture
def volume(as_user):
    """`volume(dispute)`: the file as pypdf reads it."""
    client = as_user("mediator")
    return lambda dispute: PdfReader(io.BytesIO(client.get(f"/mediation/disputes/{dispute.id}/volume.pdf").data))


def names(reader: PdfReader) -> list[str]:
    return [each.title for each in reader.outline]


def text(page) -> str:
    return "".join(page.extract_text().split())


def test_the_papers_stand_in_the_order_of_the_dossier_and_scans_behind_what_they_belong_to(closed, upload, volume):
    upload("payment", "收条.jpg")
    upload("identity", "身份证.jpg")
    assert names(volume(closed)) == [
        *(
            "人民调解申请书",
            "人民调解受理登记表",
            "人民调解权利义务告知书",
            "当事人身份证明核对表",
            "身份证明：身份证",
        ),
        *(
            "人民调解记录",
            "人民调解协议书",
            "履行凭证：收条",
            "人民调解回访记录",
            "人民调解结案报告",
            "卷宗情况说明",
        ),
    ]


def test_the_catalogue_names_the_page_on_which_each_part_begins(closed, volume):
    reader = volume(closed)
    starts = {each.title: reader.get_destination_page_number(each) for each in reader.outline}
    number = text(reader.pages[starts["人民调解记录"]]).split("人民")[0]
    catalogue = text(reader.pages[2])
    assert "卷内目录" in catalogue
    assert f"人民调解记录{''.join(filter(str.isdigit, number))}" in catalogue


def test_each_paper_begins_on_a_leaf_of_its_own_where_both_sides_are_printed(closed, volume):
    reader = volume(closed)
    assert {reader.get_destination_page_number(each) % 2 for each in reader.outline} == {0}


def test_the_number_is_at_the_right_on_the_front_and_at_the_left_on_the_back(as_user, closed):
    content = as_user("mediator").get(f"/mediation/disputes/{closed.id}/volume.pdf").data
    sides = {}
    with pymupdf.open(stream=content) as pdf:
        for place, page in enumerate(pdf):
            for left, _, _, bottom, word, *_ in page.get_text("words"):
                if bottom < 42 and word.isdigit():
                    sides[int(word)] = (place % 2, "right" if left > page.rect.width / 2 else "left")
    assert list(sides) == list(range(1, len(sides) + 1))
    assert set(sides.values()) == {(0, "right"), (1, "left")}


def test_the_signed_original_stands_for_the_paper(closed, volume):
    agreement = next(each for each in contents(closed) if each.key == "=agreement")
    assert [scan.file.purpose for scan in agreement.scans] == ["signed_agreement"]
    reader = volume(closed)
    at = next(reader.get_destination_page_number(each) for each in reader.outline if each.title == "人民调解协议书")
    assert "违约" not in text(reader.pages[at])  # the picture, not the text


def test_what_was_placed_as_the_signed_record_takes_its_place(cast, closed, upload, volume):
    scan = upload("other", "签字的记录.jpg")
    record = next(each for each in contents(closed) if each.name == "人民调解记录")
    closed.order_dossier([Placed(scan.id, record.key, 90)], by=cast.mediator)
    db.session.commit()
    assert "其他材料" not in "".join(names(volume(closed)))
    assert "《人民调解记录》" not in "".join(lacking(closed, contents(closed)).by_custom)


def test_it_is_kept_as_it_was_bound_until_something_in_it_changes(closed, volume, upload):
    def versions() -> list[int]:
        return db.session.scalars(db.select(Document.version).where(Document.kind == VOLUME.kind)).all()

    volume(closed), volume(closed)
    assert versions() == [1]
    upload("other", "补充.jpg")
    volume(closed)
    assert versions() == [1, 2]


def test_one_that_is_unchanged_is_handed_out_without_reading_all_of_it_anew_for_each_paper(closed, volume):
    volume(closed), volume(closed)
    with statements() as sent:
        volume(closed)
    assert len(sent) <= UNCHANGED, f"{len(sent)}:\n" + "\n\n".join(sent)


def test_it_is_an_archival_file_without_anything_that_acts(as_user, closed):
    content = as_user("mediator").get(f"/mediation/disputes/{closed.id}/volume.pdf").data
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")
        assert closed.number in told["dc:title"]
        assert "/OutputIntents" in pdf.Root
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())


def test_what_law_asks_for_is_told_apart_from_custom(as_user, cast, mediating, stage):
    DISPUTES.bring("terminated", stage, mediating)
    db.session.commit()
    told = lacking(mediating, contents(mediating))
    assert told.by_law == ["没有调解记录（人民调解法第二十七条）"]
    assert "没有身份证明的复印件" in told.by_custom
    page = as_user("mediator").page(f"/mediation/disputes/{mediating.id}/dossier")
    assert page.text.index("法律要求的，还缺") < page.text.index("按惯例应当有的，还缺")


def test_a_dossier_without_what_law_asks_for_is_filed_only_with_an_explanation(as_user, mediating, stage):
    DISPUTES.bring("terminated", stage, mediating)
    db.session.commit()
    client, url = as_user("mediator"), f"/mediation/disputes/{mediating.id}/dossier/filing"
    page = client.fill(client.page(url), retention="short")
    assert (page.status, "请写明缺什么" in page.text) == (422, True)
    client.fill(client.page(url), retention="short", defects="当事人当天和好，没有开会。")
    db.session.refresh(mediating)
    assert mediating.dossier.lacking == ["没有调解记录（人民调解法第二十七条）"]
    assert mediating.dossier.kept_for == "短期（15 年）"


def test_custom_proposes_how_long_it_is_kept(closed):
    assert closed.usual_retention == "long"
    closed.agreement.oral = True
    assert closed.usual_retention == "short"
    closed.case.kind = "0902"  # 宅基地
    assert closed.usual_retention == "permanent"


def test_a_stored_file_that_cannot_be_read_is_named(as_user, closed, upload, monkeypatch):
    upload("other", "坏的.jpg")
    monkeypatch.setattr(Attachment, "content", property(lambda self: b"\xff\xd8\xff broken"))
    page = as_user("mediator").page(f"/mediation/disputes/{closed.id}/volume.pdf")
    assert (page.status, "打不开" in page.text) == (422, True)


def test_what_is_too_large_is_told_with_its_size(as_user, closed, monkeypatch):
    monkeypatch.setattr(binding, "MOST_BYTES", 100)
    page = as_user("mediator").page(f"/mediation/disputes/{closed.id}/volume.pdf")
    assert (page.status, "不能合成一个文件" in page.text) == (422, True)


def test_scans_are_placed_on_their_page(as_user, closed, upload):
    first, second = upload("other", "一.jpg"), upload("other", "二.jpg")
    client = as_user("mediator")
    page = client.page(f"/mediation/disputes/{closed.id}/dossier/order")
    numbers = {each.id: place for place, each in enumerate(closed.materials)}
    client.fill(page, **{f"scans__{numbers[second.id]}__place": "1", f"scans__{numbers[first.id]}__turned": "270"})
    db.session.refresh(closed.dossier)
    placed = closed.dossier.placed
    assert [each.file for each in placed if each.file in (first.id, second.id)] == [second.id, first.id]
    assert {each.file: each.turned for each in placed}[first.id] == 270


def test_a_turn_that_is_none_is_refused(cast, closed):
    with pytest.raises(RuleError):
        closed.order_dossier([Placed(1, "", 45)], by=cast.mediator)


def test_the_back_cover_says_what_custom_misses(closed, volume):
    assert "没有身份证明的复印件" in text(volume(closed).pages[-1])


def test_a_scan_is_looked_at_before_it_is_turned_and_papers_open_from_the_list(closed, upload, as_user):
    client, scan = as_user("mediator"), upload("identity", "证.jpg")
    at = f"/mediation/disputes/{closed.id}"
    assert f"/files/{scan.id}" in "".join(client.page(f"{at}/dossier/order").links())
    assert f"{at}/agreement.pdf" not in client.page(f"{at}/dossier/order").links()
    assert f"{at}/acceptance.pdf" in client.page(f"{at}/dossier").links()


def test_what_custom_missed_when_it_was_filed_stays_on_the_back_cover(as_user, cast, closed, upload):
    client = as_user("mediator")
    client.fill(client.page(f"/mediation/disputes/{closed.id}/dossier/filing"))
    upload("identity", "身份证.jpg")
    db.session.refresh(closed)
    assert any("身份证明的复印件" in each for each in VOLUME.context(closed, VOLUME.parts(closed))["lacking"])
    assert "立卷时还缺" in client.page(f"/mediation/disputes/{closed.id}/dossier").text


@pytest.mark.parametrize("who", ["clerk", "director", "district"])
def test_whatever_the_dossier_leads_to_opens(as_user, closed, upload, who):
    upload("identity", "身份证.jpg")
    client = as_user(who)
    page = client.page(f"/mediation/disputes/{closed.id}/dossier")
    assert page.status == 200
    for url in page.links():
        if url.startswith(("/mediation", "/files")):
            assert client.get(url).status_code in (200, 302), url
