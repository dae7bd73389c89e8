"""The font set: what it covers, that it prints everywhere, and what happens when a source is missing."""

import json
import os
import subprocess
import sys

import pytest
from dispute_sample import RARE
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.drawable import drawable
from portal.documents.fonts import FontSet, FontsNotBuilt, charset, faces, licensed, outlines
from portal.documents.fonts.build import NoChineseFont, build

HANZI = range(0x4E00, 0xA000)
EXTENSIONS = {
    "A": range(0x3400, 0x4DC0),
    "B": range(0x20000, 0x2A6E0),
    "C": range(0x2A700, 0x2B73A),
    "D": range(0x2B740, 0x2B81E),
    "E": range(0x2B820, 0x2CEA2),
    "F": range(0x2CEB0, 0x2EBE1),
    "G": range(0x30000, 0x3134B),
    "H": range(0x31350, 0x323B0),
}


def test_gb2312_is_complete():
    points = charset.gb2312()
    assert sum(point in HANZI for point in points) == 6763
    assert {ord(c) for c in "·—“”…（）《》￥Az09"} - points == set()
    assert {ord(c) for c in RARE + "幹捨〇"} & points == set()


@given(st.sets(st.integers(0, 0x10FFFF).filter(lambda p: not 0xD800 <= p < 0xE000)))
def test_ranges_hold_exactly_what_went_in(points):
    coverage = charset.Coverage(charset.to_ranges(points))
    near = points | {p + d for p in points for d in (-1, 1) if 0 <= p + d < 0xD800}
    assert {p for p in near if chr(p) in coverage} == points


def test_missing_characters_are_named_once_and_invisible_ones_are_not():
    coverage = charset.Coverage(charset.to_ranges(map(ord, "甲乙")))
    assert coverage.missing("甲丙\n　乙丙\u200d\ufe0f丁") == ["丁", "丙"]


def test_every_rare_name_has_a_glyph(fonts_dir):
    fonts = FontSet.load(fonts_dir)
    assert fonts.coverage.missing(RARE + "阿拉腾·其其格ᠮᠣᠩᠭᠣᠯ") == []
    assert fonts.coverage.missing("😡👍✔🚗𠮷䶮⽅⻰ཀྱༀ") == []
    assert fonts.coverage.missing("葛\U000e0100 يوڭ ꆈꌠꉙ") == []  # an ideographic variant, Uyghur, Yi
    assert fonts.coverage.missing("𓀀") == ["𓀀"]
    assert fonts.missing == ()


def test_names_of_the_youngest_extensions_are_drawn_as_far_as_free_fonts_go(fonts_dir):
    coverage = FontSet.load(fonts_dir).coverage
    assert coverage.missing("\U0002b820\U0002ceb0\U00030000\U00031350") == []  # 〈扩展E〉 to 〈扩展H〉
    drawn = {name: sum(chr(each) in coverage for each in points) for name, points in EXTENSIONS.items()}
    assert drawn == {"A": 6592, "B": 42720, "C": 4154, "D": 222, "E": 5762, "F": 7473, "G": 3045, "H": 2273}
    assert drawable("孙\U00030041", coverage) == "孙〔U+30041〕"


def test_every_face_has_truetype_outlines(fonts_dir):
    built = sorted((fonts_dir / "faces").iterdir())
    assert len(built) >= len(faces.FACES)
    assert [face.name for face in built if not outlines.is_truetype(face)] == []


def test_fandol_keeps_neither_the_false_yuan_sign_nor_simplified_traditional_forms(fonts_dir):
    points = outlines.code_points(fonts_dir / "faces" / faces.FANG.file)
    assert ord("〇") in points
    assert charset.gb2312() - points == {faces.FULLWIDTH_YEN, 0x2015}
    assert {ord(c) for c in "幹餘捨醜"} & points == set()


def test_fontconfig_sees_this_set_and_nothing_else(fonts_dir):
    environment = os.environ | {"FONTCONFIG_FILE": str(FontSet.load(fonts_dir).fontconfig_file)}
    run = subprocess.run(["fc-list", ":", "file"], env=environment, capture_output=True, text=True, check=True)
    files = {line.rstrip(": ") for line in run.stdout.splitlines()}
    assert files == {str(face.resolve()) for face in (fonts_dir / "faces").iterdir()}


def test_a_second_build_touches_nothing(fonts_dir):
    before = {f: f.stat().st_mtime_ns for f in fonts_dir.rglob("*")}
    root = fonts_dir.parents[1]
    subprocess.run([sys.executable, "-m", "portal.documents.fonts"], cwd=root, check=True)
    assert {f: f.stat().st_mtime_ns for f in fonts_dir.rglob("*")} == before


