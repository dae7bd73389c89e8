"""The lists: deeds, 名录, visits ahead, 会员单位."""

from flask import url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.register import deeds, honours, members, visits
from portal.plugin.contributions import Action
from portal.records.lists import mount_register


def _nominate() -> list[Action]:
    may = current_user.can("heroes.nominate")
    return [Action("举荐登记", url_for("heroes.nominate"), "plus", main=True)] if may else []


mount_register(bp, deeds, at="/deeds", endpoint="index", export="heroes.export", actions=_nominate)
mount_register(bp, honours, at="/registry", endpoint="registry", export="heroes.view")
mount_register(bp, visits, at="/visits", endpoint="visits", export="heroes.export")
mount_register(bp, members, at="/association/members", endpoint="members", export="heroes.manage")
