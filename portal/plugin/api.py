"""What a plugin may import: the modules listed here and, in their `__all__`, the names. docs/plugin-api.md is made from it.

The modules are named, not imported: most of them lie above the plugin platform.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

API_VERSION = "1.4"  # major.minor of what plugins may import


class Group(NamedTuple):
    """A chapter of the API: what an author looks for, in English and in Chinese, and the modules."""

    title: str
    titled: str
    modules: str

    @property
    def names(self) -> list[str]:
        return [f"portal.{each}" for each in self.modules.split()]


GROUPS = (
    Group(
        "The plugin itself",
        "模块本身",
        "plugin plugin.manifest plugin.hookspecs plugin.contributions permissions errors",
    ),
    Group(
        "Records: states, steps, timeline, terms",
        "记录：状态、步骤、时间线、期限",
        "records records.record notices records.samples records.desk records.waiting records.in_order records.publication records.followed records.origin records.handed_to records.setting_apart",
    ),
    Group(
        "Steps and records as pages",
        "步骤和记录的页面",
        "records.mounting records.attempt records.beginning records.choosing records.forms records.bulk records.panel records.file_pages web.http.guards web.pages.rendering"
        " web.pages.formatting web.pages.badges web.pages.calendar",
    ),
    Group(
        "Forms",
        "表单",
        "web.forms web.forms.fields web.forms.idempotency web.forms.repeating_fields people.fields people.begun_from people.publishing typed.likeness typed.matching typed.titles",
    ),
    Group(
        "Lists, Excel in and out",
        "列表，Excel 导入和导出",
        "records.register records.columns records.people_columns records.meant records.filters records.names_here records.ranges records.lists records.imports records.import_pages"
        " records.import_batch records.exports together",
    ),
    Group("Figures", "统计", "records.figures records.rated records.statistics records.period"),
    Group(
        "Papers",
        "文书",
        "records.papers records.volumes records.volume_batch_pages documents.sheet documents.wording documents.wordings.named_fields documents.printing documents.binding documents.signed_scans documents.cards documents.poster documents.qr",
    ),
    Group(
        "Pages for residents",
        "居民页面",
        "records.public_pages records.public_form records.public_asking records.public_following records.public_guards"
        " records.public_challenge records.code_vote records.majorities records.civil_rights",
    ),
    Group(
        "People and their data",
        "人员和个人信息",
        "people.models people.finding people.guesses people.forms people.calling people.known_field people.reconciling people.changes people.whole people.id_number people.uscc people.phone people.masking people.page_titles personal_names"
        " redaction records.people records.representation records.data_rights records.keeping plugin.data_rights protection",
    ),
    Group(
        "Rosters, licences, cards, money, numbers",
        "名册、证照、卡、金额、编号",
        "records.dated records.roster records.licences records.licence_pages records.cards records.card_pages records.portraits"
        " records.portrait_pages records.serving records.reporting records.ledger money columns numbering",
    ),
    Group(
        "Subsidies",
        "补贴津贴",
        "entitlements entitlements.pages entitlements.samples entitlements.lines entitlements.payment entitlements.categories"
        " entitlements.category_pages",
    ),
    Group("Families", "家庭", "families families.forms families.register families.samples"),
    Group(
        "Cases",
        "事项",
        "cases.models cases.about cases.mediated cases.attached cases.awaiting cases.choices cases.kinds cases.briefing records.briefing cases.register cases.duplicates cases.choosers cases.likely_kind cases.neighbourhood cases.samples home.hall",
    ),
    Group(
        "Units, users, rights",
        "单位、用户、权限",
        "org.called org.chooser org.models accounts.models accounts.hands accounts.places accounts.reader accounts.vouching",
    ),
    Group("Where the plugin is on", "启用范围", "plugin.activation plugin.context plugin_admin.switching"),
    Group("Settings", "设置", "settings"),
    Group("Days and time", "日期和时间", "clock workdays.arithmetic workdays.calendar workdays.models workdays.period"),
    Group("Files", "附件", "files.models files.views files.intake files.forgetting"),
    Group("Database, jobs, audit trail", "数据库、任务、审计", "extensions database jobs.schedule audit.trail"),
    Group(
        "Migrations",
        "迁移",
        "migrating.adoption migrating.moving migrating.sealing migrating.decisions records.contact_migration records.record_migration records.waiting_migration records.in_order_migration files.storage",
    ),
    Group(
        "Demo and tests",
        "演示和测试",
        "demo.world demo.stories demo.names demo.neighbourhoods testing.cast testing.client testing.factories testing.statements",
    ),
)


# offered, and needed by no plugin so far: told on the page, and gone with the next major version
GOING = frozenset(
    f"portal.{each}"
    for each in (
        "plugin.contributions.TONES web.forms.with_files documents.wording.long_moment people.id_number.IdNumberError"
        " people.masking.mask_document records.representation.GUARDIANS records.representation.is_same"
        " records.data_rights.mentions_of protection.EncryptedJSON money.parse_yuan columns.UtcDateTime entitlements.payment.PAYMENT_TONES"
        " cases.models.CaseEvent cases.models.STATES cases.neighbourhood.ANSWERED people.finding.people_matching records.cards.LETTERS plugin.activation.overseen plugin.context.hook_context"
        " settings.Exceptions settings.last_quarter settings.offer"
        " migrating.decisions.copy_settings"
    ).split()
)


@cache
def offered() -> Mapping[str, frozenset[str]]:
    """Module → the names that a plugin may import from it. Imports them all."""
    return {name: frozenset(import_module(name).__all__) for group in GROUPS for name in group.names}


def not_offered(source: str) -> Iterator[str]:
    """What the text of a module imports from the portal though it is not offered, as `portal.x.y`.

    To import an offered module itself (`from portal import clock`) is right; what is taken from it by a dot is looked at, too.
    """
    tree, modules = ast.parse(source), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level and _of_portal(node.module):
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                if whole in offered():
                    modules[name.asname or name.name] = whole
                elif name.name not in offered().get(node.module, ()):
                    yield whole
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if _of_portal(each.name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            whole = modules[node.value.id]
            if node.attr not in offered()[whole]:
                yield f"{whole}.{node.attr}"


def misfit(wanted: str) -> str:
    """Why a plugin that `wanted` this version of the API cannot run on ours, or nothing. A minor version adds names, a major one
    takes some away."""
    major, minor = _parts(API_VERSION)
    its_major, its_minor = _parts(wanted) if wanted else (major, 0)
    if its_major != major:
        return f"needs API {wanted}, this is {API_VERSION}: another major version has other names"
    return f"needs API {wanted}, this is {API_VERSION}" if its_minor > minor else ""


def _parts(version: str) -> tuple[int, int]:
    major, minor = map(int, version.split("."))
    return major, minor


def _of_portal(module: str) -> bool:
    return module.split(".")[0] == "portal"
