"""Plugins that do what a plugin may not: each is the body of a package, after `HEAD`. `written` installs them into a folder."""

from pathlib import Path

HEAD = """
import sqlalchemy as sa
from flask import Blueprint, abort
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.contributions import Card, Hit, NavItem, Panel, Queue
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest

KEY = __name__
bp = Blueprint(KEY, KEY, url_prefix=f"/{KEY}")


def card(**more):
    return Manifest(key=KEY, name=KEY, summary="试验", version="1.0", default_state="on", **more)


class Plugin:
    manifest = card()


class WithPages:
    manifest = card(blueprints=(bp,))


plugin = Plugin()
"""

# key → (body, what the reason says): these are left out at the start
REFUSED = {
    "exits": ("import sys; sys.exit(3)", "SystemExit: 3"),
    "divides": ("1 / 0", "ZeroDivisionError"),
    "misspelt": ("import no_such_library", "no_such_library"),
    "neither": ("class Out(BaseException):\n    pass\nraise Out('x')", "Out: x"),
    "at_the_end": (
        "bp.record(lambda state: state.app.teardown_appcontext(lambda e: 1 / 0))\nplugin = WithPages()",
        "end of each",
    ),
    "empties_templates": (
        "bp.record(lambda state: state.app.jinja_env.globals.clear())\nplugin = WithPages()",
        "globals of all",
    ),
    "empties_registry": (
        "bp.record(lambda state: state.app.extensions['portal_plugins'].manifests.clear())\nplugin = WithPages()",
        "KeyError",
    ),
    "not_python": ("def (", "SyntaxError"),
    "half_way": (
        """
class Half(db.Model):
    __tablename__ = "half_way_half"
    id: Mapped[int] = mapped_column(primary_key=True)
    other: Mapped["Nowhere"] = relationship()
raise RuntimeError("after its models")""",
        "after its models",
    ),
    "leads_nowhere": (
        """
class Thing(db.Model):
    __tablename__ = "leads_nowhere_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
    other: Mapped["NotThere"] = relationship()""",
        "NotThere",
    ),
    "onto_core": ("class Mine(db.Model):\n    __table__ = Case.__table__", "cases_case must begin with onto_core_"),
    "twice_core": (
        'class Again(db.Model):\n    __tablename__ = "cases_case"\n    id: Mapped[int] = mapped_column(primary_key=True)',
        "cases_case",
    ),
    "widens_core": (
        """
class More(db.Model):
    __tablename__ = "cases_case"
    __table_args__ = {"extend_existing": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    more: Mapped[str] = mapped_column(sa.String(5))""",
        "adds more to the table cases_case",
    ),
    "bare_table": (
        'sa.Table("people_bare", db.metadata, sa.Column("id", sa.Integer, primary_key=True))',
        "people_bare must begin with bare_table_",
    ),
    "subclasses_core": ("class MyCase(Case):\n    extra = 1", "cases_case must begin with"),
    "patches_core": ("User.can = lambda *given, **named: True", "replaces portal.accounts.models.User.can"),
    "before_inherited": (
        "from functools import partialmethod\nUser.is_authenticated = True\nUser.permissions = partialmethod(print)",
        "replaces portal.accounts.models.User.is_authenticated",
    ),
    "every_attribute": (
        "plain = object.__getattribute__\nUser.__getattribute__ = lambda self, name: True if name == 'active' else plain(self, name)",
        "replaces portal.accounts.models.User.__getattribute__",
    ),
    "other_body": (
        "User.can.__code__ = (lambda self, *given, **named: True).__code__",
        "replaces portal.accounts.offices.HoldsOffices.can",
    ),
    "other_bases": (
        "class Mine:\n    def can(self, *given):\n        return True\nUser.__bases__ = (Mine, *User.__bases__)",
        "replaces portal.accounts.models.User.__bases__",
    ),
    "patches_module": ("from portal.plugin import gate\ngate.plugin_of = lambda name: None", "gate.plugin_of"),
    "patches_constant": (
        "from portal import database\ndatabase.SAFE_METHODS = frozenset({'GET', 'POST'})",
        "replaces portal.database.SAFE_METHODS",
    ),
    "patches_flask": (
        "from flask import Flask\nFlask.dispatch_request = lambda self: 'mine'",
        "replaces flask.app.Flask.dispatch_request",
    ),
    "patches_session": (
        "from sqlalchemy.orm import Session\nSession.commit = lambda self: None",
        "replaces sqlalchemy.orm.session.Session.commit",
    ),
    "patches_on_mounting": (
        "bp.record(lambda state: setattr(User, 'can', lambda *given: True))\nplugin = WithPages()",
        "replaces portal.accounts.models.User.can",
    ),
    "hears_requests": (
        "from flask import request_started\n@request_started.connect\ndef f(sender, **more):\n    1 / 0",
        "listens to the signal request-started",
    ),
    "listens": (
        "@sa.event.listens_for(Case, 'before_update')\ndef f(*given):\n    1 / 0\n"
        "@sa.event.listens_for(db.session, 'before_commit')\ndef g(session):\n    1 / 0",
        "listens to before_update of portal.cases.models.case.Case",
    ),
    "no_card": ("plugin = object()", "no attribute 'manifest'"),
    "a_dict": ('class P:\n    manifest = {"key": KEY}\nplugin = P()', "'dict' object has no attribute 'key'"),
    "a_class": ("plugin = Plugin", "must be an instance"),
    "not_its_key": (
        'class P:\n    manifest = Manifest(key="heroes", name="x", summary="x", version="1.0")\nplugin = P()',
        "key heroes is taken",
    ),
    "core_key": (
        'class P:\n    manifest = Manifest(key="cases", name="x", summary="x", version="1.0")\nplugin = P()',
        "belongs to the core",
    ),
    "text_permissions": ('class P:\n    manifest = card(permissions=("x",))\nplugin = P()', "AttributeError"),
    "before_all": ("@bp.before_app_request\ndef f():\n    abort(418)\nplugin = WithPages()", "before each request"),
    "after_all": ("@bp.after_app_request\ndef f(answer):\n    1 / 0\nplugin = WithPages()", "after each request"),
    "answers_errors": (
        "@bp.app_errorhandler(404)\ndef f(e):\n    return 'mine'\nplugin = WithPages()",
        "answers to errors",
    ),
    "words_for_all": (
        "@bp.app_context_processor\ndef f():\n    return {'current_user': None}\nplugin = WithPages()",
        "words for templates",
    ),
    "filter_for_all": (
        "@bp.app_template_filter('day')\ndef f(x):\n    return x\nplugin = WithPages()",
        "filters of all",
    ),
    "changes_settings": (
        "bp.record(lambda state: state.app.config.update(SECRET_KEY='x'))\nplugin = WithPages()",
        "changes the settings",
    ),
    "mounts_elsewhere": (
        "bp.record(lambda state: state.app.add_url_rule('/login2', 'login2', str))\nplugin = WithPages()",
        "mounts login2 outside",
    ),
    "breaks_mounting": ("bp.record(lambda state: 1 / 0)\nplugin = WithPages()", "ZeroDivisionError"),
    "adds_commands": (
        "import click\nbp.cli.add_command(click.Command('migrate'))\nbp.cli_group = None\nplugin = WithPages()",
        "adds the commands migrate",
    ),
    "two_of_a_name": (
        "bp.add_url_rule('/a', 'a', str)\nbp.add_url_rule('/b', 'a', int)\nplugin = WithPages()",
        "two pages are called two_of_a_name.a",
    ),
    "unknown_hook": (
        "class P:\n    manifest = card()\n    @hookimpl\n    def nav_itmes(self, ctx):\n        return []\nplugin = P()",
        "nav_itmes",
    ),
    "starts_thread": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True, name='mine').start()",
        "starts the thread mine",
    ),
    "at_exit": (
        "import atexit, os\ndef last():\n    os._exit(3)\natexit.register(last)",
        "last to do when the process ends",
    ),
    "patches_json": ("import json\njson.dumps = lambda *given, **named: '{}'", "replaces json.dumps"),
    "patches_time": ("import time\ntime.time = lambda: 0.0", "replaces time.time"),
    "patches_builtins": ("import builtins\nbuiltins.len = lambda it: 0", "replaces builtins.len"),
    "patches_logging": ("import logging\nlogging.Logger.error = lambda *given, **named: 1 / 0", "Logger.error"),
    "log_that_raises": (
        "import logging\nclass H(logging.Handler):\n    def handle(self, record):\n        1 / 0\nlogging.getLogger().addHandler(H())",
        "changes the log",
    ),
    "silences_log": ("import logging\nlogging.disable(logging.CRITICAL + 1)", "changes the log"),
    "environment": ("import os\nos.environ['TZ'] = 'Asia/Tokyo'\nos.environ.pop('PATH')", "changes the environment"),
    "another_module": (
        "import sys, types\nsys.modules['portal.people.masking'] = types.ModuleType('portal.people.masking')",
        "in the place of portal.people.masking",
    ),
    "path_of_modules": ("import sys\nsys.path.insert(0, '/nowhere')", "where modules are looked for"),
    "alarm": ("import signal\nsignal.alarm(100000)", "the alarms of the server"),
    "few_files": (
        "import resource as r\nr.setrlimit(r.RLIMIT_NOFILE, (64, r.getrlimit(r.RLIMIT_NOFILE)[1]))",
        "how much the process may use",
    ),
    "watches_calls": ("import sys\nsys.settrace(lambda *given: None)", "how the interpreter is watched"),
    "keeps_interpreter": ("import sys\nsys.setswitchinterval(5)", "how the interpreter is watched"),
    "answers_signals": ("import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)", "the answers to signals"),
    "other_locale": ("import locale\nlocale.setlocale(locale.LC_CTYPE, 'C')", "changes the locale"),
    "other_decimals": ("import decimal\ndecimal.getcontext().prec = 2", "the arithmetic of decimals"),
    "warnings_raise": ("import warnings\nwarnings.simplefilter('error')", "which warnings are errors"),
    "impatient_sockets": ("import socket\nsocket.setdefaulttimeout(0.001)", "how long sockets wait"),
    "shallow_calls": ("import sys\nsys.setrecursionlimit(150)", "how deep calls may go"),
    "elsewhere": ("import os\nos.chdir('/')", "the folder it runs in"),
    "open_files": ("import os\nos.umask(0)", "the rights of new files"),
    "no_output": ("import io, sys\nsys.stderr = io.StringIO()", "the streams"),
    "wraps_server": (
        "def mine(environ, start):\n    1 / 0\nbp.record(lambda state: setattr(state.app, 'wsgi_app', mine))\nplugin = WithPages()",
        "replaces wsgi_app of the application",
    ),
    "other_sessions": (
        "from flask.sessions import SecureCookieSessionInterface as S\n"
        "bp.record(lambda state: setattr(state.app, 'session_interface', S()))\nplugin = WithPages()",
        "replaces session_interface of the application",
    ),
    "before_first": (
        "bp.record(lambda state: state.app.before_request(lambda: 'mine'))\nplugin = WithPages()",
        "before each request",
    ),
    "setting_of_core": (
        "bp.record(lambda state: state.app.extensions.setdefault('portal_settings_sections', []).append(7))\nplugin = WithPages()",
        "changes the settings of the portal",
    ),
    "page_of_core": (
        "bp.record(lambda state: state.app.add_url_rule('/login', f'{KEY}.login', str))\nplugin = WithPages()",
        "mounts page_of_core.login outside",
    ),
    "over_static": (
        "bp.record(lambda state: state.app.add_url_rule('/static/<path:name>', f'{KEY}.static', str))\nplugin = WithPages()",
        "mounts over_static.static outside",
    ),
    "template_of_core": (
        "import tempfile, pathlib\nfolder = pathlib.Path(tempfile.mkdtemp())\n(folder / 'base.html').write_text('mine')\n"
        "bp.template_folder = str(folder)\nplugin = WithPages()",
        "template base.html would shadow others",
    ),
    "command_of_core": (
        "import click\nfrom portal.plugin_admin.cli.group import plugins_cli\nplugins_cli.add_command(click.Command('list'))",
        "in the place of the command plugins",
    ),
    "permission_of_core": (
        "from portal.permissions import permission\nclass P:\n    manifest = card(permissions=(permission('cases.view', 'x', 'clerk'),))\nplugin = P()",
        "permission cases.view must begin with permission_of_core.",
    ),
    "source_of_core": ("class P:\n    manifest = card(case_sources={'visit': '坏'})\nplugin = P()", "visit"),
    "job_twice": (
        "class P:\n    manifest = card(jobs=(Job(key='x', name='x', run=print), Job(key='x', name='y', run=print)))\nplugin = P()",
        "a job is declared twice",
    ),
    "no_folder": (
        "class P:\n    manifest = card(migrations=f'{KEY}:nowhere')\nplugin = P()",
        "its migrations are not at",
    ),
}

