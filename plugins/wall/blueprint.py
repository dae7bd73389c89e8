"""The blueprint of 大屏: every address lies under /wall, behind the gate."""

from flask import Blueprint

bp = Blueprint("wall", __name__, url_prefix="/wall", template_folder="templates")
