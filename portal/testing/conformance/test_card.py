"""The plugin itself: its manifest, names, hooks and source."""

import ast
import re
from importlib import import_module
from pathlib import Path

from flask import Blueprint

from portal.plugin.api import not_offered
from portal.plugin.belongings import strangers, tables
from portal.plugin.hookspecs import HookSpecs
from portal.settings import SettingsForm
from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject

HOOKS = [name for name in vars(HookSpecs) if not name.startswith("_")]
INLINE = re.compile(
    r"<style|\bstyle\s*=|<script(?![^>]*\bsrc\s*=)|\son(?!ly\b)[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
LEFT_TO_PAPER = "documents"  # templates of printed documents are set by WeasyPrint, not shown by a browser


def test_the_card_is_valid_and_everything_bears_the_name_of_the_plugin(subject: Subject):
    others = [Subject(key, subject.app).implementation for key in subject.registry.manifests if key != subject.key]
    report([*strangers(subject.implementation, others), *_card(subject), *_settings(subject)])


def _card(subject: Subject):
    manifest, known = subject.manifest, subject.app.extensions["portal_permissions"]
    for permission in manifest.permissions:
        if known.get(permission.key) is not permission:
            yield f"permission {permission.key} is not known to the application"
    for blueprint in manifest.blueprints:
        if blueprint.name not in subject.app.blueprints:
            yield f"blueprint {blueprint.name} was not mounted"
    for name in tables(subject.implementation):
        if not manifest.migrations:
            yield f"table {name} has no migration: the card names no `migrations`"


def _settings(subject: Subject):
    form = subject.manifest.settings
    if form is None:
        return
    if not issubclass(form, SettingsForm):
        yield "settings must be a SettingsForm (portal.settings), else nobody can change them"
    for field in form():
        if not (field.label.text and field.description):
            yield f"setting {field.name} has no label, or no hint where its value comes from"
    if not form(data=form().data).validate():
        yield "the defaults of the settings contradict each other"
    yield from form.unworked()


def test_its_hooks_exist_and_are_marked(subject: Subject):
    manager, plugin = subject.registry.manager, subject.implementation
    unmarked = [name for name in dir(plugin) if name in HOOKS and manager.parse_hookimpl_opts(plugin, name) is None]
    unknown = [
        name
        for name in dir(plugin)
        if not name.startswith("_") and manager.parse_hookimpl_opts(plugin, name) is not None and name not in HOOKS
    ]
    report(
        [
            *(f"{name} has the name of a hook but no @hookimpl, so it is never called" for name in unmarked),
            *(f"there is no hook named {name}" for name in unknown),
        ]
    )


def test_static_files_lie_under_its_own_address(subject: Subject):
    report(
        f"static files of {rule.endpoint} are served at {rule.rule}, not under /{subject.key}/static"
        for rule in subject.app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] == subject.key
        and rule.endpoint.endswith(".static")
        and not rule.rule.startswith(f"/{subject.key}/static/")
    )


def test_no_template_holds_style_or_script(subject: Subject):
    report(
        f"{path.relative_to(subject.folder)}:{number}: inline style or script: {line.strip()[:80]}"
        for folder in sorted({path for path in map(_templates, subject.manifest.blueprints) if path})
        for path in sorted(folder.rglob("*.html"))
        if LEFT_TO_PAPER not in path.relative_to(folder).parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if INLINE.search(line)
    )


def _templates(blueprint: Blueprint) -> Path | None:
    return Path(blueprint.jinja_loader.searchpath[0]) if blueprint.jinja_loader else None


def test_it_imports_no_insides(subject: Subject):
    others = {key: _package(subject, key) for key in subject.registry.manifests if key != subject.key}
    report(
        complaint
        for path in subject.sources
        for source in [path.read_text()]
        for where in [path.relative_to(subject.folder)]
        for complaint in (
            *(f"{where} imports {name}, which the plugin API does not offer" for name in not_offered(source)),
            *(said for name in _imported(ast.parse(source)) for said in _about_import(subject, others, name, where)),
        )
    )


def _package(subject: Subject, key: str) -> str:
    return Subject(key, subject.app).package


def _about_import(subject: Subject, others: dict[str, str], name: str, where):
    for key, package in others.items():
        if not f"{name}.".startswith(f"{package}."):
            continue
        if key not in subject.manifest.needs and key not in subject.manifest.uses:
            yield f"{where} imports {name}, but the card neither requires nor uses {key}"
        elif name.startswith(f"{package}.") and not hasattr(import_module(package), name.rpartition(".")[2]):
            yield f"{where} imports {name}: of another plugin only what its __init__ offers may be used"


def _imported(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_the_portal_starts_without_it_and_with_it_broken(subject: Subject, office: Office, monkeypatch):
    complaints = []
    for how, instead in {"absent": (), "broken": (_Broken(subject.key),)}.items():
        with office.without(subject.key, monkeypatch, instead) as other:
            complaints += _after_start(other, subject, how)
    report(complaints)


class _Broken:
    """An entry point that raises when it is imported."""

    def __init__(self, name: str):
        self.name = name

    def load(self):
        raise ImportError("made to fail")


def _after_start(other: Office, subject: Subject, how: str):
    lost = set(subject.registry.manifests) - set(other.app.extensions["portal_plugins"].manifests)
    answer = other.client("clerk").get("/")
    if lost != {subject.key, *subject.needed_by}:
        yield f"with the plugin {how}, these are not there: {', '.join(sorted(lost))}"
    if answer.status_code != 200:
        yield f"with the plugin {how}, the work desk answers {answer.status_code}"
