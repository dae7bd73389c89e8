"""The office's main job in a real browser: a dispute comes in, is mediated, its agreement is printed and kept."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from portal import clock
from portal.demo.names import NameBook
from portal.testing import pictures

pytestmark = pytest.mark.journey

FIRM = "鄂尔多斯市恒泰物业服务有限公司达旗分公司"  # 20 characters
TERMS = (
    "被申请人额尔敦·毕力格于约定期限内向申请人王㛃䶮支付维修费人民币叁万元零伍角。",
    "鄂尔多斯市恒泰物业服务有限公司达旗分公司更换公共管道。",
    "双方就本次漏水再无其他争议。",
)


@pytest.fixture
def scan(tmp_path) -> Path:
    """The signed agreement, all its pages."""
    path = tmp_path / "签字扫描件.pdf"
    path.write_bytes(pictures.bound(*[pictures.scan()] * 5))
    return path


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_dispute_is_mediated_and_its_agreement_printed(visit, neighbour, scan, script):
    title = "楼上漏水损坏天花板" + ("" if script else "（二）")
    book = NameBook(43 if script else 44)
    owner, upstairs = book.person(gender="女"), book.person(gender="男")
    clerk = visit("clerk", script=script)
    case = register(clerk, title, owner.id_number, upstairs.id_number, neighbour, book)
    triage(clerk, case)

    mediator = visit("mediator", script=script)
    dispute = accept(mediator, title)
    hold_session(mediator)
    draft(mediator)
    assert "草稿" in mediator.download("人民调解协议书（草稿）")
    mediator.press("定稿，准备签署")
    mediator.sees("一式 5 份", "协议还没有生效，还缺")
    mediator.fits_a_phone()
    paper = mediator.download("人民调解协议书")
    parties = (
        "王㛃䶮",
        owner.id_number,
        neighbour["name"],
        neighbour["id_number"],
        "额尔敦·毕力格",
        upstairs.id_number,
        FIRM,
    )
    for words in (*parties, *TERMS, "30,000.50", "叁万元零伍角", "10,000.00", "20,000.50", "第5份"):
        assert words in paper, words
    assert "草稿" not in paper
    sign(mediator, scan)
    perform(mediator)
    close(mediator)
    archive(clerk, case)

    outsider = visit("outsider", script=script)
    assert outsider.page.get_by_text("调解").count() == 0
    outsider.open("/cases?q=" + title)
    outsider.sees("没有符合条件的事项")
    for path in (case, dispute, f"{dispute}/agreement.pdf", f"{dispute}/agreement", "/mediation/disputes"):
        assert outsider.status_of(path) == 404, path


def register(clerk, title: str, owner_id: str, upstairs_id: str, neighbour: dict, book: NameBook) -> str:
    """Two on each side, one of them found again by telephone. Answers the address of the case."""
    clerk.open("/")
    clerk.follow("登记事项")
    clerk.fill("事项名称", title)
    clerk.choose("事项类型", "用水排水通行通风采光")
    clerk.fill("简要情况", "楼上卫生间水管破裂，漏水损坏楼下天花板和家具，物业未及时关闭总阀。")
    clerk.choose("所在社区、网格", "泰兴社区")
    first = party(clerk, "applicants", 0)
    clerk.fill("姓名或名称", "王㛃䶮", first)
    clerk.fill("身份证号（单位填信用代码）", owner_id, first)
    clerk.fill("单位或住址", book.address("泰兴社区"), first)

    clerk.press("再加一位申请人")
    second = party(clerk, "applicants", 1)
    clerk.fill("联系电话", neighbour["phone"], second)
    clerk.press("查找是否登记过", second)
    second.get_by_label(re.compile(neighbour["name"])).check()

    clerk.press("再加一位被申请人")
    third, firm = party(clerk, "respondents", 0), party(clerk, "respondents", 1)
    clerk.fill("姓名或名称", "额尔敦·毕力格", third)
    clerk.fill("身份证号（单位填信用代码）", upstairs_id, third)
    clerk.choose("类别", "单位、组织", firm)
    clerk.fill("姓名或名称", FIRM, firm)
    clerk.fits_a_phone()
    with clerk.expecting(422):
        clerk.press("提交登记")
        clerk.page.wait_for_load_state()
    if (
        known := clerk.page.get_by_label(re.compile(FIRM))
    ).count():  # the second time the firm is on record, so it is asked
        known.check()
        clerk.press("提交登记")
    clerk.sees("已登记", "昭君街道", "王㛃䶮", "额尔敦·毕力格", neighbour["name"], FIRM)
    return re.sub(r"^https?://[^/]+", "", clerk.page.url)


def party(clerk, side: str, number: int):
    """The box of one party in the register form."""
    return clerk.page.locator(f"#{side} .line").nth(number)


def triage(clerk, case: str) -> None:
    clerk.follow("受理分流")
    clerk.pick("怎么办", "转人民调解")
    clerk.fits_a_phone()
    clerk.press("确定分流")
    clerk.sees("已受理分流", "人民调解", "待签收")


def accept(mediator, title: str) -> str:
    """受理 with everybody's consent, and the notice of rights. Answers the address of the dispute."""
    mediator.open("/")
    mediator.follow(title)
    address = re.sub(r"^https?://[^/]+", "", mediator.page.url)
    mediator.follow("受理")
    for who in ("王㛃䶮", "李𬭎", "额尔敦·毕力格", FIRM):
        mediator.pick(who, "同意调解")
    mediator.page.get_by_label("调解员老李").check()
    mediator.fill("申请事项", "赔偿天花板和家具损失。")
    mediator.fits_a_phone()
    mediator.press("确定受理")
    mediator.sees("已受理", "调解中")
    assert "权利" in mediator.download("人民调解权利义务告知书")
    assert "王㛃䶮" in mediator.download("人民调解受理登记表")
    mediator.follow("登记告知")
    mediator.press("确定登记告知")
    mediator.sees("已登记告知日期")
    return address


