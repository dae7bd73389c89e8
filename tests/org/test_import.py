"""`org import`: the oddities of real division files, and files that are wrong or hostile."""

import pytest
from sqlalchemy import func, select

from portal.extensions import db
from portal.org import importing
from portal.org.csv_file import ImportRefused
from portal.org.importing import import_divisions
from portal.org.models import OrgUnit, UnitCode
from portal.org.planting import plant

pytestmark = pytest.mark.database

HEADER = "code,parent_code,level,name\n"
ABOVE = HEADER + (
    "150000000000,,1,内蒙古自治区\n150600000000,150000000000,2,鄂尔多斯市\n150621000000,150600000000,3,达拉特旗\n"
)
STREET = ABOVE + "150621002000,150621000000,4,昭君街道\n"


def load(text: str, **options):
    return import_divisions(text.encode(), **options)


def unit(code: str, system: str = "stats2023") -> OrgUnit:
    query = select(OrgUnit).join(OrgUnit.codes).where(UnitCode.code_system == system, UnitCode.code == code)
    return db.session.scalars(query).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(OrgUnit))


def test_ordos_comes_in_whole_and_a_second_run_changes_nothing(session, ordos):
    first = import_divisions(ordos)
    assert (len(first.added), len(first.changed), first.unchanged) == (1088, 0, 0)
    assert first.lines()[1] == "新增：省级 1、市级 1、旗县区 9、乡镇街道 77、村社区 1000"
    second = import_divisions(ordos)
    assert (len(second.added), len(second.changed), second.unchanged) == (0, 0, 1088)
    assert not second.attention
    assert count() == 1088


# Oddities 1 and 2: farms, zones and virtual villages
def test_pseudo_units_stay_out_unless_asked(session, ordos):
    left_off = import_divisions(ordos)
    assert sum(map(len, left_off.skipped.values())) == 22
    asked = import_divisions(ordos, with_pseudo=True)
    assert [kind for kind, _ in asked.added].count("township") == 11
    again = import_divisions(ordos)
    assert len(again.added) == 0
    assert not again.attention, "pseudo-units that are in the tree are not called missing"


def test_villages_of_a_farm_stay_out_with_it(session):
    farm = STREET + "150621501000,150621000000,4,太阳庙农场\n150621501001,150621501000,5,一分场社区\n"
    report = load(farm)
    assert report.skipped["上级单位已略过"] == ["150621501001 一分场社区"]
    assert len(load(farm, with_pseudo=True).added) == 2


# Oddity 3: the same code is another place in the other book
def test_codes_of_two_books_are_never_joined(session):
    load(ABOVE + "150621001000,150621000000,4,工业街道\n150621003000,150621000000,4,锡尼街道\n")
    report = load(
        ABOVE + "150621001000,150621000000,4,锡尼街道\n150621004000,150621000000,4,工业街道\n",
        system="mca2026",
    )
    assert not report.added
    assert len(report.matched) == 5
    assert unit("150621001000").name == "工业街道"
    assert unit("150621001000", "mca2026").name == "锡尼街道"
    assert unit("150621004000", "mca2026") is unit("150621001000")


def test_a_file_of_the_wrong_book_is_refused(session):
    load(ABOVE + "150621001000,150621000000,4,工业街道\n150621003000,150621000000,4,锡尼街道\n")
    with pytest.raises(ImportRefused, match="两套代码弄混了"):
        load(ABOVE + "150621001000,150621000000,4,锡尼街道\n150621004000,150621000000,4,工业街道\n")


# Oddity 4: 兰州新区 is a county in one book only; its towns stand under 皋兰县 in the other
def test_a_township_under_another_county_is_reported_not_moved(session):
    top = HEADER + "620000000000,,1,甘肃省\n620100000000,620000000000,2,兰州市\n"
    load(top + "620171000000,620100000000,3,兰州新区\n620171100000,620171000000,4,中川镇\n")
    zone = unit("620171000000")
    zhongchuan = unit("620171100000")
    zhongchuan.codes.append(UnitCode(code_system="mca2026", code="620122108000", name="中川镇"))
    report = load(top + "620122000000,620100000000,3,皋兰县\n620122108000,620122000000,4,中川镇\n", system="mca2026")
    assert [what for _, what in report.added] == ["620122000000 皋兰县"]
    assert "620122108000 中川镇" in report.attention["上级与文件不同（未移动）"][0]
    assert zhongchuan.parent_id == zone.id


