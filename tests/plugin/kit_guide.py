"""Run in a process of its own by test_guide_kit, so that its tables are in no other test: works with the plugin of the guide, which is on the path, as an office would."""

import io
import re
import sys
from pathlib import Path

import xlsxwriter
from sqlalchemy import select

from portal import clock
from portal.demo.names import NameBook
from portal.extensions import db, limiter
from portal.migrating import upgrade_all
from portal.records.stage import Stage
from portal.testing import cast as casting
from portal.testing.application import built
from portal.testing.client import PortalClient


def main(folder: Path) -> None:
    app = built(folder, "")
    limiter.enabled = False
    with app.app_context():
        upgrade_all()
        cast = casting.assemble(("lamps",))
        db.create_all()
        db.session.commit()
        depot = found_depot(cast.street)
        play(cast)
    people = {name: somebody(app, cast.user_ids[name]) for name in ("clerk", "director", "outsider")}
    url = report_and_repair(people["clerk"])
    accept(people["director"], url)
    look(people, url)
    import_roster(people["director"], depot)
    residents_report(app, cast.unit_ids["street"], people)


def somebody(app, user_id: int) -> PortalClient:
    client = app.test_client()
    client.be(user_id)
    return client


def found_depot(street) -> int:
    from lamps.models import Depot

    depot = Depot()
    depot.place(street)
    db.session.add(depot)
    db.session.commit()
    return depot.id


def report_and_repair(clerk: PortalClient) -> str:
    page = clerk.fill(clerk.page("/lamps/outages/new"), title="三号灯杆")
    assert "已登记：昭君街道路灯〔" in page.text
    url = page.url
    assert "维修队修复" in page.text, "what comes next"
    assert "三号灯杆" in clerk.page("/").text, "it waits on the desk"
    assert clerk.get(f"{url}/acceptance").status_code == 403
    assert clerk.get(f"{url}/acceptance.pdf").status_code == 409
    refused = clerk.fill(clerk.page(f"{url}/repair"), cost="很多")
    assert refused.status == 422
    page = clerk.fill(clerk.page(f"{url}/repair"), cost="85.50")
    assert "费用 85.50 元" in page.text
    assert "待验收" in page.text
    return url


def accept(director: PortalClient, url: str) -> None:
    assert "三号灯杆" in director.page("/").text
    page = director.fill(director.page(f"{url}/acceptance"), text="亮了")
    assert "亮了" in page.text
    assert "已验收" in page.text


def play(cast) -> None:
    from lamps.samples import OUTAGES

    stage = Stage(cast, cast.street, NameBook())
    reached = {status: OUTAGES.bring(status, stage).status for status in OUTAGES.reachable}
    assert list(reached) == list(reached.values()) == ["reported", "repaired", "accepted", "withdrawn"]
    dear = OUTAGES.bring("repaired", stage, given={OUTAGES.model.repair: {"cost": 12_00}})
    assert dear.cost_fen == 12_00
    db.session.rollback()


def look(people: dict[str, PortalClient], url: str) -> None:
    clerk = people["clerk"]
    assert "三号灯杆" in clerk.page("/lamps/outages?status=accepted").text
    assert "三号灯杆" not in clerk.page("/lamps/outages?status=reported").text
    assert clerk.get("/lamps/outages.xlsx").status_code == 200
    assert "85.50" in clerk.page("/lamps/statistics").text
    assert "三号灯杆" in clerk.page("/lamps/statistics/state?line=accepted&of=0").text
    printed = clerk.get(f"{url}/acceptance.pdf")
    assert printed.data.startswith(b"%PDF")
    assert people["outsider"].get(url).status_code == 404
    assert "三号灯杆" not in people["outsider"].page("/lamps/outages").text


