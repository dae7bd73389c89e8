"""The blueprint of 事项准入: every address lies under /duty_lists, behind the gate."""

from flask import Blueprint

bp = Blueprint("duty_lists", __name__, url_prefix="/duty_lists", template_folder="templates")