# Oddity 5: renamed and abolished
def test_a_new_name_is_taken_over_and_reported(session):
    load(ABOVE + "150621002000,150621000000,4,西路街道\n")
    report = load(ABOVE + "150621002000,150621000000,4,安宁西路街道\n")
    renamed = unit("150621002000")
    assert report.changed == ["150621002000 西路街道 → 安宁西路街道"]
    assert (renamed.name, renamed.short_name, renamed.source_name) == ("安宁西路街道",) * 3
    assert load(ABOVE + "150621002000,150621000000,4,安宁西路街道\n").changed == []


def test_abolished_units_are_left_off_and_their_villages_too(session):
    report = load(STREET + "150621003000,150621000000,4,下窑街道（撤销）\n150621003001,150621003000,5,下窑社区\n")
    assert len(report.added) == 4
    assert report.skipped["名称标有（撤销）"] == ["150621003000 下窑街道（撤销）"]


def test_an_abolished_unit_already_here_is_reported_and_kept(session):
    load(ABOVE + "150621003000,150621000000,4,下窑街道\n")
    report = load(ABOVE + "150621003000,150621000000,4,下窑街道（撤销）\n")
    assert report.attention["文件标为（撤销），库中仍在用"]
    assert unit("150621003000").name == "下窑街道"


# Oddity 6: endings, and a whole path in the name
@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("白泥井村委会", "白泥井村"),
        ("四村村委会", "四村"),
        ("隆盛城村", "隆盛城村"),
        ("新华村民委员会", "新华村"),
        ("三黄宝村村民委会", "三黄宝村"),
        ("展旦召嘎查", "展旦召嘎查"),
        ("布寨嘎查村委员会", "布寨嘎查"),
        ("苏独仑嘎查委员会", "苏独仑嘎查"),
        ("沙日嘎查村民委员会", "沙日嘎查"),
        ("南干社区", "南干社区"),
        ("北大社区居委会", "北大社区"),
        ("文德社区居民委员会", "文德社区"),
        ("桥头社区委会", "桥头社区"),
        ("白泥井新村社区", "白泥井新村社区"),
        ("东风第一居民委员会", "东风第一居委会"),
        ("铁路居委会", "铁路居委会"),
        ("居委会", "居委会"),
        ("机械生产队", "机械生产队"),
        ("内蒙古自治区鄂尔多斯市达拉特旗昭君街道文澜社区居民委员会", "文澜社区"),
        ("达拉特旗昭君街道水岸社区", "水岸社区"),
        ("昭君街道社区", "昭君街道社区"),
    ],
)
def test_short_name_is_what_people_say(session, source, short):
    load(STREET + f"150621002001,150621002000,5,{source}\n")
    community = unit("150621002001")
    assert community.short_name == short
    assert community.source_name == source


def test_the_path_in_a_name_is_taken_off_but_kept_at_the_source(session, ordos):
    import_divisions(ordos)
    community = unit("150627100016")
    assert community.name == "文澜社区居民委员会"
    assert community.source_name.startswith("内蒙古自治区鄂尔多斯市伊金霍洛旗阿勒腾席热镇")


# Oddity 7: namesakes
def test_village_and_community_of_one_base_name_stay_apart(session, ordos):
    import_divisions(ordos)
    query = select(OrgUnit.parent_id, OrgUnit.short_name).group_by(OrgUnit.parent_id, OrgUnit.short_name)
    assert not db.session.execute(query.having(func.count() > 1)).all()
    siblings = db.session.scalars(
        select(OrgUnit.short_name).where(OrgUnit.short_name.in_(["昭君镇", "昭君街道"]), OrgUnit.kind == "township")
    )
    assert sorted(siblings) == ["昭君街道", "昭君镇"]


def test_where_short_names_would_collide_both_keep_their_full_name(session):
    load(STREET + "150621002201,150621002000,5,柳林村委会\n150621002202,150621002000,5,柳林村\n")
    assert {unit("150621002201").short_name, unit("150621002202").short_name} == {"柳林村委会", "柳林村"}


def test_the_same_name_elsewhere_is_another_unit(session):
    text = ABOVE + "150621100000,150621000000,4,树林召镇\n150621104000,150621000000,4,昭君镇\n"
    load(text + "150621100200,150621100000,5,团结村\n150621104200,150621104000,5,团结村\n")
    assert unit("150621100200") is not unit("150621104200")


# Oddities 8 and 9: 旗, 苏木, 嘎查; long names
def test_kinds_follow_the_level_not_the_ending(session):
    load(ABOVE + "150621200000,150621000000,4,展旦召苏木\n150621200201,150621200000,5,展旦召嘎查\n")
    kinds = {code: unit(code).kind for code in ("150621000000", "150621200000", "150621200201")}
    assert list(kinds.values()) == ["county", "township", "community"]


