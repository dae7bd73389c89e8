"""Rules about what a plugin says of itself: the words of its manifest, states, steps and settings."""

import ast
import re
from collections import Counter
from functools import cache

from portal.config import ROOT
from portal.people.models import Person
from portal.plugin.scale import BRONZE, GOLD, SILVER
from portal.protection import EncryptedText
from portal.records.people import Contact
from portal.records.record import Record, steps_of
from portal.testing.conformance.subject import Subject
from portal.testing.scale.declared import code, models, records
from portal.testing.scale.rules import RULES, Moot, rule

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PEOPLE = {Person.__tablename__, Contact.__tablename__}


@rule(
    "chinese-card",
    BRONZE,
    "名称和简介是中文，简介是完整的句子。",
    "Name and summary are Chinese; the summary is a sentence.",
)
def has_a_chinese_card(subject: Subject):
    for what, text in (("name", subject.manifest.name), ("summary", subject.manifest.summary)):
        if not CHINESE.search(text):
            yield f"{what} {text!r} is not Chinese"
    if not subject.manifest.summary.endswith(("。", "！")):
        yield "the summary does not end with 。"


@rule("maintained", SILVER, "写明类别和由谁维护。", "Category and maintainer are given.")
def is_maintained(subject: Subject):
    for name in ("category", "maintainer"):
        if not getattr(subject.manifest, name):
            yield f"the manifest gives no {name}"


@rule("core-versions", SILVER, "写明需要哪一版核心。", "The manifest says which versions of the core it needs.")
def names_the_core(subject: Subject):
    if not subject.manifest.core_requires:
        yield "the manifest gives no core_requires"


@rule("permission-words", BRONZE, "每个权限有自己的中文名称。", "Each permission has a Chinese label of its own.")
def labels_permissions(subject: Subject):
    labels = [each.label for each in subject.manifest.permissions]
    for each in subject.manifest.permissions:
        if not CHINESE.search(each.label) or labels.count(each.label) > 1:
            yield f"permission {each.key} is called {each.label!r}"


@rule("permissions-used", SILVER, "声明的权限都真的在用。", "Each declared permission is asked for somewhere.")
def uses_permissions(subject: Subject):
    named = Counter(node.value for _, module in code(subject) for node in ast.walk(module) if _is_text(node))
    guarding = {subject.guard(rule) for rule in subject.rules}
    for each in subject.manifest.permissions:
        if each.key not in guarding and named[each.key] < 2:  # once it is declared
            yield f"nothing asks for {each.key}"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@rule("data-class", BRONZE, "有个人信息的，清单里写明了。", "A plugin that keeps personal data says so.")
def says_what_data_it_keeps(subject: Subject):
    named = [
        f"{table.name}.{column.name}"
        for table in subject.tables
        for column in table.columns
        if isinstance(column.type, EncryptedText) or PEOPLE & {key.column.table.name for key in column.foreign_keys}
    ]
    if named and subject.manifest.data_class == "none":
        yield f"data_class is none, but there are {', '.join(named[:5])}"


@rule(
    "role-words",
    SILVER,
    "自带的角色有中文名称，至少有一项权限。",
    "Roles it brings have Chinese names, and permissions.",
)
def brings_useful_roles(subject: Subject):
    if not subject.manifest.roles:
        raise Moot("没有自带的角色。")
    given = {role for each in subject.manifest.permissions for role in each.roles}
    for role in subject.manifest.roles:
        if not CHINESE.search(role.name):
            yield f"role {role.key} is called {role.name!r}"
        if role.key not in given:
            yield f"no permission is given to the role {role.key}"


@rule("job-words", SILVER, "定时任务有中文名称。", "Jobs have Chinese names.")
def names_jobs(subject: Subject):
    if not subject.manifest.jobs:
        raise Moot("没有定时任务。")
    for job in subject.manifest.jobs:
        if not CHINESE.search(job.name):
            yield f"job {job.key} is called {job.name!r}"


@rule("demo", SILVER, "有演示数据。", "It brings demo data.")
def has_a_demo(subject: Subject):
    if subject.tables and not subject.implements("demo_data"):
        yield "it has tables, but no hook demo_data"


@rule(
    "step-words",
    SILVER,
    "办理步骤都有中文名称。",
    "Steps have Chinese labels.",
)
def labels_steps(subject: Subject):
    for model in _with_states(subject):
        for name, step in steps_of(model).items():
            if not CHINESE.search(step.label):
                yield f"{model.__name__}.{name} is called {step.label!r}"


