"""What the requests and consents of a resident owe to that resident: a copy, and that purposes are gone with the name."""

from sqlalchemy import delete

from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.privacy.consents import Consent


def held(person: Person) -> dict[str, list[dict[str, str]]]:
    """Consents, those taken back too."""
    rows = [
        {
            "同意的内容": each.scope_name,
            "用途": each.purpose,
            "怎么同意的": each.told,
            "日期": f"{each.given_on}",
            "现在": each.state_name,
        }
        for each in db.session.scalars(Consent.of(person))
    ]
    return {"同意": rows} if rows else {}


def under_way(person: Person) -> list[OpenRecord]:
    """A consent is never under way."""
    return []


def erase(person: Person) -> list[str]:
    """Delete them: nothing is done any more that they would allow. That they were given stands in the trail."""
    gone = db.session.execute(delete(Consent).where(Consent.person_id == person.id)).rowcount
    return [f"登记的 {gone} 条同意已删除。"] if gone else []
