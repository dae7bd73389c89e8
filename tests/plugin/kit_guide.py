"""Run in a process of its own by test_guide_kit, so that its tables are in no other test: works with the plugin of the guide, which is on the path, as an office would."""

import io
import sys
from pathlib import Path

import xlsxwriter
from argon2 import PasswordHasher

from portal import clock, create_app
from portal.accounts import models as accounts
from portal.config import Settings
from portal.extensions import db, limiter
from portal.migrating import upgrade_all
from portal.testing import cast as casting
from portal.testing.client import PortalClient


def main(folder: Path) -> None:
    accounts.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app = create_app(Settings(env="testing", instance=folder, public_url="http://localhost"))
    app.test_client_class, limiter.enabled = PortalClient, False
    with app.app_context():
        upgrade_all()
        cast = casting.assemble(("lamps",))
        db.create_all()
        db.session.commit()
        depot = found_depot(cast.street)
    people = {name: somebody(app, cast.user_ids[name]) for name in ("clerk", "director", "outsider")}
    url = report_and_repair(people["clerk"])
    accept(people["director"], url)
    look(people, url)
    import_roster(people["director"], depot)


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
