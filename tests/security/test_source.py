"""What the program never does, whoever asks: run text as code, call out, trust weak hashes or predictable numbers."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import nodes

from portal.config import ROOT

BESIDE = ("portal/testing/", "portal/demo/")  # tests and the demo, which invents people
PROGRAM = sorted(
    path
    for folder in ("portal", "plugins")
    for path in (ROOT / folder).rglob("*.py")
    if "tests" not in path.parts and not str(path.relative_to(ROOT)).startswith(BESIDE)
)
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
UNPACKS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "yaml", "jsonpickle"}
CALLS_OUT = {
    "http", "urllib.request", "requests", "httpx", "aiohttp", "smtplib", "imaplib", "poplib", "ftplib", "telnetlib",
    "xmlrpc", "ldap", "ldap3", "paramiko", "memcache", "pymemcache", "redis", "asyncio", "webbrowser",
}  # fmt: skip
SENDS = "portal/notices/send_worker.py"  # to the one host of a channel, in a process of its own (docs/adr/0051)
ASKS = "portal/signing_in/provider/client.py"  # the provider of identity that a district has set (docs/adr/0080)
SOCKETS = {
    "portal/child.py": "a pair of sockets to a process of our own",
    "portal/jobs/worker.py": "the name of this machine",
    "portal/listening.py": "listens",
    SENDS: "resolves the one host it may speak to",
    "portal/plugin/process.py": "what plugins did to sockets is undone",
    "portal/serve.py": "listens",
    "portal/signing_in/provider/client.py": "resolves the provider, and connects to what it may reach",
}
SHELLS = {"portal/plugin_admin/cli/bisecting.py": "the command that whoever operates the server types for the search"}
NAMES_TABLES = (
    "portal/migrating/",
    "portal/backup/",
    "portal/plugin_admin/trial/",
)  # of the database itself, which take no parameters
# HMAC-SHA-1 of RFC 6238, the one that all telephones reckon: no collision helps against it
KEYED = {("portal/signing_in/codes.py", "SHA1")}
EXTERNAL_XML = {"lxml", "xml.dom", "xml.sax.expatreader"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> set[str]:
    """Every module, also as a part of a longer name."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return {".".join(name.split(".")[:depth]) for name in found for depth in range(1, name.count(".") + 2)}


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_no_text_is_run_as_code():
    wrong = [
        (named(path), call.lineno)
        for path in PROGRAM
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in RUNS_TEXT
    ]
    assert not wrong


def test_nothing_is_unpacked_into_objects():
    assert not [named(path) for path in PROGRAM if imported(path) & UNPACKS_OBJECTS]


def test_nothing_calls_out_but_the_sender_of_messages_and_who_asks_a_provider_of_identity():
    assert {named(path): found for path in PROGRAM if (found := imported(path) & CALLS_OUT)} == {
        SENDS: {"requests"},
        ASKS: {"requests"},
    }


def test_sockets_stay_on_this_machine_each_with_its_reason():
    assert {named(path) for path in PROGRAM if "socket" in imported(path)} == SOCKETS.keys()


def test_programs_are_started_without_a_shell():
    shells = {
        named(path)
        for path in PROGRAM
        for call in calls(path)
        if any(each.arg == "shell" for each in call.keywords) or called(call) in {"system", "popen", "getoutput"}
    }
    assert shells == SHELLS.keys()


def test_no_hash_that_is_broken_is_used():
    broken = re.compile(r"\b(md5|sha1|SHA1|MD5|MD4|DES|RC4|ARC4|Blowfish|ECB|PKCS1v15)\b")
    for path in PROGRAM:
        for node in ast.walk(tree(path)):
            name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
            assert not broken.fullmatch(name) or (named(path), name) in KEYED, (named(path), name)


def test_numbers_nobody_may_guess_come_from_the_system():
    assert not [named(path) for path in PROGRAM if {"random", "uuid"} & imported(path)]


def test_no_xml_is_read_by_a_parser_that_follows_references():
    assert not [named(path) for path in PROGRAM if imported(path) & EXTERNAL_XML]


def test_statements_are_never_put_together_from_text():
    """`text()` and `execute()` with a string that was put together; but in migrations and copies."""
    wrong = [
        (named(path), call.lineno)
        for path in PROGRAM
        if "migrations" not in path.parts and not named(path).startswith(NAMES_TABLES)
        for call in calls(path)
        if called(call) in {"text", "literal_column", "exec_driver_sql"}
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert not wrong


def test_templates_escape_everything(app):
    safe = []
    for name in app.jinja_env.list_templates():
        assert name.endswith((".css", ".txt")) or app.jinja_env.autoescape(name), name
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)
        parsed = app.jinja_env.parse(source)
        safe += [name for each in parsed.find_all(nodes.Filter) if each.name == "safe"]
        assert not list(parsed.find_all(nodes.ScopedEvalContextModifier)), name
    assert set(safe) <= {"home/styleguide.html"}  # its own words, and not in production


def test_no_page_carries_script_or_style(app):
    inline = re.compile(r"""<script(?![^>]*\bsrc=)|<style\b|\s(?:on\w+|style)=["']|javascript:""")
    for name in app.jinja_env.list_templates():
        if {"documents", "papers"} & set(name.split("/")):
            continue  # laid out for print, never sent to a browser
        source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)
        assert not inline.search(re.sub(r"\{[#{%].*?[#}%]\}", "", source, flags=re.DOTALL)), name


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-mutation.lock", "requirements-node.lock"]
)
def test_each_library_has_one_version_and_its_hash(lock):
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text())
    packages = [block for block in blocks if not block.startswith("#")]
    assert packages
    for block in packages:
        assert re.match(r"[a-z0-9._-]+(\[[\w,]+\])?==\S+", block), block[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block[:60]
    assert "--require-hashes" in (ROOT / "tools/libraries.sh").read_text()


def test_each_library_of_the_browser_has_its_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert not [name for name, each in packages.items() if name and not each.get("integrity", "").startswith("sha512-")]


def test_what_is_declared_is_locked():
    declared = re.findall(
        r'^    "([\w.-]+)', (ROOT / "pyproject.toml").read_text().split("[project.optional")[0], re.MULTILINE
    )
    locked = set(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert not {each.lower().replace("_", "-") for each in declared} - locked


def test_the_script_keeps_nothing_in_the_browser_and_writes_no_markup():
    script = (ROOT / "portal/static/src/app.js").read_text()
    code = re.sub(r"//.*", "", script)
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML", "outerHTML", "document.write",
                 "eval(", "new Function", "postMessage", "WebSocket", "__proto__", "insertAdjacentHTML"):  # fmt: skip
        assert word not in code, word
    assert "historyCacheSize = 0" in code
