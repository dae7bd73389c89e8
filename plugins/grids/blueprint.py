"""The blueprint of 网格管理: every address lies under /grids, behind the gate."""

from flask import Blueprint

bp = Blueprint("grids", __name__, url_prefix="/grids", template_folder="templates")
