"""Words that mean restraint of persons (限制人身自由) are refused in what is planned and what is told: a leader who answers for a case
explains, helps and leads to the procedures of the law (信访工作条例 §37)."""

import re
import unicodedata

from plugins.sponsored.choices import INSTEAD
from plugins.sponsored.settings import restraint_words
from portal.errors import RuleError
from portal.org.models import OrgUnit

BETWEEN = re.compile(r"[\W_]+")


def refuse_restraint(unit: OrgUnit, **texts: str) -> None:
    """Raises RuleError at the first of `texts`, field by field, in which a word of `unit` that means restraint stands, also where blanks
    or signs stand between its characters."""
    words = restraint_words(unit)
    for field, text in texts.items():
        told = BETWEEN.sub("", unicodedata.normalize("NFKC", text))
        if found := [each for each in words if each in told]:
            raise RuleError(
                f"不能写“{'”“'.join(found)}”：这是限制人身自由的做法，不能用在当事人身上。可以写的是{INSTEAD}。",
                at=field,
            )
