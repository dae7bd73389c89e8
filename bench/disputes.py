"""Six disputes from the window to the archive, with what went wrong in them: a wrong place, a child, eight workers with one who speaks for
them, nobody's name, a refusal, three parties. What they cost a demanding clerk before stands in BEFORE."""

from datetime import date, timedelta
from pathlib import Path

from bench.hand import Hand, job
from portal import clock
from portal.demo.names import NameBook
from portal.testing.pictures import photo

BEFORE = {"pages": 26, "clicks": 72, "keys": 650}  # of one dispute, the mean of six
DISPUTE = "dispute "  # how the jobs of this file begin
BOOK = NameBook(20261129)
LEAK, CHILD, WAGES = "三楼漏水泡坏二楼地板", "养的狗咬伤放学的孩子", "装修队拖欠八人工资"
BLOCKED = "楼道堆物挡路"
NOISE, DIVORCE, FENCE = "沿街饭馆夜里吵人", "分居两年要求离婚", "三户争一条巷道"


@job("the main job: two neighbours, from the window to the archive", "clerk")
def _main(hand: Hand) -> None:
    """Registered, mediated at one table, signed, paid, archived; nothing goes wrong."""
    _begin(hand, BLOCKED, "用水排水通行通风采光", "楼道堆放杂物挡住通行，两户争吵，要求搬走。")
    _party(hand, "applicants")
    _party(hand, "respondents")
    hand.send_on()
    _to_mediation(hand)
    _mediated(hand, BLOCKED, "搬走杂物，赔偿损失。", "双方各让一步。", "被申请人当场赔偿申请人六百元。", "600")
    _archived(hand, BLOCKED)


@job(f"{DISPUTE}1, {LEAK}", "clerk")
def _leak(hand: Hand) -> None:
    """Registered at the wrong place, corrected, mediated, signed."""
    _begin(hand, LEAK, "用水排水通行通风采光", "三楼卫生间漏水，二楼地板和墙面泡坏，协商两次没有结果。")
    _party(hand, "applicants")
    _party(hand, "respondents")
    hand.send("提交登记")
    hand.click("更正登记")
    hand.find_unit("unit_id", label="泰兴社区")
    hand.fill("reason", "登记时选错了单位")
    hand.send_on()
    _to_mediation(hand)
    _mediated(
        hand,
        LEAK,
        "赔偿地板和墙面损失。",
        "双方各让一步，分担维修费用。",
        "被申请人当场付给申请人维修费2600元。",
        "2600",
    )
    _archived(hand, LEAK)


@job(f"{DISPUTE}2, {CHILD}", "clerk")
def _child(hand: Hand) -> None:
    """The applicant is nine years old; the mother acts for it."""
    _begin(hand, CHILD, "养犬", "孩子放学路上被邻居的狗咬伤，打疫苗花了钱，要求赔偿。")
    _party(hand, "applicants", phone=False, born=clock.today() - timedelta(days=9 * 366))
    hand.click("代理人")
    hand.choose("applicants-0-agent_relation", index=1)
    hand.fill("applicants-0-agent_name", "苏日娜")
    hand.fill("applicants-0-agent_phone", "13804770011")
    _party(hand, "respondents")
    hand.send_on()
    _to_mediation(hand)
    _mediated(
        hand,
        CHILD,
        "赔偿疫苗和误工费用。",
        "被申请人认错，愿意赔偿。",
        "被申请人当场付给申请人医疗费、误工费2500元。",
        "2500",
    )
    _archived(hand, CHILD)


@job(f"{DISPUTE}3, {WAGES}", "clerk")
def _wages(hand: Hand) -> None:
    """Handed to the wrong office, taken back, handed to the right one, which answers; checked, closed."""
    _begin(
        hand,
        WAGES,
        "拖欠工资",
        "八名工人装修完工两个月，工资没有结清，推选一人来办。",
        people_count="8",
        claim_fen="96000",
    )
    _party(hand, "applicants")
    _party(hand, "respondents")
    hand.send_on()
    hand.tick("交办给单位或部门")
    hand.find_unit("unit_id", label="住建局")
    hand.send("确定分流")
    hand.click("推选代表人")
    hand.send("确定")
    hand.click(WAGES)
    hand.click("收回")
    hand.fill("text", "应由人社部门办理")
    hand.find_unit("unit_id", label="人社局")
    hand.send("确定收回")
    _answered(hand, WAGES, "已约谈施工方，八人工资当场结清。")
    _archived(hand, WAGES)