@rule("state-words", SILVER, "每种状态有自己的中文名称。", "Each state has a Chinese name of its own.")
def names_states(subject: Subject):
    for model in _with_states(subject):
        names = [each.name for each in model.states]
        for state in model.states:
            if not CHINESE.search(state.name) or names.count(state.name) > 1:
                yield f"state {state.key} of {model.__name__} is called {state.name!r}"


@rule(
    "ways-end",
    SILVER,
    "每种未办结的状态都有步骤可走，办得到头。",
    "From every open state a step leads on, and some state is an end.",
)
def leads_on(subject: Subject):
    for model in _with_states(subject):
        steps = list(steps_of(model).values())
        for state in model.states:
            if state.open and not any(not step.of or state.key in step.of for step in steps):
                yield f"no step of {model.__name__} is taken in {state.key}"
        if all(state.open for state in model.states):
            yield f"no state of {model.__name__} is closed"


@rule("next-told", GOLD, "每种未办结的状态都写明下一步是什么、由谁办。", "Every open state says what comes next.")
def tells_what_is_next(subject: Subject):
    for model in _with_states(subject):
        own = any("next_step" in vars(each) for each in model.__mro__ if each.__module__.startswith(subject.package))
        for state in model.states:
            if state.open and not state.next and not own:
                yield f"state {state.key} of {model.__name__} does not say what comes next"


def _with_states(subject: Subject) -> list[type[Record]]:
    if not (found := records(subject)):
        raise Moot("没有要一步步办的记录。")
    return found


@rule(
    "settings-hints",
    SILVER,
    "每项设置有中文名称，写明数值从哪来。",
    "Each setting has a Chinese label and says where its value comes from.",
)
def explains_settings(subject: Subject):
    for field in _settings(subject)():
        for what, text in (("label", field.label.text), ("hint", field.description)):
            if not CHINESE.search(str(text)):
                yield f"setting {field.name} has the {what} {text!r}"


@rule(
    "settings-examples",
    GOLD,
    "涉及金额和资格的设置，每项至少三个算得出来的例子。",
    "Settings about money or rights have at least three worked examples, which come out right.",
)
def works_examples(subject: Subject):
    yield from _settings(subject).unworked()


@rule("settings-used", SILVER, "每项设置都真的在用。", "Each setting is read somewhere.")
def reads_settings(subject: Subject):
    words = (
        " ".join(path.read_text(encoding="utf-8") for path in subject.sources if path.name != "settings.py") + _kit()
    )
    own = " ".join(each.read_text(encoding="utf-8") for each in subject.folder.rglob("settings.py"))
    for field in _settings(subject)():
        if (
            not _is_read(field.short_name, words)
            and not _is_composed(field.short_name, own)
            and len(re.findall(rf"\b{field.short_name}\b", own)) < 2
        ):
            yield f"nothing reads the setting {field.short_name}"


def _is_read(name: str, words: str) -> bool:
    return _is_composed(name, words) or bool(re.search(rf"\b{re.escape(name)}\b", words))


def _is_composed(name: str, words: str) -> bool:
    """Whether it is put together: of `{kind}_pattern`, or of `criteria_{kind}`."""
    cuts = [place for place, sign in enumerate(name) if sign == "_"]
    return any(f"}}{name[cut:]}" in words or f"{name[: cut + 1]}{{" in words for cut in cuts)


@cache
def _kit() -> str:
    """What reads settings by the names that it gives them."""
    folders = [ROOT / "portal" / each for each in ("records", "entitlements", "families")]
    return " ".join(path.read_text(encoding="utf-8") for each in folders for path in each.rglob("*.py"))


def _settings(subject: Subject):
    if subject.manifest.settings is None:
        raise Moot("没有设置。")
    return subject.manifest.settings


@rule(
    "exemptions",
    BRONZE,
    "豁免的是有的规则，写明了理由，铜级不豁免。",
    "Exemptions name rules, with reasons; none of the lowest tier.",
)
def exempts_with_reasons(subject: Subject):
    for key, reason in subject.manifest.exemptions.items():
        if key not in RULES:
            yield f"there is no rule {key}"
        elif RULES[key].tier == BRONZE:
            yield f"nobody is exempt from {key}"
        if not CHINESE.search(reason):
            yield f"the exemption from {key} has no reason in Chinese"


@rule(
    "long-names",
    SILVER,
    "表名和列名在两种数据库上都用得了（不超过 63 个字符）。",
    "Names of tables and columns fit both databases.",
)
def has_short_names(subject: Subject):
    for model in models(subject):
        for name in (model.__tablename__, *(each.name for each in model.__table__.columns)):
            if len(name) > 63:
                yield f"{name} is longer than 63 characters"
