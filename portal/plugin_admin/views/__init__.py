"""系统管理 → 功能模块: switches, settings, roles. For the district admin, only for the own subtree."""

from portal.plugin_admin.views import roles, switches
from portal.plugin_admin.views.blueprint import bp

__all__ = ["bp", "roles", "switches"]