@job(f"{DISPUTE}4, {NOISE}", "grid")
def _noise(hand: Hand) -> None:
    """Nobody's name; from the phone of the grid worker; the office sends it back once."""
    hand.click("报一件事")
    hand.click("反映人、别的类型")
    hand.choose("other", label="噪声扰民")
    hand.fill("text", NOISE)
    hand.send("登记")
    hand.sign_in("clerk")
    _open(hand, NOISE, "待受理分流")
    hand.click("受理分流")
    hand.tick("交办给单位或部门")
    hand.find_unit("unit_id", label="人社局")
    hand.send("确定分流")
    hand.sign_in("department")
    _open(hand, NOISE)
    hand.click("退回")
    hand.fill("text", "不属人社部门职责")
    hand.send("确定")
    hand.sign_in("clerk")
    hand.take(NOISE, "另行安排")
    hand.find_unit("unit_id", label="泰兴第一网格1—4号楼")
    hand.send("确定交办")
    _answered(hand, NOISE, "饭馆夜里十点后关停风机。", who="grid")
    _archived(hand, NOISE)


@job(f"{DISPUTE}5, {DIVORCE}", "clerk")
def _divorce(hand: Hand) -> None:
    """The other side refuses mediation; the case comes back and is closed with advice."""
    _begin(hand, DIVORCE, "恋爱婚姻", "夫妻分居两年，一方要求离婚，孩子由谁抚养说不拢。")
    _party(hand, "applicants")
    _party(hand, "respondents")
    hand.send_on()
    _to_mediation(hand)
    hand.sign_in("mediator")
    hand.take(DIVORCE, "受理")
    hand.tick("同意调解", 0)
    hand.tick("明确拒绝", 1)
    hand.send("确定受理")
    hand.sign_in("clerk")
    _open(hand, DIVORCE, "回到本单位")
    hand.click("办结")
    hand.fill("text", "对方不愿调解，已告知可以向法院起诉。")
    hand.press("办结并归档")
    hand.sees("已归档")


@job(f"{DISPUTE}6, {FENCE}", "clerk")
def _fence(hand: Hand) -> None:
    """Two respondents."""
    _begin(hand, FENCE, "相邻土地建筑", "两户在巷道里各砌一道墙，第三户的车进不去院子。")
    _party(hand, "applicants")
    _party(hand, "respondents")
    hand.click("再加一位被申请人")
    _party(hand, "respondents", 1)
    hand.send_on()
    _to_mediation(hand)
    _mediated(
        hand,
        FENCE,
        "拆墙，恢复通行。",
        "三户同意各退半米。",
        "两名被申请人三日内到现场拆除各自砌的墙，巷道三户共用。",
        "",
    )
    _archived(hand, FENCE)


def _begin(hand: Hand, title: str, kind: str, text: str, **more: str) -> None:
    hand.click("登记事项")
    for name, value in {"title": title, "description": text, **more}.items():
        hand.fill(name, value)
    hand.choose("kind", label=kind)


def _party(hand: Hand, side: str, number: int = 0, *, phone: bool = True, born: date | None = None) -> None:
    who = BOOK.person(born=born)
    hand.fill(f"{side}-{number}-name", who.name)
    hand.fill(f"{side}-{number}-id_number", who.id_number)
    if phone:
        hand.fill(f"{side}-{number}-phone", who.phone)


def _open(hand: Hand, title: str, card: str = "") -> None:
    """From the desk: among the first there, or from the list behind a card."""
    if not hand.page.locator("main a", has_text=title).count():
        hand.click(card)
        hand.page.wait_for_load_state()
    hand.click(title)


def _to_mediation(hand: Hand) -> None:
    hand.tick("转人民调解")
    hand.send("确定分流")


def _mediated(hand: Hand, title: str, claims: str, result: str, term: str, amount: str) -> None:
    hand.sign_in("mediator")
    hand.take(title, "受理")
    hand.click("当场调解")
    hand.tick("都已到场，都愿意调解")
    hand.tick("已当面告知到场各方权利义务")
    hand.fill("claims", claims)
    hand.fill("transcript", f"申请人：要求{claims}\n被申请人：{result}")
    hand.fill("terms-0-text", term)
    if amount:
        hand.fill("amount", amount)
    hand.fill("perform_by", f"{clock.today() + timedelta(days=7):%Y%m%d}")
    hand.send("保存并定稿")
    hand.tick("都已签名，调委会已盖章")
    hand.upload("scan", _scan(hand.database.parent))
    hand.tick("都已当场履行")
    hand.tick("满意", 1)
    hand.send("保存")
    hand.sees("已结案")


def _scan(folder: Path) -> Path:
    path = folder / "scan.jpg"
    path.write_bytes(photo(size=(1240, 1754)))
    return path


def _answered(hand: Hand, title: str, result: str, who: str = "department") -> None:
    hand.sign_in(who)
    hand.take(title, "签收、办理")
    hand.send_on()
    hand.fill("text", result)
    hand.send("确定")


def _archived(hand: Hand, title: str) -> None:
    hand.sign_in("clerk")
    hand.click("待核查办结")
    hand.take(title, "办结")
    hand.press("办结并归档")
    hand.sees("已归档")
