"""Printing: an agreement of four pages, cold once and then warm, in numbered copies; the first after the start beside those that follow; a dossier of twenty
pages; five hundred one after another; and the same HTML printed by a warm Chromium, the two taking turns."""

import io
import os
import resource
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import median

import pikepdf
from flask import render_template

from bench.measuring import children_of, cpu_of, report, timed
from bench.office import Office
from plugins.mediation.models import (
    Agreement,
    Dispute,
    DisputeMediator,
    DisputeParty,
    Instalment,
    Mediator,
    Responsibility,
    Term,
)
from portal.cases.models import Case, Party
from portal.documents.binding import Piece, bind, catalogued
from portal.documents.printing import renderer
from portal.documents.renderer import STYLES, Renderer
from portal.documents.sheet import CheckMark, Sheet
from portal.people.models import Person
from portal.testing.browser import chromium

ROUNDS = 8
STARTS, SETTLED = 5, 15.0  # renderers begun; seconds until one has warmed up on a busy machine
SOME = 20
COVER = "<!doctype html><title>封面</title><h1>卷宗</h1><table class=form>" + "<tr><th>卷名<td>漏水" * 12 + "</table>"
PRINTS = int(os.environ.get("PRINTS", "500"))
TEMPLATE, TITLE = "mediation/documents/agreement.html", "人民调解协议书"
A4 = {"format": "A4", "print_background": True, "tagged": True}  # as ours is


def measure(place: Office) -> None:
    """Cold: the worker starts, loads the fonts, renders. Warm: medians, with the CPU the worker spent."""
    press = renderer(place.app)
    with place.app.test_request_context():
        html = _agreement()
    seconds, content = timed(lambda: press.render(html, title=TITLE))
    with pikepdf.open(io.BytesIO(content)) as paper:
        pages = len(paper.pages)
    report("pdf", state="cold", wall_ms=seconds * 1000, kilobytes=len(content) / 1024, pages=pages)
    for copies in (1, 4):
        walls, cpus = [], []
        for _ in range(ROUNDS):
            begun = cpu_of(press.worker_pids[0])
            seconds, content = timed(lambda copies=copies: press.render(html, title=TITLE, copies=copies))
            walls.append(seconds * 1000)
            cpus.append((cpu_of(press.worker_pids[0]) - begun) * 1000)
        report(
            "pdf",
            state="warm",
            copies=copies,
            wall_ms=median(walls),
            worker_cpu_ms=median(cpus),
            kilobytes=len(content) / 1024,
            pages=pages * copies,
        )
    fonts = place.app.extensions["portal_settings"].fonts_dir
    with place.app.test_request_context():
        _dossier(press, html)
    _beside_chromium(press, html, fonts / "fonts.conf")
    _many(press, html)
    _first(fonts, html)


def _first(folder: Path, html: str) -> None:
    """What the first paper of a renderer that has said it is ready costs, beside the third to fifth."""
    first, later = [], []
    for _ in range(STARTS):
        press = Renderer(folder)
        press.start()
        time.sleep(SETTLED)
        spent = [_one(press, html) for _ in range(5)]
        press.close()
        first.append(spent[0])
        later.append([median(each) for each in zip(*spent[2:], strict=True)])
    walls, cpus = zip(*first, strict=True)
    warm_walls, warm_cpus = zip(*later, strict=True)
    report(
        "pdf",
        state="first after start",
        wall_ms=median(walls),
        worker_cpu_ms=median(cpus),
        warm_wall_ms=median(warm_walls),
        warm_cpu_ms=median(warm_cpus),
    )


def _many(press: Renderer, html: str) -> None:
    """Memory of the worker after 20 papers and each hundred."""
    held = {}
    for number in range(1, PRINTS + 1):
        press.render(html, title=TITLE)
        if number == SOME or number % 100 == 0:
            held[f"after_{number}"] = _memory(press.worker_pids[0])
    report("pdf", state="one after another", **held)


def _dossier(press: Renderer, html: str) -> None:
    """Bound of five agreements as they were issued, with cover and catalogue (here two pages of the like) and page numbers: all processes that take part."""
    paper, agreements, dossiers = press.render(html, title=TITLE), [], []
    for _ in range(ROUNDS):
        agreements.append(_one(press, html)[1])
        begun, ended = cpu_of(press.worker_pids[0]), _ended()
        pieces = [Piece(f"协议书{number}", paper) for number in range(5)]
        entries = catalogued(pieces, "本卷")
        front = [press.render(COVER, title="封面"), press.render(COVER, title="卷内目录")]
        made = bind("卷宗", front, pieces, entries)
        dossiers.append((cpu_of(press.worker_pids[0]) - begun + _ended() - ended) * 1000)
    report(
        "pdf",
        state="dossier of 20 pages",
        agreement_cpu_ms=median(agreements),
        dossier_cpu_ms=median(dossiers),
        times=median(dossiers) / median(agreements),
        kilobytes=len(made) / 1024,
    )