def import_roster(director: PortalClient, depot: int) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((("姓名", "从哪天起"), ("张三", str(clock.today())), ("李四", "不知道"))):
            sheet.write_row(number, 0, line)
    page = director.page(f"/lamps/depots/{depot}/import/repairers")
    report = director.fill(page, upload=(io.BytesIO(stream.getvalue()), "维修员.xlsx"))
    assert "可以导入 1 行" in report.text
    assert "第 3 行" in report.text
    assert "已导入 1 行" in director.fill(report, action=report.url).text


def residents_report(app, street: int, people: dict[str, PortalClient]) -> None:
    resident, landing = app.test_client(), f"/public/{street}"
    assert "/lamps/public" in " ".join(resident.page(landing).links())
    form = resident.page(f"/lamps/public/{street}/reports/new")
    refused = resident.fill(form, title="桥头那盏", sender="", phone="12")
    assert (refused.status, "请填写联系人姓名" in refused.text) == (422, True)
    assert refused.fields(refused.form())["title"] == "桥头那盏", "nothing typed is lost"
    answers = [resident.fill(refused, sender="王桂兰", phone="13804770001") for _ in range(2)]
    number, code = told(answers[0])
    assert told(answers[1]) == (number, code), "the same press twice is one report, and tells the same code"
    assert people["clerk"].page("/lamps/outages").text.count("桥头那盏") == 1
    assert code.replace("-", "") not in str(stored_codes(app)), "only its hash is stored"
    follow = resident.page(f"/lamps/public/{street}/reports")
    guess = resident.fill(follow, number=number, code="AAAA-BBBB")
    assert (guess.status, "编号或者查询码不对" in guess.text) == (422, True)
    assert resident.fill(follow, number="2026-9999", code=code).text.count("编号或者查询码不对") == guess.text.count(
        "编号或者查询码不对"
    ), "nobody learns which numbers there are"
    found = resident.fill(follow, number=brief(number), code=code.lower().replace("-", " "))
    assert ("待修" in found.text, "桥头那盏" in found.text) == (True, True)
    assert "王桂兰" not in found.text
    assert "已撤回" in resident.fill(found).text
    again = resident.fill(found)
    assert again.status == 409
    stale = resident.fill(form, title="另一盏", sender="王桂兰", phone="13804770001", _once="x")
    assert (stale.status, "页面停留太久" in stale.text) == (422, True)
    signed_in = people["clerk"].fill(
        people["clerk"].page(f"/lamps/public/{street}/reports/new"), title="街口", sender="李四", phone="13804770002"
    )
    assert signed_in.status == 422, "who has signed in uses the form of the office"
    sheet = people["clerk"].get(f"/lamps/sheets/{street}/reports/new.pdf")
    assert sheet.data.startswith(b"%PDF")
    assert people["outsider"].get(f"/lamps/sheets/{street}/reports/new.pdf").status_code == 403
    slowed_down(app, street)


def slowed_down(app, street: int) -> None:
    """A hundred wrong codes, those of before among them."""
    guesser, path = app.test_client(), f"/lamps/public/{street}/reports"
    with clock.pretend(clock.now()):
        answers = [guesser.post(path, data={"number": "2026-1", "code": "AAAABBBB"}).status_code for _ in range(101)]
    assert answers == sorted(answers)
    assert 90 <= answers.count(422) <= 100


def told(page) -> tuple[str, str]:
    """Number and code, as the answer page shows them."""
    found = re.search(r"编号\s*(\S+号).*查询码\s*([0-9A-Z]{4}-[0-9A-Z]{4})", page.text)
    assert found, page.text
    return found[1], found[2]


def brief(number: str) -> str:
    return "-".join(re.findall(r"\d+", number))


def stored_codes(app) -> list[str]:
    from lamps.models import Outage

    with app.app_context():
        return list(db.session.scalars(select(Outage.code_hash)))


def open_outage(app, title: str) -> str:
    from lamps.models import Outage

    with app.app_context():
        return f"/lamps/outages/{db.session.scalar(select(Outage.id).where(Outage.title == title))}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
