"""Personal names as written: one form for storing, and where the surname of a Chinese name ends."""

from __future__ import annotations

import re
import unicodedata

from portal.typed.characters import same_letters

__all__ = ["normalise_name"]

MIDDLE_DOT = "·"
_DOTS = str.maketrans(dict.fromkeys("•・･‧∙⋅●．﹒᛫", MIDDLE_DOT))
_FULL_WIDTH_LETTERS = {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_REPLACED = _DOTS | _FULL_WIDTH_LETTERS | _INVISIBLE
_SPACES = re.compile(r"[ \t\r\n\u00a0\u1680\u2000-\u200a\u205f\u3000]+")  # 202F belongs to Mongolian
_HAN = r"[\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_GAP_BY_HAN = re.compile(rf"(?<={_HAN}) (?=\S)|(?<=\S) (?={_HAN})")
# A full stop between characters was typed for want of a 「·」: 阿拉腾.其其格.
_AROUND_DOT = re.compile(rf" ?{MIDDLE_DOT} ?|(?<={_HAN})\.(?={_HAN})")
_ALL_HAN = re.compile(rf"{_HAN}+")

_COMPOUND = """
    欧阳 上官 司马 诸葛 尉迟 万俟 长孙 慕容 司徒 司空 皇甫 令狐 宇文 夏侯 东方 公孙
    轩辕 端木 南宫 西门 澹台 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 赫连 呼延
    独孤 拓跋 完颜 耶律 纳兰 叶赫 百里 东郭 南门 左丘 公羊 公冶 宗政 亓官 司寇 子车
    颛孙 巫马 公西 漆雕 乐正 壤驷 公良 夹谷 宰父 谷梁 段干 第五 闻人 东野 梁丘 微生
    羊舌
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())


def normalise_name(text: str) -> str:
    """A name as it is stored: any dot between parts is 「·」, no padding between characters (张　三 → 张三).

    Rare characters, variation selectors, Mongolian and Cyrillic stay as they are, for a name is printed as it
    stands on the card. (NFKC would replace some, so only letters lose their full width.)
    """
    name = unicodedata.normalize("NFC", text).translate(_REPLACED)
    name = _SPACES.sub(" ", name).strip(" ")
    return _AROUND_DOT.sub(MIDDLE_DOT, _GAP_BY_HAN.sub("", name))


def unified_name(text: str) -> str:
    """A name in ordinary letters: of the parts of characters that PDF files give (⽅⼩⻰), of compatibility forms, variants and full width
    the character itself. For searching and matching; a name is stored as `normalise_name` gives it."""
    return normalise_name(same_letters(normalise_name(text)))


def name_key(text: str) -> str:
    """What is equal for one name however it was written, capitals included."""
    return unified_name(text).casefold()


def is_han(name: str) -> bool:
    """Whether the whole name is Chinese characters (a name with 「·」 is not: it has no Chinese surname)."""
    return bool(_ALL_HAN.fullmatch(name))


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name of two characters or more; otherwise ('', name)."""
    if len(name) < 2 or not is_han(name):
        return "", name
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:length], name[length:]
