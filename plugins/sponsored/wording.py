"""Words that mean restraint of persons (限制人身自由) in whatever is said of a sponsorship: a leader who answers for a case explains, helps and
leads to the procedures of the law (信访工作条例 §37). What means nothing else is refused; what may be innocent (跟踪回访, 查看管理) is asked about, and
whoever writes it says so on the record."""

import re
from collections.abc import Collection, Mapping
from functools import cache

from plugins.sponsored.choices import GOES_ON, IN_DOUBT, INSTEAD
from plugins.sponsored.settings import outright_words
from portal.errors import Doubtful, RuleError
from portal.org.models import OrgUnit
from portal.typed.matching import same_letters

ENDS = "。!?;"  # of a sentence, as NFKC writes them
SIGNS, END = re.compile(rf"(?:(?![{ENDS}])[\W_])+"), re.compile(f"[{ENDS}]")
HAN = "㐀-䶿一-鿿\U00020000-\U0003ffff"
SENTENCES = re.compile(
    f"(?<=[{HAN}]{{4}})[{ENDS}]+(?=[{HAN}]{{4}})"
)  # between fewer it is a sign put into a word: 看。管
SIMPLIFIED = str.maketrans(
    "攔蹤縱軟證証訪勸製載", "拦踪踪软证证访劝制截"
)  # of the words of the house, and what is typed for them
BETWEEN = f"(?:[^{HAN}]|[一丨丶丿亅]){{0,4}}"  # letters, digits and single strokes hide nothing: 看1管, 软一禁
AROUND = 8  # characters of the sentence that are shown on each side
TICK = "核对过，不是限制人身自由的措施"


def ask_about_restraint(unit: OrgUnit, texts: Mapping[str, str], vouched: Collection[str] = ()) -> str:
    """What the timeline says of words in doubt that were `vouched` for; "" where there are none. Raises RuleError at the first of `texts`, field by
    field, in which a word of `unit` stands that means restraint, and Doubtful where one may, also where blanks or signs, letters, digits or single
    strokes stand between its characters, or where they are traditional ones. Sentences are looked at one by one; what stands across two is in doubt:
    不得限制。出行由本人决定."""
    outright, doubts = outright_words(unit), dict[str, tuple[str, str]]()
    for field, text in texts.items():
        sentences = _sentences(text)
        for told, across in [*((each, False) for each in sentences), ("".join(sentences), True)]:
            for word in (*outright, *IN_DOUBT):
                for found in _written(word).finditer(told):
                    if word in outright and not across and not _goes_on(word, told[found.end() :]):
                        raise RuleError(_refused(word), at=field)
                    doubts.setdefault(word, (field, _around(told, found)))
    for word, (field, around) in doubts.items():
        if word not in vouched:
            raise Doubtful(_asked(word, around), at=field, tick=TICK, about=tuple(doubts))
    return f"（已核对“{'”“'.join(doubts)}”：不是限制人身自由的措施。）" if doubts else ""


def _goes_on(word: str, rest: str) -> bool:
    """Whether the last character of `word` begins another word: 截访谈记录."""
    return rest[:1] in tuple(GOES_ON.get(word, ""))


def _refused(word: str) -> str:
    return f"不能写“{word}”：这是限制人身自由的做法，不能用在当事人身上。可以写的是{INSTEAD}。"


def _asked(word: str, around: str) -> str:
    return (
        f"“{around}”里的“{word}”是限制人身自由的做法吗？是的，不能用在当事人身上，可以写的是{INSTEAD}；"
        "不是的，请核对以后打勾再提交。"
    )


def _around(told: str, found: re.Match[str]) -> str:
    first, last = max(0, found.start() - AROUND), found.end() + AROUND
    return f"{'…' if first else ''}{told[first:last]}{'…' if last < len(told) else ''}"


def _sentences(text: str) -> list[str]:
    """Those of `text`, without signs."""
    plain = SIGNS.sub("", same_letters(text)).translate(SIMPLIFIED)
    return [END.sub("", each) for each in SENTENCES.split(plain)]


@cache
def _written(word: str) -> re.Pattern[str]:
    return re.compile(BETWEEN.join(map(re.escape, "".join(_sentences(word)))))