def test_the_longest_name_of_the_book_is_kept(session):
    name = "长" * 31 + "社区"
    load(STREET + f"150621002001,150621002000,5,{name}\n")
    assert unit("150621002001").source_name == name


# The file itself
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\n\n,,,\n").encode(),
        lambda text: text.replace("昭君街道", " 昭君街道\u3000").encode(),
        lambda text: text.replace(HEADER, "Level,NAME,code,parent_code,remark\n", 1).encode(),
    ],
    ids=["bom", "gbk", "utf-16", "crlf", "blank lines", "spaces", "other columns"],
)
def test_forms_in_which_offices_save_the_same_file(session, encode):
    text = STREET
    if encode(HEADER).startswith(b"Level"):
        rows = [line.split(",") for line in STREET.splitlines()[1:]]
        text = HEADER + "".join(f"{level},{name},{code},{parent},\n" for code, parent, level, name in rows)
    assert len(import_divisions(encode(text)).added) == 4
    assert unit("150621002000").name == "昭君街道"


def test_reading_gbk_is_mentioned(session):
    assert import_divisions(STREET.encode("gbk")).notes == ["文件不是 UTF-8 编码，已按 GBK 读取。"]


def test_children_may_precede_their_parents(session):
    header, *rows = STREET.splitlines()
    assert len(load("\n".join([header, *reversed(rows)])).added) == 4


def test_a_parent_may_already_be_in_the_database(session):
    load(ABOVE)
    assert len(load(HEADER + "150621002000,150621000000,4,昭君街道\n").added) == 1


def test_a_repeated_row_counts_once(session):
    assert load(STREET + "150621002000,150621000000,4,昭君街道\n").skipped["重复的行"] == ["150621002000 昭君街道"]


def test_a_unit_absent_from_a_newer_file_is_reported_and_kept(session):
    load(STREET + "150621003000,150621000000,4,锡尼街道\n150621003001,150621003000,5,锡尼社区\n")
    report = load(STREET)
    assert report.attention["库中有、文件里没有（未删除）"] == [
        "150621003000 锡尼街道",
        "150621003001 锡尼社区",
    ]
    assert unit("150621003001").closed_on is None


def test_another_city_of_the_province_is_not_called_absent(session):
    load(STREET)
    report = load(
        HEADER
        + "150000000000,,1,内蒙古自治区\n150800000000,150000000000,2,巴彦淖尔市\n150802000000,150800000000,3,临河区\n"
    )
    assert not report.attention


def test_other_counties_are_not_called_absent_by_a_file_of_one(session):
    load(STREET + "150622000000,150600000000,3,准格尔旗\n150623000000,150600000000,3,鄂托克前旗\n")
    assert not load(STREET).attention
    report = load(STREET + "150622000000,150600000000,3,准格尔旗\n")
    assert report.attention["库中有、文件里没有（未删除）"] == ["150623000000 鄂托克前旗"]


