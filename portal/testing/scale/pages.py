"""Rules about the pages of a plugin as they are answered."""

import gzip
import re
from collections import Counter

from lxml import etree

from portal.people.id_number import check_character
from portal.plugin.scale import BRONZE, GOLD, SILVER
from portal.records.lists import ListPage
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.walk import Walk
from portal.testing.scale.declared import mounted
from portal.testing.scale.opened import Opened, one_each
from portal.testing.scale.rules import Moot, rule
from portal.testing.statements import statements

ASKING = ("hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch")
MOST_BYTES = 32 * 1024  # of a page, compressed
LIST_STATEMENTS, MOST_ALIKE = 10, 2
ID_NUMBER, TELEPHONE = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
LEFT_BY_PYTHON = re.compile(
    r"^(None|True|False|nan|undefined|\[\]|\{\})$|<[\w.]+ object at 0x|\bdatetime\.\w+\(|Undefined"
)


@rule("menu", SILVER, "菜单里有入口，点进去打得开。", "The menu leads to it.")
def is_in_the_menu(subject: Subject, office: Office, pages: list[Opened]):
    if not subject.rules:
        raise Moot("没有页面。")
    menu = f"/{subject.key}"
    for role in subject.roles:
        tree = etree.HTML(office.client(role).get("/").get_data())
        if any((link.get("href") or "").startswith(menu) for link in tree.iter("a")):
            return
    yield "no menu of anybody leads to it"


@rule(
    "links-open",
    SILVER,
    "页面上的链接都打得开。",
    "No link leads whoever sees it to a page that is refused or not there.",
)
def links_open(office: Office, pages: list[Opened]):
    tried: Counter[str] = Counter()
    for each in _html(pages):
        for href in _own_links(each):
            kind = re.sub(r"\d+", "0", href.split("?")[0])
            tried[kind] += 1
            if tried[kind] <= MOST_ALIKE and (got := office.client(each.role).get(href).status_code) >= 400:
                yield f"{href} answers {got} to {each.role}, who is led there from {each.path}"


def _own_links(page: Opened) -> list[str]:
    """Links of a page within the plugin, but those to papers and files."""
    found = (link.get("href") or "" for link in page.tree.iter("a"))
    own = f"/{page.pattern.split('/')[1]}/"
    return [href for href in dict.fromkeys(found) if href.startswith(own) and not re.search(r"\.\w+(\?|$)", href)]


@rule("titles", SILVER, "每一页的标题写明是哪一页。", "The title of each page says which it is.")
def titles_say_which(pages: list[Opened]):
    for each in one_each(_html(pages)):
        title = " ".join((each.tree.findtext(".//title") or "").split())
        if len(title.split("-")[0].split("·")[0].strip()) < 2:
            yield f"{each.path} is titled {title!r}"


@rule(
    "python-words",
    SILVER,
    "页面上不出现程序内部的字样。",
    "No page shows words of the machine: None, True, an object's address.",
)
def speaks_no_python(pages: list[Opened]):
    for each in _html(pages):
        yield from (f"{each.path} shows {text[:60]!r}" for text in each.text if LEFT_BY_PYTHON.search(text))


@rule(
    "named-controls",
    SILVER,
    "按钮和链接都有文字，图片有说明。",
    "Buttons and links have words, pictures have descriptions.",
)
def names_controls(pages: list[Opened]):
    for each in _html(pages):
        for node in each.tree.iter("a", "button"):
            words = "".join(node.itertext()).strip() or node.get("aria-label") or node.get("title")
            pictured = any(image.get("alt") for image in node.iter("img"))
            if not words and not pictured and (node.tag == "button" or node.get("href")):
                yield f"{each.path} has a {node.tag} without words"
        if any(image.get("alt") is None for image in each.tree.iter("img")):
            yield f"{each.path} has a picture without a description"


@rule("table-heads", SILVER, "表格都有表头。", "Every table has headings.")
def heads_tables(pages: list[Opened]):
    for each in _html(pages):
        if any(table.find(".//th") is None for table in each.tree.iter("table")):
            yield f"{each.path} has a table without headings"


@rule(
    "without-script",
    BRONZE,
    "每个会动的按钮和链接，没有脚本也能用。",
    "Whatever script makes quicker works without it: a real address beside it.",
)
def works_without_script(pages: list[Opened]):
    for each in _html(pages):
        for node in each.tree.iter():
            asks = [name for name in node.attrib if name.removeprefix("data-") in ASKING]
            if asks and not (node.get("href") or node.tag == "form" or _in_form(node) or _read_again(node)):
                yield f"{each.path}: {asks[0]} on <{node.tag}>, which does nothing without script"


