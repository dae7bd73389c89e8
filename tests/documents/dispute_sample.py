"""A dispute with everything that is hard to print: rare names, long names, three parties. Rows as they come from the database, never
stored."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime

from plugins.mediation.models import (
    Agreement,
    Committee,
    Dispute,
    DisputeMediator,
    DisputeParty,
    FollowUp,
    Guest,
    Instalment,
    Mediator,
    Responsibility,
    Session,
    Term,
)
from portal.accounts.models import User
from portal.cases.models import Case, Party
from portal.documents.sheet import CheckMark, Sheet
from portal.people.models import Organisation, Person
from portal.protection import keyring
from portal.records.people import Contact

keyring.load(b64encode(bytes(32)).decode())  # contacts are hashed as they are made

TITLES = {
    "acceptance": "人民调解受理登记表",
    "rights": "人民调解权利义务告知书",
    "record": "人民调解记录",
    "agreement": "人民调解协议书",
    "followup": "人民调解回访记录",
}
RARE = "㛃䶮𬭎堃翀婳"
LONG_ORGANISATION = "达拉特旗昭君街道兴达众诚物业服务有限公司"
NUMBER = "（2026）昭君街道人调字第 12 号"
COMMITTEE = "达拉特旗昭君街道人民调解委员会"
CHECK = CheckMark(address="https://zz.example.cn/check/7KQ2M9XD", code="7KQ2-M9XD")


def herder(ident: int, name: str) -> Party:
    """Somebody of whom everything is known."""
    person = Person(
        id_type="resident",
        name=name,
        gender="女",
        ethnicity="蒙古族",
        birth_date=date(1968, 3, 9),
        id_number="152722196803090020",
        occupation="牧民",
        phone="13947700001",
        address="内蒙古自治区鄂尔多斯市达拉特旗昭君街道泰兴社区阳光小区3号楼2单元501室",
    )
    return Party(id=ident, side=1, person=person)


HERDER = herder(1, "阿拉腾·其其格")
NEIGHBOUR = Party(
    id=2,
    side=1,
    person=Person(
        id_type="resident",
        name="王" + RARE,
        gender="男",
        ethnicity="汉族",
        birth_date=date(1983, 5, 20),
        phone="13947700002",
        workplace="达拉特旗第一中学",
        address="达拉特旗昭君街道泰兴社区阳光小区3号楼2单元401室",
    ),
)
COMPANY = Party(
    id=3,
    side=2,
    organisation=Organisation(
        name=LONG_ORGANISATION,
        uscc="91150621MA0N000000",
        legal_person="刘翀",
        phone="0477-5210000",
        address="达拉特旗昭君街道树林召大街18号",
    ),
)
PARTIES = (HERDER, NEIGHBOUR, COMPANY)
TERMS = (
    f"{LONG_ORGANISATION}赔偿阿拉腾·其其格屋面漏水造成的墙面、地板和家具损失人民币 12,000.00 元。",
    f"{LONG_ORGANISATION}赔偿王{RARE}屋顶渗漏造成的损失人民币 6,000.00 元。",
    f"{LONG_ORGANISATION}于2026年12月15日前完成3号楼2单元屋面防水层的修缮，保修期五年；"
    "修缮期间应当提前二十四小时通知住户，并负责清运建筑垃圾。",
    "阿拉腾·其其格、王" + RARE + "自收到第一期款项之日起三日内补交2025年度物业服务费。",
)
FACTS = (
    "2026年8月16日至18日达拉特旗连降大雨，阳光小区3号楼2单元屋面防水层破损，雨水渗入501室和401室，"
    "造成两户墙面起皮、木地板起鼓、衣柜和床垫受潮。两户于8月19日报修，物业公司9月2日派人查看，未及时修缮。"
    "\n9月10日再次降雨，损失扩大。两户自2026年1月起未交物业服务费。"
)
ISSUES = "一是屋面漏水造成的损失由谁承担、数额多少；二是屋面防水层何时修缮；三是两户拖欠的物业服务费是否应当交纳。"
BREACH = "任何一期逾期超过七日的，申请人有权要求一次付清全部余款。"
SAID = (
    ("调解员孟和", "今天就屋面漏水造成的损失和修缮事宜进行第二次调解，请双方说明情况。"),
    ("阿拉腾·其其格", "8月下雨后墙皮掉了，木地板全起来了，报修以后半个月才有人来看。"),
    ("阿拉腾·其其格", "我要求赔偿损失，并且在上冻以前把屋面修好。"),
    ("王" + RARE, "我家也漏，衣柜和床垫都不能用了，购买时的发票在这里，请看一下。"),
    ("赵婳", "公司承认修得不及时，愿意赔偿，但两户的物业费也应当交。屋面12月15日以前可以修完。"),
    ("调解员李秀兰", "根据民法典和物业管理条例的规定，共用部位的维修由物业负责；业主不能以此为由拒交全部物业费。"),
)


def dispute(
    *, parties: tuple[Party, ...] = PARTIES, mediators=("孟和", "李秀兰"), text: Agreement | None = None
) -> Dispute:
    """The dispute, with the text of an agreement that is in force."""
    return Dispute(
        committee=Committee(name=COMMITTEE),
        case=Case(
            title="阿拉腾·其其格等与兴达众诚物业漏水损害赔偿纠纷",
            kind="0204",
            created_at=datetime(2026, 11, 6, 1, 0, tzinfo=UTC),
            description="阳光小区3号楼2单元屋面漏水，501室、401室受损，两户多次报修未果，并因此未交物业服务费，双方发生争执。",
        ),
        number=NUMBER,
        source="application",
        claims="赔偿漏水造成的损失\n限期修缮屋面防水层",
        recorder="张堃",
        remark="",
        accepted_on=date(2026, 11, 12),
        notice_on=date(2026, 11, 12),
        everyone=[_taking_part(each, sends=each is COMPANY and parties is PARTIES) for each in parties],
        chosen=[DisputeMediator(mediator=Mediator(name=name), chosen_by="committee") for name in mediators],
        agreement=text or agreement(),
    )


def _taking_part(party: Party, *, sends: bool) -> DisputeParty:
    """`sends`: somebody acts for it."""
    row = DisputeParty(party=party, party_id=party.id, consent="yes", relation="", own_work=False)
    if sends:
        row.agent, row.relation = Contact(name="赵婳（公司职员）"), "entrusted"
    return row


def agreement(**changes) -> Agreement:
    """Three instalments, two who answer for something, and a day on which it took effect."""
    duties = (
        (COMPANY, "对共用部位负有维修养护义务，接到报修后未及时修缮，应当承担赔偿责任。"),
        (HERDER, "以漏水为由拒交全部物业服务费，理由不足，应当补交。"),
    )
    plan = (
        (date(2026, 12, 31), 800_000, ""),
        (date(2027, 1, 31), 500_050, "逾期按违约责任处理"),
        (date(2027, 3, 31), 499_950, ""),
    )
    content = {
        "facts": FACTS,
        "issues": ISSUES,
        "responsibilities": [Responsibility(party=party, text=text) for party, text in duties],
        "terms": clauses(*TERMS),
        "amount_fen": 1_800_000,
        "way": "instalments",
        "way_note": "银行转账。收款人阿拉腾·其其格，开户行内蒙古银行达拉特支行，账号 6217000010000000001。",
        "place": "昭君街道综治中心",
        "time_note": "2027年3月31日前付清，分三期履行。",
        "instalments": [Instalment(due_on=due, amount_fen=fen, note=note) for due, fen, note in plan],
        "breach": BREACH,
        "effective_on": date(2026, 11, 21),
    }
    return Agreement(**content | changes)


def clauses(*texts: str) -> list[Term]:
    return [Term(position=place, text=text) for place, text in enumerate(texts, start=1)]


def session(
    *, said=SAID, result="物业公司分三期赔偿两户共计 18,000.00 元，12月15日前修好屋面；两户补交物业服务费。"
) -> Session:
    """The second sitting, with a guest and one party that did not come."""
    return Session(
        dispute=dispute(),
        agents_present=[],
        held_at=datetime(2026, 11, 18, 1, 30, tzinfo=UTC),
        ended_at=datetime(2026, 11, 18, 3, 45, tzinfo=UTC),
        place="昭君街道综治中心第二调解室",
        sequence=2,
        present=[HERDER.id, NEIGHBOUR.id],
        guests=Guest.all_in("郭建国 泰兴社区网格员"),
        transcript="\n".join(f"{speaker}：{text}" for speaker, text in said),
        outcome="agreed",
        result=result,
        failure_reason="",
    )


FOLLOW_UP = FollowUp(
    visited_at=datetime(2027, 1, 4, 2, 0, tzinfo=UTC),
    way="visit",
    other=Contact(name="阿拉腾·其其格"),
    visitor=User(name="孟和"),
    performance="第一期 8,000.00 元已于2026年12月30日转账付清；屋面防水层已于12月12日修好。",
    satisfaction="good",
    lawsuit="未起诉",
    wrong_mediation="无",
    new_risk="未发现",
    measures="第二期到期后再次电话回访。",
)


def sheet(title: str = "人民调解协议书", **changes) -> Sheet:
    return replace(Sheet(title=title, office=COMMITTEE, number=NUMBER, check=CHECK), **changes)
