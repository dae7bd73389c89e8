"""Words that mean restraint of persons (限制人身自由) are refused in whatever is said of a sponsorship: a leader who answers for a case
explains, helps and leads to the procedures of the law (信访工作条例 §37)."""

import re
import unicodedata
from collections.abc import Mapping

from plugins.sponsored.choices import INSTEAD
from plugins.sponsored.settings import restraint_words
from portal.errors import RuleError
from portal.org.models import OrgUnit

SIGNS = re.compile(r"[\W_]+")
SIMPLIFIED = str.maketrans("攔蹤軟證証訪勸", "拦踪软证证访劝")  # of the characters in the list of the house
ORDINARY = re.compile("(?<=[查察])看管|看管(?=[理道网线])")  # 查看管理、看管道: the word only stands across two others
OTHER = "[^㐀-䶿一-鿿\U00020000-\U0003ffff]{0,2}"  # letters and digits, of which up to two hide nothing: 看1管


def refuse_restraint(unit: OrgUnit, texts: Mapping[str, str]) -> None:
    """Raises RuleError at the first of `texts`, field by field, in which a word of `unit` that means restraint stands, also where blanks
    or signs, or up to two letters or digits, stand between its characters, or where they are traditional ones."""
    words = [each for each in restraint_words(unit) if _plain(each)]
    for field, text in texts.items():
        told = ORDINARY.sub("", _plain(text))
        if found := [each for each in words if _written(each).search(told)]:
            raise RuleError(
                f"不能写“{'”“'.join(found)}”：这是限制人身自由的做法，不能用在当事人身上。可以写的是{INSTEAD}。",
                at=field,
            )


def _plain(text: str) -> str:
    return SIGNS.sub("", unicodedata.normalize("NFKC", text)).translate(SIMPLIFIED)


def _written(word: str) -> re.Pattern[str]:
    return re.compile(OTHER.join(map(re.escape, _plain(word))))
