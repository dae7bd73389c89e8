"""Run in a process of its own by test_cookbook: a day of work with the plugin of docs/cookbook.md, which is on the path."""

import io
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from portal import clock
from portal.cases.models import Case
from portal.extensions import db, limiter
from portal.jobs.schedule import make_due
from portal.migrating import upgrade_all
from portal.people import data_rights
from portal.people.models import Person
from portal.plugin.hookspecs import Context
from portal.plugin.models import Activation
from portal.testing import cast as casting
from portal.testing import factories
from portal.testing.application import built
from portal.testing.client import PortalClient
from portal.testing.pictures import photo


def main(folder: Path) -> None:
    app = built(folder, "")
    limiter.enabled = False
    assert not app.extensions["portal_plugins"].failures, app.extensions["portal_plugins"].failures
    with app.app_context():
        upgrade_all()
        cast = casting.assemble(("homes",))
        db.create_all()
        number = factories.book.person(kind="han").id_number
        db.session.commit()
    people = {
        name: somebody(app, cast.user_ids[name]) for name in ("clerk", "director", "district", "outsider", "auditor")
    }
    with app.app_context():
        url = enter(people["clerk"], number)
        quarrel(people, url)
        late(people["clerk"], cast)
        install(people, url)
        look(people)
        forget()
        oversee(people["district"], cast)


def somebody(app, user_id: int) -> PortalClient:
    client = app.test_client()
    client.be(user_id)
    return client


def home():
    from homes.models import Home

    db.session.rollback()
    return db.session.scalars(select(Home).where(Home.title == "卫生间扶手")).one()


def enter(clerk: PortalClient, number: str) -> str:
    """The resident is found the second time; what is wrong is said at the field."""
    page = clerk.page("/homes/homes/new")
    wrong = clerk.fill(page, title="卫生间扶手", name="王桂兰", id_number="123")
    assert (wrong.status, wrong.fields(wrong.form())["title"]) == (422, "卫生间扶手")
    first = clerk.fill(wrong, id_number=number)
    assert "已登记：" in first.text, first.text
    other = clerk.fill(clerk.page("/homes/homes/new"), title="床边扶手", name="李四", id_number=number)
    assert other.status == 422, "the number belongs to another name"
    assert len(db.session.scalars(select(Person).where(Person.name == "王桂兰")).all()) == 1
    from_the_resident(clerk, home().person_id)
    assert "卫生间扶手" in clerk.page("/").text, "it waits on the desk"
    return first.url


def from_the_resident(clerk: PortalClient, person: int) -> None:
    """The button leads to a form that knows who it is; of somebody else there is none. A case needs a party."""
    at = f"/homes/residents/{person}/home"
    assert at in clerk.page(f"/people/{person}").links()
    page = clerk.page(at)
    assert {"name", "id_number", "person_id"}.isdisjoint(page.fields(page.form()))
    assert "已登记：" in clerk.fill(page, title="淋浴凳").text
    assert clerk.get("/homes/residents/987654/home").status_code == 404
    from homes.models import Home

    db.session.rollback()
    second = db.session.scalars(select(Home).where(Home.title == "淋浴凳")).one()
    assert (second.person_id, second.unit_id) == (person, second.person.unit_id)
    second.person = None
    db.session.commit()
    refused = clerk.get(f"/homes/homes/{second.id}/dispute")
    assert (refused.status_code, "没有当事人可登记" in refused.get_data(as_text=True)) == (422, True)


def quarrel(people: dict[str, PortalClient], url: str) -> None:
    """It becomes a case, which cannot be filed away while it is waited for, and goes on when the case is closed."""
    clerk, director = people["clerk"], people["director"]
    assert "有纠纷" in clerk.fill(clerk.page(f"{url}/dispute"), description="邻居嫌打孔太吵。").text
    case = home().case_id
    page = clerk.page(f"/cases/{case}")
    assert "来源居家改造" in "".join(page.text.split())
    number = home().number
    assert number in clerk.page("/cases?columns=title.homes_home").text
    assert number in clerk.page("/cases?homes_home=yes&columns=title.homes_home").text
    assert number in director.get("/cases/export.csv?columns=title.homes_home").get_data(as_text=True)
    director.fill(director.page(f"/cases/{case}/decline"), text="已经说和。")
    assert db.session.get(Case, case).status == "declined"
    assert home().status == "wanted"
    assert "已办结，继续安装" in clerk.page(url).text


def late(clerk: PortalClient, cast) -> None:
    """After the last day: a line on the desk, the filter, the job."""
    assert "超过了期限" not in clerk.page("/").text
    assert "卫生间扶手" not in clerk.page("/homes/homes?late=yes").text
    waiting = home()
    waiting.due_on = clock.today() - timedelta(days=1)
    db.session.commit()
    assert "有居家改造超过了期限。" in clerk.page("/").text
    assert "卫生间扶手" in clerk.page("/homes/homes?late=yes").text
    from homes.jobs import JOB, count_late

    assert JOB.at == 6
    assert make_due() > 0
    db.session.rollback()
    assert count_late(Context(cast.county, None, clock.now()), lambda *_: None) == "超过期限的居家改造 1 处。"
    assert clerk.get("/homes/round.pdf").data.startswith(b"%PDF")


def install(people: dict[str, PortalClient], url: str) -> None:
    clerk = people["clerk"]
    refused = clerk.fill(clerk.page(f"{url}/installation"), cost="380", upload=(io.BytesIO(b"no picture"), "a.jpg"))
    assert refused.status == 422
    page = clerk.fill(
        clerk.page(f"{url}/installation"), cost="380", upload=(io.BytesIO(photo(size=(40, 30))), "扶手.jpg")
    )
    assert "已安装" in page.text
    (link,) = [each for each in page.links() if "/pictures/" in each]
    assert clerk.get(link).mimetype == "image/jpeg"
    assert people["outsider"].get(link).status_code == 404


def look(people: dict[str, PortalClient]) -> None:
    clerk = people["clerk"]
    assert "380.00" in clerk.page("/homes/statistics").text
    assert "卫生间扶手" in clerk.page("/homes/homes?q=王桂兰").text
    assert "王桂兰" not in clerk.get("/homes/homes.csv").get_data(as_text=True)
    assert "打印安装路线单" in people["auditor"].page("/audit/").text


def forget() -> None:
    done = home()
    held = data_rights.export(done.person, by=None)
    assert "卫生间扶手" in str(held)
    told = data_rights.erase(done.person, "本人申请", by=None)
    assert any("已去除姓名和照片" in each for each in told), told
    db.session.commit()
    assert home().person_id is None


def oversee(district: PortalClient, cast) -> None:
    """Off for the county, on for its street: the county looks on."""
    db.session.add(Activation(plugin="homes", unit_id=cast.unit_ids["county"], state="off", reason="试验"))
    db.session.add(Activation(plugin="homes", unit_id=cast.unit_ids["street"], state="on", reason="试验"))
    db.session.commit()
    assert "卫生间扶手" in district.page("/homes/homes").text
    assert district.get("/homes/homes/new").status_code == 403


if __name__ == "__main__":
    main(Path(sys.argv[1]))