REFUSED = {
    "empty": (b"", "文件是空的"),
    "header only": (HEADER, "只有表头"),
    "no header": (STREET.removeprefix(HEADER), "表头缺少 code、parent_code、level、name"),
    "column missing": ("code,level,name\n", "表头缺少 parent_code"),
    "column twice": ("code,code,parent_code,level,name\n", "code 出现了两次"),
    "workbook": (b"PK\x03\x04" + bytes(99), "另存为"),
    "binary": (HEADER.encode() + b"\0\0", "不是文本文件"),
    "unknown encoding": (HEADER.encode() + b"\xff\xff\x80\xff", "无法识别文件的编码"),
    "short code": (ABOVE + "150621002,150621000000,4,昭君街道\n", "不是 12 位数字"),
    "spreadsheet code": (ABOVE + "1.50621E+11,150621000000,4,昭君街道\n", "科学计数"),
    "full-width code": (ABOVE + "１５０６２１００２０００,150621000000,4,昭君街道\n", "不是 12 位数字"),
    "bad parent code": (
        ABOVE + "150621002000,达拉特旗,4,昭君街道\n",
        "上级代码 “达拉特旗” 不是",
    ),
    "no parent code": (ABOVE + "150621002000,,4,昭君街道\n", "没有上级代码"),
    "province below": (HEADER + "150000000000,150000000000,1,内蒙古\n", "省级不应有上级"),
    "bad level": (ABOVE + "150621002000,150621000000,6,昭君街道\n", "级别 “6” 应当是 1 至 5"),
    "level and code": (ABOVE + "150621002000,150621000000,5,昭君街道\n", "与级别 5 不符"),
    "unknown parent": (ABOVE + "150622002000,150622000000,4,昭君街道\n", "不在文件里，也不在库中"),
    "own parent": (ABOVE + "150621002000,150621002000,4,昭君街道\n", "绕成了一圈"),
    "circle": (
        HEADER + "150621001000,150621002000,4,甲镇\n150621002000,150621001000,4,乙镇\n",
        "150621001000 → 150621002000 → 150621001000",
    ),
    "parent below": (
        STREET + "150621002001,150621002000,5,社区\n150621003000,150621002001,4,锡尼街道\n",
        "应当高于 150621003000 锡尼街道",
    ),
    "two names": (STREET + "150621002000,150621000000,4,昭君镇\n", "与第 5 行重复，但名称不同"),
    "two parents": (STREET + "150621002000,150600000000,4,昭君街道\n", "与第 5 行重复，但上级不同"),
    "no name": (ABOVE + "150621002000,150621000000,4, \n", "名称是空的"),
    "long name": (ABOVE + f"150621002000,150621000000,4,{'长' * 81}\n", "超过 80 个字"),
    "huge field": (ABOVE + f"150621002000,150621000000,4,{'长' * 140_000}\n", "内容过长"),
    "control characters": (ABOVE + '150621002000,150621000000,4,"昭君\x1b[31m街道"\n', "控制字符"),
    "line break": (ABOVE + '150621002000,150621000000,4,"昭君\n街道"\n', "换行"),
    "open quote": (ABOVE + '150621002000,150621000000,4,"昭君街道\n', "引号不成对"),
    "cell missing": (ABOVE + "150621002000,150621000000,4\n", "应有 4 列，实际 3 列"),
    "comma in a name": (ABOVE + "150621002000,150621000000,4,昭君,街道\n", "应有 4 列，实际 5 列"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_file_is_refused_with_its_reason_and_leaves_nothing(app, session, tmp_path, name):
    content, reason = REFUSED[name]
    file = tmp_path / "divisions.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = app.test_cli_runner().invoke(args=["org", "import", str(file)])
    assert result.exit_code == 1
    assert "没有导入任何内容" in result.output
    assert reason in result.output
    assert "\x1b" not in result.output
    assert count() == 0


def test_only_the_first_problems_are_listed(session):
    rows = "".join(f"{number},150621000000,4,街道\n" for number in range(100))
    with pytest.raises(ImportRefused) as refused:
        load(ABOVE + rows)
    assert len(refused.value.shown()) == 21
    assert refused.value.shown()[-1] == "另有 80 处问题未列出。"


def test_a_failure_half_way_leaves_nothing(app, session, tmp_path, monkeypatch):
    def plant_until_townships(seedlings):
        planted = plant(seedlings)
        if planted and planted[0].kind == "township":
            raise ImportRefused(["没有地方了。"])
        return planted

    monkeypatch.setattr(importing, "plant", plant_until_townships)
    file = tmp_path / "divisions.csv"
    file.write_text(STREET, encoding="utf-8")
    assert app.test_cli_runner().invoke(args=["org", "import", str(file)]).exit_code == 1
    assert count() == 0


def test_a_message_carries_no_control_characters_to_the_terminal(session):
    with pytest.raises(ImportRefused) as refused:
        load(ABOVE + '150621002000,150621000000,4,"昭君\x1b[31m街道"\n\x1b,,4,街道\n')
    assert all(problem.isprintable() for problem in refused.value.problems)
    assert "“昭君□[31m街道”" in refused.value.problems[0]


def test_the_command_reports_in_chinese(app, session, tmp_path):
    file = tmp_path / "divisions.csv"
    file.write_text(STREET, encoding="utf-8")
    runner = app.test_cli_runner()
    trial = runner.invoke(args=["org", "import", str(file), "--dry-run"])
    assert trial.output.startswith("试运行，未写入。新增 4，变更 0，未变 0，略过 0。")
    assert count() == 0
    done = runner.invoke(args=["org", "import", str(file), "--verbose"])
    assert "    150621002000 昭君街道" in done.output
    db.session.rollback()
    assert count() == 4


def test_a_missing_file_is_said_so(app, session):
    result = app.test_cli_runner().invoke(args=["org", "import", "nowhere.csv"])
    assert result.exit_code == 1
    assert "打不开文件 nowhere.csv" in result.output