def test_a_missing_source_is_replaced_and_recorded(fonts_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(faces, "FACES", (faces.SONG,))
    monkeypatch.setattr(faces, "SUBSTITUTES", {"Stand-in": fonts_dir / "faces" / "song.ttf"})
    state = build(tmp_path / "fonts", node_modules=tmp_path / "nothing")
    assert len(state["missing"]) == 1
    assert faces.SERIF in state["missing"][0]
    assert FontSet.load(tmp_path / "fonts").missing == tuple(state["missing"])
    assert (tmp_path / "fonts/fonts.conf").read_text().count("Stand-in") == len(faces.CHAINS)


def test_without_any_chinese_font_nothing_is_recorded(tmp_path, monkeypatch):
    monkeypatch.setattr(faces, "FACES", (faces.SONG,))
    monkeypatch.setattr(faces, "SUBSTITUTES", {})
    with pytest.raises(NoChineseFont):
        build(tmp_path / "fonts", node_modules=tmp_path / "nothing")
    with pytest.raises(FontsNotBuilt):
        FontSet.load(tmp_path / "fonts")


def test_licensed_fonts_come_first(fonts_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(faces, "FACES", ())
    own = tmp_path / "own"
    own.mkdir()
    song = fonts_dir / "faces" / "song.ttf"
    outlines.cut(song, own / "simfang.ttf", family="FangSong_GB2312", code_points=charset.gb2312())
    outlines.cut(song, own / "odd.ttf", family="Odd", code_points={ord("甲")})
    state = build(tmp_path / "fonts", node_modules=tmp_path, licensed_folder=own)
    assert state["licensed"] == {"Fang": ["FangSong_GB2312"]}
    assert [remark.split(":")[0] for remark in state["remarks"]] == ["odd.ttf"]
    match = subprocess.run(
        ["fc-match", "Fang", "family"],
        env=os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts/fonts.conf")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert match.stdout.strip() == "FangSong_GB2312"


def test_a_font_of_rare_characters_closes_every_chain_whatever_its_name(fonts_dir, tmp_path, monkeypatch):
    monkeypatch.setattr(faces, "FACES", (faces.SONG,))
    own = tmp_path / "own"
    own.mkdir()
    rarest = fonts_dir / "faces" / faces.RAREST.file
    outlines.cut(rarest, own / "simsunextg.ttf", family="SimSun-ExtG", code_points={0x30000})
    build(tmp_path / "fonts", node_modules=fonts_dir.parents[1] / "node_modules", licensed_folder=own)
    conf = (tmp_path / "fonts/fonts.conf").read_text()
    assert conf.count("<string>SimSun-ExtG</string>\n    </edit>") == len(faces.CHAINS)
    assert "\U00030000" in FontSet.load(tmp_path / "fonts").coverage


@pytest.mark.parametrize(
    ("family", "role"),
    [
        ("仿宋_GB2312", "Fang"),
        ("FZXiaoBiaoSong-B05S", "Title"),
        ("方正小标宋简体", "Title"),
        ("SimHei", "Hei"),
        ("KaiTi_GB2312", "Kai"),
        ("Arial", None),
    ],
)
def test_role_of_a_licensed_font(family, role):
    assert licensed.role_of([family]) == role


def test_cff_outlines_become_truetype(tmp_path):
    source = tmp_path / "square.otf"
    _square(source)
    found = outlines.cut(source, tmp_path / "cut.ttf", family="Cut", code_points={ord("甲"), ord("乙")})
    assert found == {ord("甲")}
    with TTFont(tmp_path / "cut.ttf") as font:
        assert font.sfntVersion == "\x00\x01\x00\x00"
        assert "CFF " not in font
        glyph = font["glyf"][font.getBestCmap()[ord("甲")]]
        assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (100, 0, 900, 800)
        assert font["hmtx"][font.getBestCmap()[ord("甲")]] == (1000, 100)


def test_the_state_is_small_enough_to_read_at_every_start(fonts_dir):
    state = fonts_dir / "fonts.json"
    assert state.stat().st_size < 200_000
    assert json.loads(state.read_text())["missing"] == []


def _square(path):
    pen = T2CharStringPen(1000, None)
    for draw, at in (
        (pen.moveTo, (100, 0)),
        (pen.lineTo, (100, 800)),
        (pen.lineTo, (900, 800)),
        (pen.lineTo, (900, 0)),
    ):
        draw(at)
    pen.closePath()
    empty = T2CharStringPen(1000, None).getCharString()
    font = FontBuilder(1000, isTTF=False)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap({ord("甲"): "square"})
    font.setupCFF("Square", {}, {".notdef": empty, "square": pen.getCharString()}, {})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
