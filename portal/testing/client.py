"""A test client that validates every page it gets, and submits forms as filled in on the page.

Every page is parsed by libxml2, whose tag errors fail the test, and checked by `inspect`. html5lib, exact but slow,
validates each kind of page once per process: same path apart from numbers, same status, and the same set of
(parent tag, tag, attribute names).
"""

import re
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from flask import has_app_context, session
from flask.testing import FlaskClient
from html5lib import HTMLParser, getTreeBuilder
from lxml import etree

from portal import clock
from portal.accounts.models import User
from portal.accounts.views import begin_session
from portal.extensions import db
from portal.web.http.browser_mark import COOKIE

__all__ = ["Page", "PortalClient"]

TOKENS = {"csrf_token", "_once", "code"}  # nobody is signed in there, whose session could be abused
PUBLIC = re.compile(r"/public/|^/(report/|track$)")
UNLABELLED = {"hidden", "submit", "button", "image"}


@dataclass
class Page:
    """An answer of the portal, with its HTML as a tree."""

    response: object
    tree: etree._Element | None

    @property
    def status(self) -> int:
        """The number, 200 or 422."""
        return self.response.status_code

    @property
    def url(self) -> str:
        """The address that was reached, without what stands behind `?`."""
        return self.response.request.path

    @property
    def text(self) -> str:
        """The visible text, with whitespace collapsed."""
        if self.tree is None:
            return self.response.get_data(as_text=True)
        return " ".join("".join(self.tree.itertext()).split())

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return " ".join("".join(self.tree.find(".//h1").itertext()).split())

    def links(self) -> list[str]:
        """Addresses of all links within the portal."""
        found = (link.get("href") for link in self.tree.iter("a"))
        return [href for href in found if href and href.startswith("/")]

    def form(self, action: str | None = None) -> etree._Element:
        """The form that posts to `action`; without it, the form of the page's content."""
        forms = [form for form in self.tree.iter("form") if (form.get("method") or "").lower() == "post"]
        if action is None:
            forms = [
                form
                for form in forms
                if form.get("role") != "search"
                and not (form.get("action") or "").startswith(("/logout", "/unit", "/display", "/drafts"))
            ]
        else:
            forms = [form for form in forms if urlsplit(form.get("action") or self.url).path == action]
        assert forms, f"no form on {self.url}: {self.text[:300]}"
        return forms[0]

    def fields(self, form: etree._Element) -> dict[str, object]:
        """The values the form would send unchanged."""
        values: dict[str, object] = {}
        for element in form.iter("input", "select", "textarea"):
            name, kind = element.get("name"), (element.get("type") or "text").lower()
            if not name or kind in ("submit", "button", "file"):
                continue
            if kind in ("checkbox", "radio") and element.get("checked") is None:
                continue
            values[name] = _value(element)
        return values


def _value(element: etree._Element) -> str:
    if element.tag == "textarea":
        return (element.text or "").removeprefix("\n")
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return (chosen[0].get("value") if chosen[0].get("value") is not None else chosen[0].text) if chosen else ""
    return element.get("value") or ("on" if element.get("type") == "checkbox" else "")


class PortalClient(FlaskClient):
    """Signs in, opens pages, fills forms; every page is checked by `inspect`."""

    def sign_in(self, username: str, password: str) -> Page:
        """Sign in through the form, as a person does; leads to the work desk."""
        return self.fill(self.page("/login"), username=username, password=password)

    def be(self, user_id: int) -> None:
        """Sign in without the form, through the same `begin_session` that the form calls after the password check."""
        if has_app_context():
            db.session.rollback()
        _elsewhere(self._begin_session, user_id)

    def _begin_session(self, user_id: int) -> None:
        app, answer = self.application, self.application.response_class()
        with app.test_request_context("/login", method="POST", environ_base=self.environ_base) as here:
            begin_session(db.session.get_one(User, user_id))
            app.session_interface.save_session(app, session, answer)
        self._update_cookies_from_response(here.request.host, "/", answer.headers.getlist("Set-Cookie"))
        self.set_cookie(COOKIE, "the PC of the tests")  # it goes out with the answer, of which there is none here

    def page(self, url: str, **kwargs) -> Page:
        """Open `url`, following redirects, and inspect the answer."""
        return self._seen(self.get(url, follow_redirects=True, **kwargs))

    def fill(
        self,
        page: Page,
        action: str | None = None,
        *,
        follow: bool = True,
        button: tuple[str, str] | None = None,
        **values,
    ) -> Page:
        """Fill in the form of `page` and send it. Dashes in names are written as `__`; `button` is `(name, value)`."""
        form = page.form(action)
        data = page.fields(form) | {name.replace("__", "-"): value for name, value in values.items()}
        if button:
            data[button[0]] = button[1]
        target = urljoin(page.url, form.get("action") or page.response.request.full_path.rstrip("?"))
        data = {name: value for name, value in data.items() if value is not None}
        return self._seen(self.post(target, data=data, follow_redirects=follow))

    def open(self, *args, **kwargs):
        """One request in its own application context, as on a server: the test's session and `g` are not shared, only the day it
        pretends."""
        if has_app_context():
            db.session.rollback()
        return _elsewhere(super().open, *args, **kwargs)

    def _seen(self, response) -> Page:
        if response.mimetype != "text/html" or not response.data:
            return Page(response, None)
        tree = read(response.get_data(as_text=True), response.request.path, response.status_code)
        if "HX-Request" not in response.request.headers and response.status_code not in (301, 302, 303):
            inspect(tree, response.request.path)
        return Page(response, tree)


