"""Characters: which are taken out of what is typed, and what is one and the same for searching and matching.

What was typed is kept as typed. Only what no keyboard produces is taken out (`cleaned`), and whoever typed it is told.
"""

import re
import unicodedata

__all__ = ["UNSEEN", "cleaned", "folded", "same_letters", "shown", "taken_out"]

# What Mongolian needs (180B, 200D, 202F …) stays. Of the controls, those that end a line or a page in other programs become line ends.
LINE_END = re.compile("\r\n|[\r\x0b\x0c]")
REVERSING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
NO_CHARACTERS = {plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)}
HALVES = range(0xD800, 0xE000)  # surrogates: halves of a character
_CONTROLS = {*range(32), *range(127, 160)} - {ord("\t"), ord("\n")}
_VARIANTS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x180B, 0x1810)}
# Other_Default_Ignorable_Code_Point of Unicode (PropList.txt): 034F, the fillers of Hangul, vowels of Khmer that are not written, and
# places kept free for what will not be seen.
_FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0, *range(0xFFF0, 0xFFF9)}
_RESERVED = {0xE0000, *range(0xE0002, 0xE0020), *range(0xE0080, 0xE0100), *range(0xE01F0, 0xE1000)}
_BLANK_SYMBOLS = {0x2800, 0x1D159}  # Braille without a dot, a note without a head
_FORMATTING = {code for code in (*range(0x20000), *range(0xE0000, 0xE1000)) if unicodedata.category(chr(code)) == "Cf"}
# Default_Ignorable_Code_Point of Unicode, whatever else is for formatting, and symbols that are blank.
UNSEEN = frozenset({*_FORMATTING, *_VARIANTS, *_FILLERS, *_RESERVED, *_BLANK_SYMBOLS})
# Of these, what no writing needs: letters, symbols and free places that show nothing.
_BLANKS = {code for code in UNSEEN if unicodedata.category(chr(code)) in ("Lo", "So", "Cn")}
_NOT_SEEN = dict.fromkeys(UNSEEN)
_OUT = dict.fromkeys({*_CONTROLS, *REVERSING, *NO_CHARACTERS, *HALVES, *_BLANKS})

# The parts of characters that PDF files give for characters (CJK Radicals Supplement), with the property Equivalent_Unified_Ideograph
# of Unicode; the Kangxi radicals and the compatibility ideographs are in NFKC.
_PARTS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"
)
_WHOLE = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀"
)
# Private places of GB 18030-2000 for characters that Unicode has since taken in (龚䶮 from an old file).
_PRIVATE = "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue863\ue816\ue817\ue818\ue831\ue83b\ue855"
_PUBLIC = (
    "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb\u4dae\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe"
)
UNIFIED = str.maketrans(_PARTS + _PRIVATE, _WHOLE + _PUBLIC)
# Small letters of other alphabets that nobody tells from Latin ones (confusables of Unicode).
_LOOK_ALIKE = str.maketrans("аеорсухіјѕһԁԛԝӏονɑɡ", "aeopcyxijshdqwlovag")
_KINDS = {0: "空字符", 7: "响铃", 8: "退格", 0x1B: "转义", 0x7F: "删除"}


def cleaned(text: str) -> str:
    """`text` without what no keyboard produces: controls, overrides of the direction, half characters, letters and symbols that
    show nothing (fillers of Hangul, U+3164); each line end is one."""
    return LINE_END.sub("\n", text).translate(_OUT)


def taken_out(text: str) -> str:
    """What `cleaned` takes out of `text`, each once."""
    return "".join(each for each in sorted(set(LINE_END.sub("", text))) if ord(each) in _OUT)


def shown(character: str) -> str:
    """A character that is not seen, as a clerk is told of it: U+202E（改变文字方向）."""
    point = ord(character)
    if point in REVERSING or point in (0x200E, 0x200F, 0x061C):
        kind = "改变文字方向"
    elif point in NO_CHARACTERS or point in HALVES:
        kind = "不是字符"
    elif point in UNSEEN or unicodedata.category(character) in ("Mn", "Zs"):
        kind = "看不见的字符"
    else:
        kind = _KINDS.get(point, "控制字符")
    return f"U+{point:04X}（{kind}）"


def same_letters(text: str) -> str:
    """`text` in the one form in which two writings of the same letters are equal: parts of characters, compatibility forms and full
    width are unified, what is not seen is left out. Accents, capitals and spaces stay. For matching; never for storing."""
    seen = text.translate(UNIFIED).translate(_NOT_SEEN)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", seen))


def folded(text: str) -> str:
    """Like `same_letters`, in small letters without accents; among Latin letters those of other alphabets that look the same are Latin.
    For searching."""
    decomposed = unicodedata.normalize("NFKD", text.translate(UNIFIED).translate(_NOT_SEEN).casefold())
    if re.search("[a-z]", decomposed):
        decomposed = decomposed.translate(_LOOK_ALIKE)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if unicodedata.category(c) != "Mn"))
