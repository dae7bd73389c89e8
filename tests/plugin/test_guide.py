"""docs/plugins.md: every hook with its exact signature, every example runs, the walkthrough makes a plugin that works."""

import inspect
import re
import shlex
from pathlib import Path

import pytest

from portal import clock
from portal.demo.world import World
from portal.families import Family
from portal.plugin import dispatch
from portal.plugin.contributions import (
    Action,
    BriefLine,
    CaseColumn,
    CaseFields,
    CaseFilter,
    CaseFinder,
    Hit,
    NavItem,
    Notice,
    OpenRecord,
    Panel,
    PublicPage,
    Queue,
    Report,
    Serving,
    TriageOption,
)
from portal.plugin.hookspecs import Context, HookSpecs
from portal.plugin.manifest import Manifest
from portal.records.people import Contact
from portal.testing import factories
from tests.hunks import changed
from tests.plugin.environment import Environment

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "plugins.md").read_text()
HOOKS = [name for name in vars(HookSpecs) if not name.startswith("_")]
BLOCKS = re.findall(r"^```(\w+)(?: (\w+)=(\S+))?\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
EXAMPLES = {value: code for _, label, value, code in BLOCKS if label == "hook"}
GIVES = {
    "nav_items": NavItem,
    "home_cards": Queue,
    "notices": Notice,
    "case_panels": Panel,
    "case_actions": Action,
    "record_actions": Action,
    "serving": Serving,
    "brief_lines": BriefLine,
    "triage_options": TriageOption,
    "case_fields": CaseFields,
    "case_list": (CaseColumn, CaseFilter, CaseFinder),
    "search": Hit,
    "public_pages": PublicPage,
    "person_panels": Panel,
    "people_panels": Panel,
    "person_actions": Action,
    "family_panels": Panel,
    "family_actions": Action,
    "unit_panels": Panel,
    "reports": Report,
    "deactivation_impact": str,
    "personal_data_open": OpenRecord,
}


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_stands_there_with_its_signature_and_an_example(hook):
    assert f"### `{hook}{inspect.signature(getattr(HookSpecs, hook))}`" in GUIDE
    assert hook in EXAMPLES


def test_nothing_stands_there_that_does_not_exist():
    assert set(EXAMPLES) == set(HOOKS)
    rows = re.findall(r"^\| (`.+?) \|", GUIDE, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(inspect.signature(Manifest).parameters)


@pytest.mark.parametrize("code", [code for language, _, _, code in BLOCKS if language == "python"])
def test_every_example_compiles(code):
    compile(code, "docs/plugins.md", "exec")


@pytest.fixture
def arguments(cast):
    """Something for every argument a hook may have."""
    case = factories.case(cast.taixing, by=cast.clerk)
    return {
        "ctx": Context(cast.street, cast.clerk, clock.now()),
        "case": case,
        "record": case,
        "event": case.events[-1],
        "text": "夜间",
        "first": clock.today(),
        "last": clock.today(),
        "verb": "resolve",
        "person": factories.resident(cast.street),
        "people": [factories.resident(cast.street)],
        "family": Family.of(cast.street, Contact(name="其其格", phone="13804770001"), role="", by=None)[0],
        "kept": Family.of(cast.street, Contact(name="其其格", phone="13804770001"), role="", by=None)[0],
        "gone": Family.of(cast.street, Contact(name="萨仁", phone="13804770002"), role="", by=None)[0],
        "plugin": "noise",
        "world": World(now=clock.now()),
    }


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_each_hook_runs(hook, join, arguments):
    made: dict = {}
    exec(compile(EXAMPLES[hook], f"docs/plugins.md {hook}", "exec"), made)
    join("noise_example", "噪音", made["Example"])
    wanted = inspect.signature(getattr(HookSpecs, hook)).parameters
    if hook == "demo_data":  # the demo of the real plugins needs the real demo
        assert made["Example"]().demo_data(arguments["world"]) is None
        assert made["Example"].loaded == 1
        return
    answers = [
        each
        for each in dispatch.call(
            hook, unit=arguments["ctx"].unit, **{name: value for name, value in arguments.items() if name in wanted}
        )
        if each.plugin == "noise_example"
    ]
    assert not any(answer.failed for answer in answers)
    if hook in GIVES:
        assert [type(item) for answer in answers for item in answer.value] == [
            *(GIVES[hook] if isinstance(GIVES[hook], tuple) else (GIVES[hook],))
        ]


def test_every_hook_is_used_by_a_plugin_or_tested():
    places = [
        path
        for folder in ("plugins", "tests", "portal")
        for path in (ROOT / folder).rglob("*.py")
        if path.name not in ("hookspecs.py", "test_guide.py")
    ]
    source = "\n".join(path.read_text() for path in places)
    assert not [hook for hook in HOOKS if not re.search(rf"def {hook}\(self", source)]
    core = "\n".join(path.read_text() for path in (ROOT / "portal").rglob("*.py"))
    assert not [hook for hook in HOOKS if f'"{hook}"' not in core], "the core never calls these"


def test_the_walkthrough_makes_a_plugin_that_works(tmp_path):
    elsewhere = Environment(tmp_path / "venv", {"PORTAL_INSTANCE": str(tmp_path / "instance")}).create()
    for language, label, path, text in BLOCKS:
        if label == "file":
            elsewhere.close()  # a process that runs has read the file as it was
            write(tmp_path / "portal-noise" / path, text, language)
        for line in text.splitlines() if language == "sh" else ():
            said = run(elsewhere, tmp_path, *shlex.split(line))
    elsewhere.close()
    assert " passed" in said, "the last command is the tests"


def write(file: Path, text: str, language: str) -> None:
    file.write_text(changed(file.read_text(), text, str(file)) if language == "diff" else text)


def run(elsewhere: Environment, folder: Path, program: str, *words: str) -> str:
    """One line of the page, as somebody would type it in `folder`."""
    if program == "pip":
        elsewhere.install("--editable", str(folder / words[-1]))
    elif program == "cd":
        assert words[1:3] == ("&&", "pytest")
        return elsewhere.run("-m", "pytest", "-q", "-p", "no:cacheprovider", *words[3:], folder=folder / words[0])
    elif "new" in words:
        return elsewhere.run("-m", "flask", *words, folder=folder)
    else:
        assert (program, *words[:2]) == ("flask", "--app", "portal")
        code, said = elsewhere.ask("flask", *words[2:])
        assert code == 0, said
        return said
    return ""


def test_the_example_of_settings_is_a_form_that_works(cast):
    made: dict = {}
    code = next(code for language, _, _, code in BLOCKS if language == "python" and "class NoiseSettings" in code)
    exec(compile(code, "docs/plugins.md settings", "exec"), made)
    form = made["NoiseSettings"]()
    assert made["NoiseSettings"](data=form.data).validate()
    assert all(field.description for field in form)