# key → (body, file of the migration): these are left out once their tables are to be built
UNMIGRATED = {
    "fails_migrating": (
        """
class Thing1(db.Model):
    __tablename__ = "fails_migrating_thing"
    id: Mapped[int] = mapped_column(primary_key=True)
class P:
    manifest = card(migrations=f"{KEY}:versions", blueprints=(bp,))
    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("坏表", "/fails_migrating/")]
@bp.get("/")
def page():
    return "there"
page.guard = "signed_in"
plugin = P()""",
        "    op.create_table('fails_migrating_thing', sa.Column('id', sa.Integer, primary_key=True))\n    1 / 0",
    ),
    "misspelt_migration": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    syntax error(",
    ),
    "exits_migrating": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    raise SystemExit",
    ),
    "alters_core": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    op.add_column('cases_case', sa.Column('mine', sa.String(9)))",
    ),
    "narrows_core": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    op.create_index('narrows_core_one', 'cases_case', ['title'], unique=True)",
    ),
    "triggers_core": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    op.execute('CREATE TRIGGER triggers_core_t AFTER INSERT ON cases_case BEGIN DELETE FROM audit_entry; END')",
    ),
    "updates_core": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        """    op.execute("UPDATE org_unit SET name = '坏'")""",
    ),
    "updates_hidden": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        """    op.execute("WITH x AS (SELECT 1) UPDATE org_unit SET name = '坏' WHERE 1 IN x")""",
    ),
    "updates_history": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    op.execute('DELETE FROM alembic_version_heroes')",
    ),
    "swallows_refusal": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    try:\n        op.execute('DELETE FROM org_unit')\n    except Exception:\n        pass",
    ),
    "migrates_aside": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        """    from portal.extensions import db
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE org_unit SET name = '坏'"))""",
    ),
    "drops_core": (
        "class P:\n    manifest = card(migrations=f'{KEY}:versions')\nplugin = P()",
        "    op.drop_table('records_view')",
    ),
}