def hold_session(mediator) -> None:
    mediator.follow("记一次调解")
    mediator.pick("到场的当事人", "额尔敦·毕力格（被申请人）")
    mediator.fill("调解经过", "申请人王㛃䶮：要求赔偿损失。\n被申请人额尔敦·毕力格：同意分两期支付。")
    mediator.pick("结果", "达成协议")
    mediator.fill("结果说明", "同意分两期支付。")
    mediator.fits_a_phone()
    mediator.press("保存记录")
    mediator.sees("第 1 次")
    assert "额尔敦·毕力格" in mediator.download("打印第 1 次记录")


def draft(mediator) -> None:
    """The text, with clauses and an instalment added by buttons."""
    mediator.follow("起草协议")
    mediator.fill("争议事项", "损失数额和支付时间。")
    for number, term in enumerate(TERMS):
        if number:
            mediator.press("再加一条")
        mediator.fill("条款", term, mediator.page.locator("#terms .line").nth(number))
    mediator.press("再加一期")
    mediator.fill("协议金额", "30,000.50")
    mediator.fill("金额大写", "叁万元零伍角整")
    mediator.choose("履行方式", "分期履行")
    mediator.fill("履行地点", "昭君街道人民调解室")
    for number, amount in enumerate(("10000", "20000.50")):
        row = mediator.page.locator("#instalments .line").nth(number)
        mediator.fill("到期日", f"{clock.today() + timedelta(days=30 * (number + 1)):%Y-%m-%d}", row)
        mediator.fill("金额", amount, row)
    mediator.fits_a_phone()
    mediator.press("保存协议内容")
    mediator.sees("协议内容已保存")


def sign(mediator, scan: Path) -> None:
    """First only some of what is needed, then the rest."""
    today = f"{clock.today():%Y-%m-%d}"
    mediator.follow("登记签名、盖章")
    for who in ("申请人　王㛃䶮", "申请人　李𬭎", "被申请人　额尔敦·毕力格", f"被申请人　{FIRM}"):
        mediator.fill(who, today)
    mediator.press("保存")
    mediator.sees("协议还没有生效，还缺", "没有加盖人民调解委员会印章")
    mediator.follow("登记签名、盖章")
    mediator.fill("调解员　调解员老李", today)
    mediator.fill("加盖印章日期", today)
    mediator.control("签字盖章后的扫描件").set_input_files(scan)
    mediator.fits_a_phone()
    mediator.press("保存")
    mediator.sees("要件齐备，协议已生效", "签字扫描件")


def perform(mediator) -> None:
    """Both instalments are paid."""
    for _ in range(2):
        mediator.follow("登记履行")
        mediator.press("确定登记履行")
        mediator.sees("已登记履行")


def close(mediator) -> None:
    """A follow-up, and the end."""
    mediator.follow("登记回访")
    mediator.fill("履行情况", "两期款项均已付清，管道已更换。")
    mediator.pick("满意度", "满意")
    mediator.fits_a_phone()
    mediator.press("保存记录")
    mediator.sees("已保存回访记录")
    assert "两期款项均已付清" in mediator.download("打印这次回访记录")
    mediator.follow("结案")
    mediator.pick("履行情况", "已全部履行")
    mediator.press("确定结案")
    mediator.sees("已结案")
    mediator.fits_a_phone()


def archive(clerk, case: str) -> None:
    clerk.open(case)
    clerk.follow("办结")
    clerk.fill("办理结果", "经核查，协议已全部履行。")
    clerk.press("确定办结")
    clerk.follow("归档")
    clerk.press("确定归档")
    clerk.sees("已归档")
    clerk.fits_a_phone()
