"""Invented residents and organisations for demo data and tests, the same ones for the same seed.

Nobody here exists: ID numbers use the order numbers 996-999, which the first edition of the standard reserved for
people over a hundred, and telephone numbers the unassigned prefix 154. All pass the portal's validation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from portal.people import id_number, uscc

__all__ = ["NameBook"]

ADULTS_BORN = (date(1941, 1, 1), date(2006, 12, 31))
_OLD_CODES_UNTIL = 2001  # 伊克昭盟 became 鄂尔多斯市 and its counties got new codes

# Surnames as they are shared out around 鄂尔多斯, a head in a thousand or so each.
_SURNAMES = {
    "王": 92, "张": 88, "李": 80, "刘": 72, "高": 40, "杨": 36, "赵": 34, "郝": 26, "白": 24, "贺": 22, "乔": 20,
    "韩": 20, "苏": 18, "郭": 18, "马": 16, "吕": 14, "武": 14, "田": 12, "杜": 12, "孙": 12, "周": 10, "任": 9,
    "奇": 8, "温": 7, "薛": 7, "樊": 6, "折": 4, "解": 4, "仇": 3, "单": 3, "曾": 3, "翟": 3, "欧阳": 1, "尉迟": 1,
}  # fmt: skip
# Given names by the first year in which they were the fashion: men's, women's.
_GIVEN = {
    1930: ("德胜 福全 万有 广才 占山 有富 根柱 玉山", "秀英 桂兰 玉兰 凤英 改花 引弟 秀兰 翠莲"),
    1955: ("建国 卫东 建军 志强 永平 文革 振华 国庆", "玉梅 秀芳 建华 桂芳 爱珍 春梅 丽华 淑芬"),
    1970: ("军 勇 伟 永刚 海军 俊峰 文斌 志刚", "丽 艳 红 海燕 晓红 俊梅 瑞芳 美荣"),
    1985: ("磊 鹏 飞 浩 宇飞 帅 凯 小龙", "静 娜 婷 敏 雅茹 慧 丹 文静"),
    2000: ("子轩 浩然 宇航 俊杰 嘉豪 梓豪 博文 天佑", "雨桐 欣怡 子涵 梦瑶 诗涵 佳怡 思彤 可馨"),
}
_MONGOLIAN = (
    "巴特尔 阿拉腾·敖其尔 朝鲁 乌力吉 那顺巴雅尔 苏和 特木尔 哈斯巴根 额尔敦·毕力格 布和 吉日嘎拉 查干巴拉",
    "苏日娜 其木格 阿拉腾·其其格 敖登高娃 乌云 萨仁·格日勒 娜仁其木格 斯琴高娃 托娅 通拉嘎 高娃 乌日罕",
)
_RARE = ("张堃 王翀 李𬭎 刘䶮", "张婳 王㛃 高翀婳 郝㛃")
_ROADS = ("迎宾路", "西园路", "长胜街", "锡尼街", "树林召大街", "平原路")
_BRANDS = ("鑫源", "恒泰", "众诚", "瑞丰", "蒙兴", "惠民", "金穗", "祥和")
_TRADES = ("物业服务", "商贸", "建筑安装", "农牧业开发", "餐饮管理", "运输")
_LONG_TRADE = "新能源装备制造与建筑安装工程"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented resident; the ID number agrees with birth date and gender."""

    name: str
    gender: str
    birth_date: date
    ethnicity: str
    id_number: str
    phone: str


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An invented organisation with a code that validates."""

    name: str
    uscc: str


class NameBook:
    """Invents people one after another; two books with the same seed invent the same ones."""

    def __init__(self, seed: int = 2026):
        self._random = Random(seed)  # noqa: S311  invented people need no secret
        self._used: set[str] = set()

    def person(self, *, gender: str = "", born: date | None = None, kind: str = "") -> DemoPerson:
        """A resident; `kind` is han, mongolian or rare (characters few fonts have), or left to chance.

        ValueError when both numbers of a given `born` and `gender` in all three counties are taken.
        """
        gender = gender or self._random.choice("男女")
        kind = kind or self._random.choices(("han", "mongolian", "rare"), (88, 11, 1))[0]
        number = self._id_number(gender, born)
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        ethnicity = "蒙古族" if kind == "mongolian" else "汉族"
        return DemoPerson(self.name(gender, birth_date.year, kind), gender, birth_date, ethnicity, number, self.phone())

    def name(self, gender: str, born: int, kind: str = "han") -> str:
        """A name as one of that gender born in that year may have it."""
        column = 0 if gender == "男" else 1
        if kind != "han":
            return self._random.choice({"mongolian": _MONGOLIAN, "rare": _RARE}[kind][column].split())
        surname = self._random.choices(list(_SURNAMES), cum_weights=list(accumulate(_SURNAMES.values())))[0]
        fashion = max((year for year in _GIVEN if year <= born), default=min(_GIVEN))
        return surname + self._random.choice(_GIVEN[fashion][column].split())

    def phone(self) -> str:
        """A mobile number nobody has."""
        return self._unused(lambda: f"154{self._random.randrange(10**8):08d}")

    def address(self, place: str, *, rural: bool = False) -> str:
        """A dwelling in `place`, the name of a community or village."""
        roll = self._random.randint
        if rural:
            return f"{place}{self._random.choice('一二三四五六')}社{roll(1, 60)}号"
        flat = f"{roll(1, 6)}{roll(1, 4):02d}"
        return f"{place}{self._random.choice(_ROADS)}{roll(1, 30)}号楼{roll(1, 4)}单元{flat}室"

    def organisation(self, place: str, *, county: str = "150621", long: bool = False) -> DemoOrganisation:
        """A company of `place`; with `long` its name has more than 20 characters, to try the width of forms."""
        trade = _LONG_TRADE if long else self._random.choice(_TRADES)
        name = f"{place}{self._random.choice(_BRANDS)}{trade}有限{'责任' if long else ''}公司"
        return DemoOrganisation(name, self._unused(lambda: self._uscc(county)))

    def _id_number(self, gender: str, born: date | None) -> str:
        orders = (997, 999) if gender == "男" else (996, 998)

        def draw() -> str:
            birth_date = born or self.birth_date(*ADULTS_BORN)
            body = f"{self._prefix(birth_date)}{birth_date:%Y%m%d}{self._random.choice(orders)}"
            return body + id_number.check_character(body)

        return self._unused(draw)

    def birth_date(self, first: date, last: date) -> date:
        """A day of birth between the two."""
        return first + timedelta(days=self._random.randint(0, (last - first).days))

    def _prefix(self, birth_date: date) -> str:
        """达拉特旗 under the code of the time of birth, or 东胜区."""
        old = birth_date.year < _OLD_CODES_UNTIL
        return self._random.choices(("152722" if old else "150621", "150621", "150602"), (78, 12, 10))[0]

    def _uscc(self, county: str) -> str:
        body = "MA" + "".join(self._random.choices(uscc.ALPHABET, k=6))
        code = f"91{county}{body}{_organisation_check(body)}"
        return code + uscc.check_character(code)

    def _unused(self, draw) -> str:
        for _ in range(200):
            if (value := draw()) not in self._used:
                self._used.add(value)
                return value
        raise ValueError("no unused number left")


def _organisation_check(body: str) -> str:
    """The ninth character of an 组织机构代码 (GB 11714)."""
    total = sum(int(c, 36) * weight for c, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return "0123456789X0"[11 - total % 11]
