"""调解意愿 in the form 登记事项; put right later on the page of the case, and told on its timeline."""

from typing import Any

from flask_login import current_user
from wtforms import SelectField

from plugins.mediation.models.wish import WISHES, Wish
from portal.cases.models import Case
from portal.plugin.contributions import CaseFields, PartForm

PRIVATE_LAW = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10")  # disputes that may be mediated


class WishForm(PartForm):
    """调解意愿: what the parties said when the case was registered."""

    wish = SelectField("是否愿意人民调解", choices={"": "还没有询问"} | WISHES)


def keep(case: Case, values: dict[str, Any]) -> None:
    """Store it; what it was changed to stands on the timeline."""
    if not values["wish"] and len(case.events) <= 1:
        return  # just registered, and nobody was asked
    if values["wish"] == Wish.of(case):
        return
    Wish.keep(case, values["wish"])
    case.move("note", by=current_user, title="调解意愿", note=WISHES.get(values["wish"], "还没有询问") + "。")


def read(case: Case) -> dict[str, Any]:
    return {"wish": Wish.of(case)}


FIELDS = CaseFields("调解意愿", WishForm, keep, kinds=PRIVATE_LAW, read=read)
