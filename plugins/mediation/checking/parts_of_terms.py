"""Who, what, when, where: what a term needs so that it can be performed, and a court can tell (民事诉讼法解释: 内容不明确的，驳回).

The measure. *What*: a verb of doing (支付, 修复, 道歉 …) or of not doing (不得, 不再 …). A term without either that settles or states something (再无争议,
自愿, 归…所有) needs nothing more. *Who*: the name of a party, or a word for its side. *When* of a doing: a day or a time in the term, else a last day, a note of time or
instalments of the agreement. *Where*: once for the agreement, of what is handed over or done: the place or the way of performance, or a word in any term.
"""

import re
from collections.abc import Iterator

from plugins.mediation.checking.draft import Draft, Finding, term_at
from portal.documents.wordings.named_fields import FIELD

__all__ = ["check", "lacking"]

DOES = re.compile(
    "支付|给付|付给|付清|赔偿|赔|补偿|偿还|归还|返还|退还|退回|退赔|补交|补缴|缴纳|交纳|交付|交还|移交|结清|清偿|垫付|发放|补发|修复|修理|维修|修好|修缮|恢复|"
    "拆除|清除|清理|清运|移除|移走|疏通|安装|更换|整改|消除|排除|搬离|搬走|搬出|腾退|腾空|道歉|赔礼|承担|分担|负担|协助|配合|办理|过户|提供|照顾|照料|赡养|"
    "抚养|探望|看望|收回|让出|铺设|加固|埋设|丈量|增设|转让|签订|履行|完成|出具|公布|给予|垒|挖|填|砍|浇地|轮流|解决|付"
)
REFRAINS = re.compile("不得|不再|不能|不准|不许|停止|互不|保证|避免|遵守|不影响|不妨碍|不干涉|不占用")
SETTLES = re.compile(
    "再无|无其他|无其它|没有其他|无争议|无纠纷|自愿|确认|一次性了结|了结|两清|不追究|放弃|同意|谅解|和好|所有|使用权|为准|有效|生效|顺延|按.{1,12}执行"
)
SIDES = re.compile(
    "申请人|被申请人|第三人|[甲乙丙丁]方|双方|各方|一方|任何|对方|原告|被告|公司|村委会|居委会|社区|物业|某|父|母|子女|儿|女|夫|妻|兄|弟|姐|妹|双|各自|"
    "代理人|业主|住户|承租|出租"
)
NUMERAL = "[0-9０-９一二三四五六七八九十半两]"
TIMES = re.compile(
    rf"{NUMERAL}\s{{0,3}}个?(?:工作日|日|天|周|星期|月|年|小时)(?:之?内|以内|之?前|以前|后|起)?|{NUMERAL}月{NUMERAL}{{1,3}}[日号]|"
    "当日|当天|当场|当面|现场|即日|即时|立即|立刻|同时|每[年月日天周季]|月底|年底|年末|年内|之前|以前|前付|前履行|春|秋|届满|到期|期满|轮到|长期|今后|以后|分[一二两三四五六七八九十\\d]{1,3}期|逾期"
)
PLACES = re.compile(
    "转账|汇款|银行|账户|账号|卡号|微信|支付宝|现金|现场|当场|当面|送到|家中|室|处|所在|地点|村|社区|街|路|号|楼|院|[在于到].{1,12}(?:交付|支付|履行|办理)"
)
LAW = "人民调解法第二十九条"


def lacking(term: str, names: tuple[str, ...], *, timed: bool) -> list[str]:
    """What `term` does not say, of 谁, 做什么 and 何时. names: of the parties. timed: the agreement itself names a time."""
    does, refrains = DOES.search(term), REFRAINS.search(term)
    if not does and not refrains:
        return [] if SETTLES.search(term) else ["做什么"]
    who = SIDES.search(term) or any(name in term for name in names)
    when = timed or not does or refrains or TIMES.search(term)
    return [word for word, said in (("谁", who), ("何时", when)) if not said]


def check(draft: Draft) -> Iterator[Finding]:
    """What each term lacks, and the place of performance."""
    names = tuple(each.name for each in draft.signers)
    timed = bool(draft.perform_by or draft.time_note or draft.plan)
    for at, text in draft.clauses:
        if left := FIELD.findall(text):
            told = f"还有没填的“{'、'.join(left)}”，请填写或者删去。"
            yield Finding(at, "没填的字段", told, must=True)
    for place, text in enumerate(draft.terms):
        if text and (words := lacking(text, names, timed=timed)):
            yield Finding(term_at(place), "条款要素", f"没有写清楚{'、'.join(words)}，请核对。", LAW)
    done = any(DOES.search(each) for each in draft.terms)
    if done and not (draft.place or draft.way_note) and not any(PLACES.search(each) for each in draft.terms):
        yield Finding("place", "履行地点", "没有写在哪里履行，付款的写明怎么付，请核对。", LAW)
