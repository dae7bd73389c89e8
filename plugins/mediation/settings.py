"""What local policy decides about mediation: dated, per unit, inherited."""

from plugins.mediation.checking.likeness import MEASURE
from portal.cases.choices import STATISTICAL_KINDS
from portal.settings import SettingsForm, choice, listed, number, pattern, text
from portal.web.forms import ValidationError

KEY = "mediation"
CONSENTS = {"parties": "各方当事人都同意延长", "chair": "各方当事人都同意延长，调委会主任已经同意"}
RETENTIONS = {"short": "短期", "long": "长期", "permanent": "永久"}
SIDES = {"double": "双面", "single": "单面"}
NUMBER_PATTERN = "（{year}）{unit}人调字第{number}号"


def corrections(words: str) -> dict[str, str]:
    """Code of the 政法综治 book → class of the judicial statistics, as typed: 0602 房屋宅基地、1103 征地拆迁. Raises ValueError for what is none."""
    pairs = [each.split() for each in listed(words)]
    if any(len(each) != 2 or not each[0].isdigit() or each[1] not in STATISTICAL_KINDS for each in pairs):
        raise ValueError(words)
    return dict(pairs)


KEPT = "保管期限没有法律规定，由本地确定。"
COPIES = {"committee": "调委会存一份", "parties": "各方当事人各一份", "all": "各方当事人和调委会各一份"}


def copies(title: str, default: str = "committee"):
    """Who gets a copy of a paper when a set is printed."""
    return choice(f"《{title}》", COPIES, default, "成套打印时印几份、交给谁，由本地确定。")


class MediationSettings(SettingsForm):
    """人民调解的本地规定. A dispute keeps what was in force when it was accepted."""

    headings = {
        "term_days": "期限",
        "number_pattern": "编号和统计",
        "sides": "卷宗",
        "copies_application": "成套打印的份数",
    }

    term_days = number(
        "调解期限", 30, 1, 365, "自受理之日起，一般一个月内调结（人民调解工作若干规定第三十三条）。", unit="日"
    )
    follow_up_days = number("履行期满后几日内回访", 3, 0, 90, "回访周期没有统一规定，由本地确定。", unit="日")
    first_visit_days = number(
        "协议生效后第几日回访", 7, 0, 365, "没有统一规定，由本地确定；0 为不列入计划。", unit="日"
    )
    second_visit_days = number(
        "协议生效后第几日再回访", 30, 0, 365, "没有统一规定，由本地确定；0 为不列入计划。", unit="日"
    )
    back_days = number("受理以前的调解可以补记几日", 7, 0, 90, "先调解、后登记的，由本地确定。", unit="日")
    extension_days = number(
        "调解期限最多再延长",
        30,
        0,
        365,
        "需要延长的，经同意可以延长，最多几日由本地确定；0 为不延长。",
        unit="日",
    )
    extension_consent = choice("延长期限由谁同意", CONSENTS, "parties", "没有全国统一的规定，由本地确定。")
    number_pattern = pattern(
        "卷宗编号格式",
        NUMBER_PATTERN,
        "{year} 年份、{unit} 调委会所在单位、{number} 顺序号，各调委会每年从 1 起。",
        needs=("year", "unit", "number"),
    )
    court = text(
        "司法确认的基层人民法院",
        "",
        "调解组织所在地的基层人民法院全称，申请司法确认时预先填好，可以改。",
        most=60,
        needed=False,
    )
    judicial = text(
        "司法行政统计类别的更正",
        "",
        "统计按政法综治的类型自动归到司法行政的类别，归得不对的在这里写：代码 空格 类别，用顿号隔开，如“0602 房屋宅基地、1103 征地拆迁”。",
        most=500,
        needed=False,
    )

    sides = choice(
        "卷宗怎样印",
        SIDES,
        "double",
        "双面印的，每份文书另起一张，页号正面右上、反面左上，空白页不编号；单面印的都在右上。",
    )
    file_days = number(
        "结案后几日内立卷", 30, 0, 365, "立卷的期限没有统一规定，由本地确定；结案以后列在工作台上。", unit="日"
    )
    short_years = number("短期保管", 15, 1, 100, KEPT + "口头协议、简易纠纷一般定为短期。", unit="年")
    long_years = number(
        "长期保管", 30, 1, 100, KEPT + "书面协议一般定为长期，重大、群体和涉及土地房屋的永久。", unit="年"
    )
    group_parties = number("几方当事人以上按群体纠纷建议永久保管", 10, 3, 1000, KEPT, unit="方")

    inspection = text(
        "卷宗评查项目",
        "",
        "没有统一的评查标准，由本地填写，每项之间用“；”隔开；不填的不能登记评查。",
        most=2000,
        needed=False,
    )

    alike = number(
        "协议条款与本调委会几份以上的文字几乎相同时提示",
        3,
        0,
        50,
        f"{MEASURE}。提示写在起草、卷宗和评查的页面上，不影响定稿、立卷；从几份起没有统一规定，由本地确定，0 为不提示。",
        unit="份",
    )

    copies_application = copies("人民调解申请书")
    copies_acceptance = copies("人民调解受理登记表")
    copies_rights = copies("人民调解权利义务告知书", "all")
    copies_identity = copies("当事人身份证明核对表")
    copies_authority = copies("授权委托书")
    copies_record = copies("人民调解记录")
    copies_oral = copies("人民调解口头协议登记表")
    copies_receipt = copies("履行凭证（收条）", "all")
    copies_followup = copies("人民调解回访记录")
    copies_declined = copies("不予受理告知书", "all")
    copies_refusal = copies("不予调解告知书", "all")
    copies_termination = copies("终止调解告知书", "all")
    copies_closing = copies("人民调解结案报告")
    copies_dossier = copies("卷宗情况说明")

    def validate_judicial(self, field):
        """Only codes and classes that there are."""
        try:
            corrections(field.data or "")
        except ValueError:
            raise ValidationError(f"请按“代码 类别”填写，类别是：{'、'.join(STATISTICAL_KINDS)}。") from None