def _beside_chromium(press: Renderer, html: str, fonts: Path) -> None:
    """The same HTML, style sheets and fonts by both, taking turns; of Chromium all its processes."""
    ours, theirs = [], []
    styles = "".join((STYLES / each).read_text() for each in ("elements.css", "document.css"))
    styled = html.replace("</head>", f"<style>{styles}</style></head>")
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    with chromium() as browser:
        page = browser.new_page()
        for _ in range(ROUNDS + 2):
            ours.append(_one(press, html))
            begun = _of_chromium()
            seconds, _ = timed(lambda: (page.set_content(styled), page.pdf(**A4)))
            theirs.append((seconds * 1000, (_of_chromium() - begun) * 1000))
    (wall, cpu), (wall_2, cpu_2) = ([median(each) for each in zip(*side[2:], strict=True)] for side in (ours, theirs))
    report(
        "pdf",
        state="beside Chromium",
        wall_ms=wall,
        worker_cpu_ms=cpu,
        chromium_wall_ms=wall_2,
        chromium_cpu_ms=cpu_2,
        wall_times=wall / wall_2,
        cpu_times=cpu / cpu_2,
    )


def _one(press: Renderer, html: str) -> tuple[float, float]:
    """Wall and CPU milliseconds of one paper."""
    begun = cpu_of(press.worker_pids[0])
    seconds, _ = timed(lambda: press.render(html, title=TITLE))
    return seconds * 1000, (cpu_of(press.worker_pids[0]) - begun) * 1000


def _ended() -> float:
    """CPU seconds of the processes of ours that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> float:
    """Megabytes that the process has written for itself: pages of font files count as its own or not as others come and go."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(each.split()[1]) for each in lines if each.startswith("Private_Dirty")) / 1024


def _of_chromium() -> float:
    """CPU seconds of all its processes so far, ended ones too: for every print it begins one more, which writes the PDF."""
    used = 0.0
    for pid in _below(os.getpid()):
        with suppress(OSError):  # it has ended: its parent tells what it used
            if "chrom" in Path(f"/proc/{pid}/comm").read_text():
                used += cpu_of(pid, ended=True)
    return used


def _below(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for child in children_of(pid):
            yield child
            yield from _below(child)


def _agreement() -> str:
    mark = CheckMark("http://localhost/check/ABCDEFGHJKMN", "ABCDEFGHJKMN")
    sheet = Sheet(
        title=TITLE,
        office="达拉特旗昭君街道人民调解委员会",
        number="（2026）昭君街道人调字第1号",
        check=mark,
    )
    parties = [
        Party(
            side=side,
            person=Person(
                name=name,
                gender="男",
                ethnicity="汉族",
                birth_date=date(1985, 3, 5),
                id_type="resident",
                id_number="15272219850305997X",
                address="昭君街道泰兴社区迎宾路8号楼2单元301室",
                phone="15400000001",
            ),
        )
        for side, name in ((1, "王建国"), (2, "阿拉腾·敖其尔"), (2, "李𬭎"))
    ]
    story = "二〇二六年九月，三楼卫生间水管破裂，漏水渗入二楼，天花板、墙面和木地板不同程度受损，双方就修复费用多次协商未果。"
    text = Agreement(
        facts="\n".join([story * 3] * 3),
        issues="修复费用的数额、承担比例和支付时间。",
        amount_fen=1_200_000,
        terms=[Term(text=f"{story}由责任方于约定日期前承担相应部分，并保持现场整洁。") for _ in range(6)],
        responsibilities=[Responsibility(party=each, text="按过错程度承担责任。") for each in parties],
        way="instalments",
        way_note="转账至申请人银行账户",
        place="昭君街道人民调解室",
        time_note="按分期履行表",
        instalments=[Instalment(due_on=date(2027, month, 28), amount_fen=200_000) for month in range(1, 7)],
        breach="任何一方不履行协议的，对方可以请求人民法院依法处理。",
    )
    dispute = Dispute(
        case=Case(title="楼上漏水损坏天花板"),
        accepted_on=date(2026, 11, 1),
        everyone=[DisputeParty(party=each) for each in parties],
        chosen=[DisputeMediator(mediator=Mediator(name=name)) for name in ("李秀兰", "巴特尔")],
        agreement=text,
        recorder="赵敏",
    )
    return render_template(TEMPLATE, sheet=sheet, dispute=dispute, office=sheet.office)
