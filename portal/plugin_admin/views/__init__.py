"""系统管理 → 功能模块: switches and roles. For the administrator, only for the own subtree."""

from portal.plugin_admin.views import roles, switches
from portal.plugin_admin.views.blueprint import bp

__all__ = ["bp", "roles", "switches"]
