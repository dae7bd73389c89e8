"""Words by which a text speaks of a right that everybody has: whoever petitions, complains or sues is neither paid nor made to pay for it.

批评、申诉、控告、检举 are rights of citizens (宪法第四十一条). These words are refused wherever an
office rewards or judges people.

Chinese has no spaces: 走访民情 holds 访民. So a word is a pattern, with what stands before or after it when it is another word.
"""

import re
import unicodedata

__all__ = ["CIVIL_RIGHTS", "PETITIONS", "named_in", "read"]

PETITIONS = (  # words for petitions and complaints, which no rule may count against a person
    r"(?<!微)信访(?!谈|问(?!题)|客)",
    r"(?<![线晚早])上访(?!谈|问(?!题)|客|视|贫|友)",
    r"(?<![走下探家回寻拜])访民(?![情意生])",
    r"[缠闹非]访",
    r"缠闹",
    r"越级",
    r"[进赴]京(?!剧|东)",
    r"[到去向](?:北京|京城|首都|上级|省[里城]|市里|自治区).{0,4}(?:反映|告状|维权)",
    r"不[乱去再得准]?反映",
    r"告状",
    r"维权(?![宣讲志服知培课站岗热咨])",
    r"投诉",
    r"举报(?!名(?!单)|到)",
    r"检举",
    r"(?<!监)控告(?![知诫警示别])",
    r"申诉",
    r"(?<![0-9])12345(?![0-9])",
)
# In a negative list 维权 is no fault whatever follows, also where PETITIONS lets 维权宣传 pass.
CIVIL_RIGHTS = (
    *PETITIONS,
    "维权",
    "诉讼",
    "起诉",
    "仲裁",
)  # words for what everybody is entitled to, which no rule may count against a person
NOT_READ = re.compile(r"[\W_]+")
SIMPLIFIED = str.maketrans(
    "訪訴舉報檢級鬧纏狀權區學習擇園優錄負罰減處懲數榜單補貼積費濟醫養險難進黨",
    "访诉举报检级闹缠状权区学习择园优录负罚减处惩数榜单补贴积费济医养险难进党",
)


def named_in(text: str | None, words: tuple[str, ...]) -> str:
    """The first of `words` (patterns) that stands in `text`, as it stands there, or "". Signs, spaces and traditional characters do not
    hide them."""
    plain = NOT_READ.sub("", read(text))
    return next((found[0] for each in words if (found := re.search(each, plain))), "")


def read(text: str | None) -> str:
    """`text` as it is meant: in usual and simplified characters."""
    return unicodedata.normalize("NFKC", text or "").translate(SIMPLIFIED)
