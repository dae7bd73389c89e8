"""A renderer that hangs is replaced in seconds; meanwhile the rest of the portal goes on."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from portal.child import STUCK
from portal.documents import renderer as renderers
from portal.documents.printing import renderer, to_pdf
from portal.documents.renderer import PLACES

PAGE = "<!doctype html><title>测</title><p>甲</p>"
PATIENCE = 60  # seconds until a renderer is warm, on a busy machine; a second where nobody else works


@pytest.fixture
def printing(app, monkeypatch):
    """The list of cases prints; answers the renderer, which is warm."""

    def view():
        return to_pdf(PAGE, "测")

    view.guard = "public"
    monkeypatch.setitem(app.view_functions, "cases.index", view)
    ours = renderer(app)
    assert to_pdf(PAGE, "测").startswith(b"%PDF")
    yield ours
    ours.close()
    del app.extensions["portal_renderer"]


def test_prints_have_places_of_their_own_and_a_hung_renderer_is_replaced(server, printing, monkeypatch):
    def get(path: str) -> tuple[int, float, bytes]:
        begun = time.monotonic()
        line = HTTPConnection(*server.at, timeout=2 * PATIENCE)
        line.request("GET", path)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        return answer.status, time.monotonic() - begun, body

    monkeypatch.setattr(renderers, "WAIT", STUCK + PATIENCE)
    (hung,) = printing.worker_pids
    os.kill(hung, signal.SIGSTOP)
    with ThreadPoolExecutor(30) as people:
        prints = [people.submit(get, "/cases") for _ in range(30)]
        time.sleep(0.5)
        status, waited, _ = get("/healthz")
        while waited >= 1:  # the machine is busy: sooner or later it is not
            status, waited, _ = get("/healthz")
        assert status == 200
        assert Path(f"/proc/{hung}").exists(), "answered within a second while the renderer hung"
        assert get("/login")[0] == 200
        answers = [each.result() for each in prints]
    printed = [waited for status, waited, body in answers if status == 200 and body.startswith(b"%PDF")]
    refused = [waited for _, waited, body in answers if "打印的人太多".encode() in body]
    assert len(printed) >= PLACES
    assert len(printed) + len(refused) == 30, [answer[0] for answer in answers]
    assert max(printed) < STUCK + PATIENCE, "replaced, warm, and all printed"
    assert max(refused) < min(printed), "at once, without waiting for a renderer"
    assert printing.worker_pids != [hung]


def test_a_document_larger_than_the_line_to_a_stopped_renderer_does_not_wait_for_ever(printing):
    (hung,) = printing.worker_pids
    os.kill(hung, signal.SIGSTOP)
    many = PAGE + f"<!-- {'a' * 1_000_000} -->"
    assert to_pdf(many, "测").startswith(b"%PDF")
    assert printing.worker_pids != [hung]
