"""The render processes: what they refuse, and that they survive what they are given."""

import os
import signal
import subprocess
import sys
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe

import pymupdf
import pytest
from weasyprint import HTML

from portal.documents.render_worker import Deflate, OfficialHTML, Press
from portal.documents.renderer import STYLES, WORKER, MissingGlyph, Renderer, RenderError, RenderTimeout

PAGE = "<!doctype html><title>测</title>{}"


@pytest.fixture
def own_renderer(fonts_dir):
    """A renderer of the test's own, to be maltreated."""
    renderer = Renderer(fonts_dir)
    yield renderer
    renderer.close()


def text(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return "".join(page.get_text() for page in document)


def words(pdf: bytes) -> list[list[tuple]]:
    """Every word of every page with its place."""
    with pymupdf.open(stream=pdf) as document:
        return [page.get_text("words") for page in document]


def test_a_character_without_a_glyph_is_refused_by_name(renderer):
    with pytest.raises(MissingGlyph) as refused:
        renderer.render(PAGE.format("<p>甲&#x13000;乙\U00010600"), title="测")
    assert refused.value.characters == ("\U00010600", "\U00013000")


@pytest.mark.parametrize("name", ["\U0002b820", "\U00030000", "\U00031350"])
def test_a_rare_name_is_followed_by_a_space(renderer, name):
    printed = renderer.render(PAGE.format(f"<p>姓名：王{name}{name}　<b>男</b></p><p>{name} A</p>"), title="测")
    assert f"王{name}{name}" in text(printed)


def test_a_title_without_a_glyph_is_refused(renderer):
    with pytest.raises(MissingGlyph):
        renderer.render(PAGE.format("<p>甲"), title="\U00013000")


def test_the_worker_itself_notices_an_empty_box(renderer, monkeypatch):
    monkeypatch.setattr(renderer, "check_glyphs", lambda *texts: None)
    with pytest.raises(MissingGlyph) as refused:
        renderer.render(PAGE.format("<p>甲\U00013000"), title="测")
    assert refused.value.characters == ("\U00013000",)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "http://127.0.0.1:1/x.png", "HTTPS://127.0.0.1/x.png", "ftp://127.0.0.1/x"],
)
@pytest.mark.parametrize(
    "element",
    [
        "<img src='{}'>",
        "<link rel=stylesheet href='{}'>",
        "<p style='background:url({})'>甲",
        "<style>@import '{}';</style>",
    ],
)
def test_nothing_is_fetched_from_anywhere(renderer, element, address):
    with pytest.raises(RenderError, match="refused"):
        renderer.render(PAGE.format(element.format(address)), title="测")


def test_data_addresses_are_drawn(renderer):
    dot = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E"
    assert renderer.render(PAGE.format(f'<img src="{dot}"><p>甲'), title="测")


def test_a_worker_killed_while_idle_is_replaced_unnoticed(own_renderer):
    own_renderer.render(PAGE.format("<p>甲"), title="测")
    (worker,) = own_renderer.worker_pids
    os.kill(worker, signal.SIGKILL)
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
    assert "乙" in text(own_renderer.render(PAGE.format("<p>乙"), title="测"))


def test_a_worker_that_hangs_is_given_up_and_replaced(own_renderer):
    own_renderer.render(PAGE.format("<p>甲"), title="测")
    (worker,) = own_renderer.worker_pids
    os.kill(worker, signal.SIGSTOP)
    own_renderer.timeout = 0.3
    with pytest.raises(RenderTimeout):
        own_renderer.render(PAGE.format("<p>甲"), title="测")
    own_renderer.timeout = 60
    assert "乙" in text(own_renderer.render(PAGE.format("<p>乙"), title="测"))
    assert own_renderer.worker_pids != [worker]


def test_threads_get_their_own_document(renderer):
    names = [f"当事人{number}" for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        pdfs = pool.map(lambda name: renderer.render(PAGE.format(f"<p>{name}"), title=name), names)
    for name, pdf in zip(names, pdfs, strict=True):
        assert name in text(pdf)


def test_closed_workers_are_gone_and_come_back_when_needed(own_renderer):
    own_renderer.render(PAGE.format("<p>甲"), title="测")
    (worker,) = own_renderer.worker_pids
    own_renderer.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    assert own_renderer.render(PAGE.format("<p>甲"), title="测")


@pytest.mark.parametrize(
    "left", ["while it warms up", "with its answer unread", "while it waits", "by Ctrl-C", "by SIGTERM"]
)
def test_a_worker_ends_without_a_word_when_the_server_does(fonts_dir, left):
    ours, theirs = Pipe()
    worker = subprocess.Popen(
        [sys.executable, "-I", WORKER, str(theirs.fileno()), STYLES],
        pass_fds=[theirs.fileno()],
        env=os.environ | {"FONTCONFIG_FILE": str(fonts_dir / "fonts.conf")},
        stderr=subprocess.PIPE,
    )
    theirs.close()
    if left != "while it warms up":
        ours.poll(60)
    if left in ("while it waits", "by Ctrl-C", "by SIGTERM"):
        ours.recv()
    if left == "by Ctrl-C":
        worker.send_signal(signal.SIGINT)
    if left == "by SIGTERM":
        worker.terminate()
    ours.close()
    _, said = worker.communicate(timeout=60)
    assert (said, worker.returncode) == (b"", -signal.SIGTERM if left == "by SIGTERM" else 0)


def test_parts_are_laid_out_apart_and_numbered_from_one(renderer):
    parts = [PAGE.format("<p>甲"), PAGE.format("<p>乙")]
    with pymupdf.open(stream=renderer.render(parts, title="测")) as document:
        first, second = (page.get_text() for page in document)
    assert "甲" in first
    assert "乙" in second
    assert "— 1 —" in first
    assert "— 1 —" in second


def test_nothing_is_packed_twice_for_the_identifier(fonts_dir, fill, monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts_dir / "fonts.conf"))
    press, packed = Press(STYLES), Counter()

    class Counting:
        def __init__(self, level: int):
            self._packing = zlib.compressobj(level)

        def compress(self, data: bytes) -> bytes:
            packed[data] += 1
            return self._packing.compress(data)

        def flush(self) -> bytes:
            return self._packing.flush()

    monkeypatch.setattr(Deflate, "compressobj", Counting)
    kind, _pdf = press.answer({"parts": [fill("agreement")], "title": "测", "lang": "zh-CN", "copies": 1})
    assert kind == "pdf"
    assert [count for count in packed.values() if count > 1] == [2]  # the table of objects, which pydyf makes itself


def test_our_element_defaults_draw_what_the_full_sheet_draws(fonts_dir, fill, monkeypatch):
    """elements.css stands in for all of HTML's defaults: a new element must be added there."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(fonts_dir / "fonts.conf"))
    press = Press(STYLES)
    for name in ("acceptance", "agreement", "record"):
        request = {"parts": [fill(name)], "title": "测", "lang": "zh-CN", "copies": 1}
        _kind, ours = press.answer(request)
        with monkeypatch.context() as full:
            full.setattr(OfficialHTML, "_ua_stylesheets", HTML._ua_stylesheets)
            _kind, theirs = press.answer(request)
        assert words(ours) == words(theirs)


def test_an_idle_renderer_is_light(own_renderer, fill):
    """One of its own, for that of the other tests has the fonts of rare names open."""
    own_renderer.start()
    own_renderer.render(fill("agreement"), title="人民调解协议书", copies=4)
    with open(f"/proc/{own_renderer.worker_pids[0]}/statm") as statm:
        resident = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    assert resident < 150 * 1024 * 1024
