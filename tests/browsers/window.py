"""What a clerk at the window sends: the fields of a form and the button that was pressed, as a browser without script does."""

from random import choices

from lxml import etree

from tests.browsers.wire import Answer, Wire


def somebody() -> str:
    """A name that nobody has who is on record: a clerk who enters it is asked nothing."""
    return "欧" + "".join(choices("安宁康泰和顺吉祥如意福禄寿喜春夏秋冬梅兰竹菊松柏", k=4))


def untouched(form: etree._Element) -> dict[str, str]:
    """What the form of a page sends as it stands; of a list without a choice, the last one."""
    fields = {
        each.get("name"): each.get("value") or "" for each in form.xpath(".//input[not(@type='radio') or @checked]")
    }
    return fields | {
        each.get("name"): each.xpath("string((.//option[@selected] | (.//option)[1])[last()]/@value)")
        for each in form.xpath(".//select")
    }


def new_case(wire: Wire, title: str) -> dict[str, str]:
    """The form of a new case, filled in."""
    form = wire.get("/cases/new").tree.xpath("//form[@data-draft-url]")[0]
    return untouched(form) | {
        "title": title,
        "kind": "0201",
        "description": "占了过道。",
        "applicants-0-person_id": "new",
        "applicants-0-name": "赵六",
        "unit_id": form.xpath("string(.//select[@name='unit_id']/option[1]/@value)"),
        "applicants-0-kind": "person",
        "respondents-0-kind": "person",
        "applicants-0-id_type": "",
        "respondents-0-id_type": "",
    }


def registered(wire: Wire, title: str) -> str:
    """Register a case; answers its address."""
    answer = wire.post("/cases/new", new_case(wire, title))
    assert answer.status == 303, answer.text
    return answer.headers["Location"]


def press_in_row(wire: Wire, title: str, **headers: str) -> Answer:
    """Press the button in the row of the case `title`, among those that wait to be accepted."""
    page = wire.get("/cases?status=registered")
    button = page.tree.xpath(f"//tr[contains(., '{title}')]//button")[0]
    fields = untouched(button.xpath("ancestor::form")[0]) | {button.get("name"): button.get("value")}
    return wire.post(button.get("formaction"), fields, **headers)