def _in_form(node: etree._Element) -> bool:
    return bool(node.get("form")) or any(parent.tag == "form" for parent in node.iterancestors())


def _read_again(node: etree._Element) -> bool:
    """Whether what is asked for every few seconds is asked for without script too: `<noscript><meta http-equiv="refresh">`."""
    timed = (node.get("data-hx-trigger") or "").startswith("every ")
    return timed and bool(node.getroottree().xpath("//noscript//meta[@http-equiv='refresh']"))


@rule(
    "headers",
    BRONZE,
    "页面不让浏览器缓存，不放行内嵌脚本。",
    "Pages are not cached by the browser and allow no inline script.",
)
def sends_headers(pages: list[Opened]):
    for each in one_each(_html(pages)):
        policy = each.response.headers.get("Content-Security-Policy", "")
        if not policy or "unsafe-inline" in policy or "unsafe-eval" in policy:
            yield f"{each.path} has the content policy {policy!r}"
        if not each.is_public and not re.search(
            "no-store|no-cache|private", each.response.headers.get("Cache-Control", "")
        ):
            yield f"{each.path} may be cached"


@rule("id-numbers-masked", BRONZE, "页面上没有完整的证件号。", "No page shows an ID number in full.")
def masks_id_numbers(pages: list[Opened]):
    for each in _html(pages):
        shown = [found for text in each.text for found in ID_NUMBER.findall(text) if _is_id_number(found)]
        if shown:
            yield f"{each.path} shows an ID number to {each.role}"


def _is_id_number(digits: str) -> bool:
    return check_character(digits[:17]) == digits[17].upper()


@rule("public-numbers", BRONZE, "公开页面上没有居民的电话和证件号。", "Public pages show no number of a resident.")
def keeps_numbers_from_the_public(pages: list[Opened]):
    public = [each for each in _html(pages) if each.is_public]
    if not public:
        raise Moot("没有公开页面。")
    for each in public:
        for text in each.text:
            if TELEPHONE.search(text) or ID_NUMBER.search(text):
                yield f"{each.path} shows {text[:40]!r}"


@rule(
    "page-bytes",
    SILVER,
    f"每一页压缩后不超过 {MOST_BYTES // 1024} KB。",
    f"No page is larger than {MOST_BYTES // 1024} KB, compressed.",
)
def sends_small_pages(pages: list[Opened]):
    for each in _html(pages):
        if (size := len(gzip.compress(each.response.get_data(), 6))) > MOST_BYTES:
            yield f"{each.path} is {size // 1024} KB"


@rule(
    "list-statements",
    GOLD,
    f"列表的数据库查询不超过 {LIST_STATEMENTS} 次。",
    f"A list sends at most {LIST_STATEMENTS} statements.",
)
def lists_send_few_statements(subject: Subject, office: Office, pages: list[Opened]):
    for page in _lists(subject):
        for each in _of(page, pages):
            office.client(each.role).get(each.path)
            with statements() as sent:
                office.client(each.role).get(each.path)
            if len(sent) > LIST_STATEMENTS:
                yield f"{each.path} sends {len(sent)} as {each.role}"


@rule("list-exports", SILVER, "列表能导出 Excel，导出留痕。", "A list goes out as Excel, and the audit trail says so.")
def lists_go_out(subject: Subject, office: Office, walk: Walk):
    taken = [rule for rule in subject.rules if rule.endpoint.rpartition(".")[2].startswith("export_")]
    if not taken:
        raise Moot("没有导出。")
    for rule_ in taken:
        role = next(iter(office.may(subject.guard(rule_))), "")
        path = re.sub(r"<(\w+:)?form>", "xlsx", rule_.rule)
        if "<" in path or not role:
            continue
        answer = office.client(role).get(path, query_string={"export_purpose": "核对"})
        if answer.status_code != 200 or not answer.data.startswith(b"PK"):
            yield f"{path} answers {answer.status_code} to {role}"


def _lists(subject: Subject) -> list[ListPage]:
    if not (found := mounted(subject, ListPage)):
        raise Moot("没有列表。")
    return found


def _of(page: ListPage, pages: list[Opened]) -> list[Opened]:
    return [each for each in pages if each.pattern == f"{page.bp.url_prefix or ''}{page.at}"]


def _html(pages: list[Opened]) -> list[Opened]:
    return [each for each in pages if each.tree is not None and each.response.status_code == 200]
