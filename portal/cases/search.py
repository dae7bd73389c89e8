"""Cases in the global search."""

from portal.accounts.models import User
from portal.cases.list_page import mentions
from portal.cases.models import STATES, Case
from portal.extensions import db
from portal.plugin.contributions import MOST_HITS, Hit
from portal.web.pages.formatting import day


def hits(text: str, reader: User) -> list[Hit]:
    """Cases by number, title or party, newest first, of those the reader may see."""
    if not reader.can("cases.view"):
        return []
    found = Case.visible_to(reader).where(mentions(text, reader)).order_by(Case.created_at.desc(), Case.id.desc())
    columns = (Case.id, Case.title, Case.number, Case.status, Case.created_at)
    rows = db.session.execute(found.with_only_columns(*columns, maintain_column_froms=True).limit(MOST_HITS))
    return [
        Hit("事项", row.title, f"/cases/{row.id}", f"{row.number}　{STATES[row.status].name}　{day(row.created_at)}")
        for row in rows
    ]