def _elsewhere(act: Callable, *args, **kwargs):
    """Call `act` in an empty context, on the day that the test pretends."""
    moment, context = clock.pretended(), Context()
    if moment is None:
        return context.run(act, *args, **kwargs)

    def pretending():
        with clock.pretend(moment):
            return act(*args, **kwargs)

    return context.run(pretending)


_checked: set[tuple] = set()


def read(html: str, where: str, status: int = 200) -> etree._Element:
    """The parsed page that path `where` answered; fails on invalid HTML that a browser would have to repair."""
    html = html.replace("\r\n", "\n")  # as browsers do
    parser = etree.HTMLParser()
    tree = etree.fromstring(html, parser)
    faults = [fault.message for fault in parser.error_log if fault.type != etree.ErrorTypes.HTML_UNKNOWN_TAG]
    assert not faults, f"{where} is not well-formed: {faults[:5]}"
    kind = (re.sub(r"\d+", "0", where), status, _skeleton(tree))
    if kind not in _checked:
        parse(html, where)
        _checked.add(kind)
    return tree


def _skeleton(tree: etree._Element) -> frozenset[tuple]:
    """The structure of a page, independent of the number of rows in its lists."""
    return frozenset((element.getparent().tag, element.tag, *element.keys()) for element in tree.iterdescendants())


def parse(html: str, where: str) -> etree._Element:
    """The page as parsed by html5lib; fails on invalid HTML that a browser would have to repair."""
    parser = HTMLParser(tree=getTreeBuilder("lxml"), namespaceHTMLElements=False)
    document = parser.parse(html)
    faults = [code for _, code, _ in parser.errors if code != "expected-doctype-but-got-start-tag"]
    assert not faults, f"{where} is not well-formed: {faults[:5]}"
    return document.getroot()


def inspect(tree: etree._Element, where: str) -> None:
    """What every page must have: language, one h1, labels, a CSRF token in every form that changes something, no
    inline code."""
    assert tree.get("lang") == "zh-CN", f"{where}: lang"
    assert len(tree.findall(".//h1")) == 1, f"{where}: one h1, not {len(tree.findall('.//h1'))}"
    ids = [element.get("id") for element in tree.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids)), f"{where}: ids twice: {sorted({each for each in ids if ids.count(each) > 1})}"
    labelled = {label.get("for") for label in tree.iter("label")}
    for control in tree.iter("input", "select", "textarea"):
        if (control.get("type") or "").lower() in UNLABELLED or control.get("aria-label"):
            continue
        inside = next(control.iterancestors("label"), None)  # a label around its control needs no `for`
        by = control.get("id") in labelled - {None} if inside is None else (inside.text or "").strip()
        assert by, f"{where}: {control.get('name')} has no label"
    for form in tree.iter("form"):
        if (
            (form.get("method") or "").lower() == "post"
            and form.get("role") != "search"
            and not where.startswith("/check/")
        ):
            names = {control.get("name") for control in form.iter("input")}
            assert names & (TOKENS if PUBLIC.search(where) else {"csrf_token"}), f"{where}: a POST form without a token"
    for element in tree.iter():
        if isinstance(element.tag, str):
            inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
            assert not inline, f"{where}: inline {inline} on <{element.tag}>"
    assert all(script.get("src") for script in tree.iter("script")), f"{where}: inline script"
