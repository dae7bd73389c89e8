"""Words that make a clause doubtful: what parties cannot settle by themselves, each with the reason and the law.

A word list knows no context: 不离婚 is no divorce. What it finds is looked at by a person, and stops nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.mediation.checking.draft import Draft, Finding

__all__ = ["SUBJECTS", "check", "is_about_identity"]


@dataclass(frozen=True)
class Subject:
    """What a clause may touch: `words` find it, but for what `unless` finds in the same place. identity: no court confirms it."""

    rule: str
    words: str
    reason: str
    law: str
    unless: str = ""
    identity: bool = False

    def found(self, text: str) -> str:
        """The words that were found, one after the other as they are quoted; "" for none."""
        plain = re.sub(self.unless, "", text) if self.unless else text
        return "”“".join(dict.fromkeys(match[0] for match in re.finditer(self.words, plain)))


NO_COURT = "身份关系不能由调解协议解除或者确认，人民法院不受理这样的司法确认申请，协议书不再写可以申请司法确认"
CONFIRMATION = "民事诉讼法第二百零五条；民事诉讼法解释（2022）第三百五十一条至第三百五十八条"
KIN = "父子|父女|母子|母女|亲子|兄弟|姐妹|兄妹|姐弟|夫妻|祖孙|婆媳|亲属|养父母子女"
SUBJECTS = (
    Subject(
        "婚姻关系",
        "离婚|解除婚姻|解除夫妻|婚姻关系(?:无效|有效|解除|终止)|复婚|撤销婚姻",
        f"{NO_COURT}；离婚须到婚姻登记机关或者人民法院办理。",
        f"民法典第一千零七十六条、第一千零七十九条；{CONFIRMATION}",
        unless="(?:不|不再|不得|没有|撤回|以)离婚(?:为由)?|离婚后",
        identity=True,
    ),
    Subject(
        "抚养、监护关系",
        "抚养权|抚养关系|监护权|监护关系|变更监护|(?:指定|担任|作为|为)[^，。；]{0,10}监护人|由[^，。；]{1,16}(?:直接)?抚养(?!费)|归[^，。；]{1,12}抚养(?!费)|随[^，。；]{1,8}(?:共同)?生活",
        f"{NO_COURT}。",
        CONFIRMATION,
        identity=True,
    ),
    Subject(
        "收养关系",
        "收养|送养|养父母子女关系",
        f"{NO_COURT}；收养须向民政部门登记。",
        f"民法典第一千一百零五条；{CONFIRMATION}",
        identity=True,
    ),
    Subject(
        "亲子关系",
        f"亲子关系|亲生|生父|生母|(?:断绝|脱离|解除)[^，。；]{{0,6}}(?:{KIN})?关系",
        f"{NO_COURT}。",
        CONFIRMATION,
        unless="解除(?:劳动|合同|租赁|劳务|承包|雇佣|恋爱|同居|合作|委托|买卖|流转|服务)[^，。；]{0,4}关系",
        identity=True,
    ),
    Subject(
        "继承资格",
        "继承权|放弃继承|丧失继承|取消[^，。；]{0,6}继承|不得继承|无权继承",
        "继承的资格由法律规定，放弃继承由继承人本人在遗产处理前以书面作出，请核对放弃的人是不是本人。",
        "民法典第一千一百二十四条、第一千一百二十五条",
    ),
    Subject(
        "放弃法定义务",
        "(?:不再|不用|无需|不需|免除|放弃|拒绝|不承担|不负担|不履行|不尽)[^，。；]{0,10}(?:赡养|抚养|扶养)",
        "赡养、抚养是法定义务，不能约定免除。",
        "民法典第二十六条、第一千零六十七条",
    ),
    Subject(
        "放弃社会保险",
        "(?:放弃|不缴|不交|不再缴|自愿不|免缴|免交)[^，。；]{0,10}(?:社会保险|社保|工伤保险|养老保险)",
        "用人单位和劳动者应当依法参加社会保险，不能约定放弃。",
        "劳动法第七十二条",
    ),
    Subject(
        "限制人身自由",
        "(?:不得|不准|不许|不能|禁止|限制)[^，。；]{0,8}(?:外出|出门|离开(?:家|本村|村|本地)|回娘家|改嫁|再婚|结婚|恋爱|生育|怀孕)|扣押身份证|扣留身份证",
        "人身自由、婚姻自由受法律保护，不能约定限制。",
        "民法典第一百零九条、第一百一十条、第一千零四十一条",
    ),
    Subject(
        "限制起诉、信访、举报",
        "(?:不得|不准|不许|不能|不再|放弃|禁止|保证不)[^，。；]{0,12}(?:起诉|诉讼|仲裁|信访|上访|投诉|举报|报警|报案|控告)",
        "不得因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。",
        "人民调解法第三条",
    ),
    Subject(
        "刑事责任",
        "刑事|判刑|坐牢|谅解书|私了|(?:撤销|撤回|撤)(?:报案|案件)|以[^，。；]{0,6}抵刑|免(?:于|予)?起诉",
        "刑事责任由司法机关依法追究，当事人不能约定；可能是刑事案件的，及时向公安机关报告。",
        "刑事诉讼法第三条；人民调解法第二十五条",
    ),
    Subject(
        "行政处罚",
        "罚款|没收|拘留|罚没",
        "行政处罚只能由有处罚权的机关实施，调解协议里不能约定；违约的可以约定违约金。",
        "行政处罚法第十七条；民法典第五百八十五条",
        unless="罚款单",
    ),
    Subject(
        "不受保护的债务",
        "赌债|赌资|赌博|毒资|毒品|利滚利|砍头息|高利贷|分手费|青春损失费",
        "这样的债务可能不受法律保护，或者违背公序良俗。",
        "民法典第八条、第一百五十三条",
    ),
    Subject(
        "不动产权属",
        "(?:房屋|房产|住房|宅基地|承包地|土地|林地|草场|车库|车位)[^，。；]{0,14}(?:归[^，。；]{1,14}|由[^，。；]{1,12}(?:继承|所有)|过户|转让|抵债|抵偿)",
        "请核对权利证明，处分的财产要属于当事人；要确认物权归属的，人民法院不受理司法确认。",
        f"民法典第二百零九条；{CONFIRMATION}",
        unless="土地流转费",
    ),
)


def check(draft: Draft) -> Iterator[Finding]:
    """Each clause that touches one of `SUBJECTS`; of a minor what is waived."""
    for at, text in draft.clauses:
        for subject in SUBJECTS:
            if words := subject.found(text):
                yield Finding(at, subject.rule, f"“{words}”：{subject.reason}", subject.law)
    minors = [each.name for each in draft.signers if each.is_minor]
    for at, text in draft.clauses if minors else ():
        if found := re.search("放弃|免除|减免|不再主张", text):
            told = f"“{found[0]}”：{'、'.join(minors)}未成年，监护人除为其利益外不得处分其财产，请核对。"
            yield Finding(at, "处分未成年人的权利", told, "民法典第三十五条")


def is_about_identity(clauses: list[str]) -> bool:
    """Whether any of `clauses` touches what no court confirms: marriage, custody, adoption, descent."""
    return any(subject.found(text) for subject in SUBJECTS if subject.identity for text in clauses)
