"""The font set as a table: which face plays which part, and where it comes from.

====== ============================ =======================================
role   in a Chinese document        first choice
====== ============================ =======================================
Fang   仿宋, body text               FandolFang, cut to GB 2312
Song   宋体, page numbers            Noto Serif SC, cut to GB 2312
Title  小标宋-like, titles           Noto Serif SC Bold, cut to GB 2312
Hei    黑体, labels                  Noto Sans SC Medium, cut to GB 2312
Kai    楷体, quotations              LXGW WenKai Light, whole
====== ============================ =======================================

Style sheets name the role; the fontconfig file turns it into a chain. The cut
faces are small, so that a document embeds them quickly; a rare character falls
through to the whole fonts at the end of every chain.
"""

from dataclasses import dataclass
from pathlib import Path

from portal.documents.fonts.sources import DebianFont, NpmFont

FULLWIDTH_YEN = 0xFFE5
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
SERIF = "@expo-google-fonts/noto-serif-sc"
SANS = "@expo-google-fonts/noto-sans-sc"


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of the set; ``cut`` faces keep GB 2312 less ``without``, others ``only`` a range or everything."""

    family: str
    file: str
    source: DebianFont | NpmFont
    cut: bool = False
    without: frozenset[int] = frozenset()
    only: range | None = None


FANG = Face(
    "FandolFang GB2312",
    "fang.ttf",
    DebianFont("texlive-lang-chinese", f"{FANDOL}/FandolFang-Regular.otf"),
    cut=True,
    # Every Fandol face draws the fullwidth yuan sign as a dollar.
    without=frozenset({FULLWIDTH_YEN}),
)
SONG = Face(
    "Portal Song",
    "song.ttf",
    NpmFont(SERIF, "400Regular/NotoSerifSC_400Regular.ttf"),
    cut=True,
)
TITLE = Face(
    "Portal Title",
    "title.ttf",
    NpmFont(SERIF, "700Bold/NotoSerifSC_700Bold.ttf"),
    cut=True,
)
HEI = Face(
    "Portal Hei",
    "hei.ttf",
    NpmFont(SANS, "500Medium/NotoSansSC_500Medium.ttf"),
    cut=True,
)
WENKAI = Face(
    "LXGW WenKai Light",
    "wenkai.ttf",
    DebianFont("fonts-lxgw-wenkai", "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"),
)
SERIF_WHOLE = Face(
    "Noto Serif SC",
    "serif.ttf",
    NpmFont(SERIF, "400Regular/NotoSerifSC_400Regular.ttf"),
)
RARE = Face(  # 〈扩展B〉 to 〈扩展F〉 of Unicode: names that no other font has
    "HanaMinB",
    "hana.ttf",
    DebianFont("fonts-hanazono", "usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
)
RAREST = Face(  # the third plane, 〈扩展G〉 and 〈扩展H〉: 3,045 of 4,939 and 2,271 of 4,192, all that is free today
    "Portal Rarest",
    "rarest.ttf",
    DebianFont("fonts-babelstone-han", "usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf"),
    only=range(0x30000, 0x40000),
)
EMOJI = Face("Noto Emoji", "emoji.ttf", NpmFont("@expo-google-fonts/noto-emoji", "400Regular/NotoEmoji_400Regular.ttf"))


def _noto(family: str) -> Face:
    """A face of the Noto fonts, for one script or the signs."""
    name = family.replace(" ", "")
    path = f"usr/share/fonts/truetype/noto/{name}-Regular.ttf"
    return Face(family, f"{name.lower()}.ttf", DebianFont("fonts-noto-core", path))


# Scripts of the nationalities of China, then letters and signs of everywhere.
SCRIPTS = tuple(
    map(
        _noto,
        (
            "Noto Sans Mongolian",
            "Noto Sans Arabic",
            "Noto Serif Tibetan",
            "Noto Sans Yi",
            "Noto Sans Tai Le",
            "Noto Sans NewTaiLue",
            "Noto Sans Tai Tham",
            "Noto Sans Lisu",
            "Noto Sans Miao",
            "Noto Sans",
            "Noto Sans Symbols",
            "Noto Sans Symbols2",
            "Noto Sans Math",
        ),
    )
)

LAST = (RARE, RAREST, *SCRIPTS, EMOJI)  # the end of every chain
FACES = (FANG, SONG, TITLE, HEI, WENKAI, SERIF_WHOLE, *LAST)

# Outlines are CFF: blank on some printers, larger and slower. Only for want of better.
SUBSTITUTES = {
    "Noto Serif CJK SC": Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    "Noto Sans CJK SC": Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
}

CHAINS = {
    "Fang": (FANG, SONG, WENKAI, SERIF_WHOLE, *LAST),
    "Song": (SONG, SERIF_WHOLE, WENKAI, *LAST),
    "Title": (TITLE, SERIF_WHOLE, WENKAI, *LAST),
    "Hei": (HEI, WENKAI, SERIF_WHOLE, *LAST),
    "Kai": (WENKAI, SONG, SERIF_WHOLE, *LAST),
}
