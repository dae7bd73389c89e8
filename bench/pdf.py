"""Printing: a three-page agreement in numbered copies, cold once and then warm."""

import io
from datetime import date
from statistics import median

import pikepdf
from flask import render_template

from bench.measuring import cpu_of, report, timed
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
from portal.documents.printing import renderer
from portal.documents.sheet import CheckMark, Sheet
from portal.people.models import Person

ROUNDS = 8
TEMPLATE = "mediation/documents/agreement.html"


def measure(place: Office) -> None:
    """Cold: the worker starts, loads the fonts, renders. Warm: medians, with the CPU the worker spent."""
    press = renderer(place.app)
    with place.app.test_request_context():
        html = _agreement()
    seconds, content = timed(lambda: press.render(html, title="人民调解协议书"))
    with pikepdf.open(io.BytesIO(content)) as paper:
        pages = len(paper.pages)
    report("pdf", state="cold", wall_ms=seconds * 1000, kilobytes=len(content) / 1024, pages=pages)
    for copies in (1, 4):
        walls, cpus = [], []
        for _ in range(ROUNDS):
            begun = cpu_of(press.worker_pids[0])
            seconds, content = timed(lambda copies=copies: press.render(html, title="人民调解协议书", copies=copies))
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


def _agreement() -> str:
    mark = CheckMark("http://localhost/check/ABCDEFGHJKMN", "ABCDEFGHJKMN")
    sheet = Sheet(
        title="人民调解协议书",
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
