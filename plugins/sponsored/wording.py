"""Words that mean restraint of persons (限制人身自由) are refused in whatever is said of a sponsorship: a leader who answers for a case
explains, helps and leads to the procedures of the law (信访工作条例 §37)."""

import re
import unicodedata
from collections.abc import Mapping

from plugins.sponsored.choices import INSTEAD
from plugins.sponsored.settings import restraint_words
from portal.errors import RuleError
from portal.org.models import OrgUnit

ENDS = "。!?;"  # of a sentence, as NFKC writes them
SIGNS, END = re.compile(rf"(?:(?![{ENDS}])[\W_])+"), re.compile(f"[{ENDS}]")
HAN = "㐀-䶿一-鿿\U00020000-\U0003ffff"
SENTENCES = re.compile(
    f"(?<=[{HAN}]{{4}})[{ENDS}]+(?=[{HAN}]{{4}})"
)  # between fewer it is a sign put into a word: 看。管
SIMPLIFIED = str.maketrans("攔蹤軟證証訪勸", "拦踪软证证访劝")  # of the characters in the list of the house
ORDINARY = re.compile("(?<=[查察])看管|看管(?=[理道网线])")  # 查看管理、看管道: the word only stands across two others
OTHER = f"[^{HAN}]{{0,2}}"  # letters and digits, of which up to two hide nothing: 看1管


def refuse_restraint(unit: OrgUnit, texts: Mapping[str, str]) -> None:
    """Raises RuleError at the first of `texts`, field by field, in which a word of `unit` that means restraint stands, also where blanks
    or signs, or up to two letters or digits, stand between its characters, or where they are traditional ones. Sentences are looked at one by one:
    不得限制。出行由本人决定."""
    words = {each: _written(each) for each in restraint_words(unit) if _plain(each)}
    for field, text in texts.items():
        told = [ORDINARY.sub("", each) for each in _sentences(text)]
        if found := [each for each, written in words.items() if any(map(written.search, told))]:
            raise RuleError(
                f"不能写“{'”“'.join(found)}”：这是限制人身自由的做法，不能用在当事人身上。可以写的是{INSTEAD}。",
                at=field,
            )


def _sentences(text: str) -> list[str]:
    """Those of `text`, without signs."""
    written = SIGNS.sub("", unicodedata.normalize("NFKC", text)).translate(SIMPLIFIED)
    return [END.sub("", each) for each in SENTENCES.split(written)]


def _plain(word: str) -> str:
    return "".join(_sentences(word))


def _written(word: str) -> re.Pattern[str]:
    return re.compile(OTHER.join(map(re.escape, _plain(word))))