# key → body: these are taken in, and each hook costs its own part only
UNRULY = {
    "wrong_kinds": "\n".join(
        [
            "class P:\n    manifest = card()",
            *(
                f"    @hookimpl\n    def {hook}(self, ctx{more}):\n        return {answer}"
                for hook, more, answer in (
                    ("nav_items", "", '["x", 5]'),
                    ("home_cards", "", "[7]"),
                    ("case_panels", ", case", '[Panel("t", "<b>")]'),
                    ("case_actions", ", case", "{1: 2}"),
                    ("triage_options", ", case", "7"),
                    ("case_fields", "", "[object]"),
                    ("search", ", text", "[Hit(1, 2, 3)]"),
                    ("reports", "", "[1]"),
                    ("public_pages", "", "[None]"),
                    ("person_panels", ", person", "[Hit]"),
                    ("deactivation_impact", ", plugin", "[7]"),
                )
            ),
            "plugin = P()",
        ]
    ),
    "lazy": "class P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        yield NavItem('a', '/x')\n        1 / 0\nplugin = P()",
    "odd_words": (
        "class S(str):\n    def __html__(self):\n        1 / 0\n    __str__ = __html__\nclass P:\n    manifest = card()\n    @hookimpl\n"
        "    def nav_items(self, ctx):\n        return [NavItem(S('坏'), S('/x'))]\nplugin = P()"
    ),
    "odd_rows": (
        "class P:\n    manifest = card()\n    @hookimpl\n    def home_cards(self, ctx):\n"
        "        return [Card('k', 't', 1, '/x', rows=[(None, None, None, None, 'soon'), (1, 2, 3, 4)])]\nplugin = P()"
    ),
    "odd_markup": (
        "from markupsafe import Markup\nclass M(Markup):\n    def __html__(self):\n        1 / 0\nclass P:\n    manifest = card()\n    @hookimpl\n"
        "    def case_panels(self, ctx, case):\n        return [Panel('坏', M('x'))]\nplugin = P()"
    ),
    "leaves": (
        "class P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        raise GeneratorExit\nplugin = P()"
    ),
    "wants_out": "class P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        raise SystemExit\nplugin = P()",
    "bad_sql": "class P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        db.session.execute(sa.text('SELECT * FROM nowhere'))\nplugin = P()",
    "bad_queues": "class P:\n    manifest = card()\n    @hookimpl\n    def home_cards(self, ctx):\n        return [Queue('k', 't', '/', '/{nothing}', rows=lambda reader: 1 / 0)]\nplugin = P()",
    "changes_reader": "class P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        ctx.actor.name = '坏'\n        return []\nplugin = P()",
    "changes_case": "class P:\n    manifest = card()\n    @hookimpl\n    def case_panels(self, ctx, case):\n        case.title = '坏'\n        db.session.flush()\n        return []\nplugin = P()",
    "adds_user": "class P:\n    manifest = card()\n    @hookimpl\n    def reports(self, ctx):\n        db.session.add(User(username='bad', name='坏', password_hash='x'))\n        return []\nplugin = P()",
    "deletes_case": "class P:\n    manifest = card()\n    @hookimpl\n    def case_actions(self, ctx, case):\n        db.session.delete(case)\n        return []\nplugin = P()",
    "commits": "class P:\n    manifest = card()\n    @hookimpl\n    def person_panels(self, ctx, person):\n        db.session.commit()\n        return []\nplugin = P()",
    "sends_statement": "class P:\n    manifest = card()\n    @hookimpl\n    def case_panels(self, ctx, case):\n        db.session.execute(sa.text(\"UPDATE cases_case SET title = '坏'\"))\n        return []\nplugin = P()",
    "own_connection": "class P:\n    manifest = card()\n    @hookimpl\n    def case_panels(self, ctx, case):\n        with db.engine.begin() as own:\n            own.execute(sa.text(\"UPDATE cases_case SET title = '坏'\"))\n        return []\nplugin = P()",
    "signs_out": "from flask import session\nclass P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        session.clear()\n        return []\nplugin = P()",
    "raises_signed_out": "from flask import session\nclass P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        session.pop('_user_id', None)\n        1 / 0\nplugin = P()",
    "never_ends": "import itertools\nclass P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        return (NavItem('坏表', '/x') for each in itertools.count())\nplugin = P()",
    "too_many": "class P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        return [NavItem('坏表', '/x')] * 5000\nplugin = P()",
    "too_long": "class P:\n    manifest = card()\n    @hookimpl\n    def nav_items(self, ctx):\n        return [NavItem('坏表' * 100_000, '/x')]\nplugin = P()",
    "too_large": "from markupsafe import Markup\nclass P:\n    manifest = card()\n    @hookimpl\n    def case_panels(self, ctx, case):\n        return [Panel('坏表', Markup('x' * 50_000_000))]\nplugin = P()",
    "ends_session": "class P:\n    manifest = card()\n    @hookimpl\n    def home_cards(self, ctx):\n        db.session.remove()\n        return []\nplugin = P()",
}


CORE_NAMED = "people"  # its entry point bears the name of a module of the core


def written(folder: Path) -> None:
    """All of them as installed packages in `folder`."""
    bodies = {key: body for key, (body, _) in (REFUSED | UNMIGRATED).items()} | UNRULY
    for key, body in bodies.items():
        package = folder / key
        package.mkdir()
        (package / "__init__.py").write_text(f"{body}\n" if key == "not_python" else f"{HEAD}\n{body}\n")
        about = folder / f"{key}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {key}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(f"[portal.plugins]\n{key} = {key}:plugin\n")
    about = folder / "evil-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[portal.plugins]\n{CORE_NAMED} = divides:plugin\n")
    for key, (_, steps) in UNMIGRATED.items():
        versions = folder / key / "versions"
        versions.mkdir()
        (versions / f"{key}_0001.py").write_text(
            f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision, down_revision = '{key}_0001', None\n"
            f"branch_labels = depends_on = None\n\n\ndef upgrade():\n{steps}\n\n\ndef downgrade():\n    pass\n"
        )
