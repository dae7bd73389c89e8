"""The blueprint of 网格走访: every address lies under /grid_work, behind the gate."""

from flask import Blueprint

bp = Blueprint("grid_work", __name__, url_prefix="/grid_work", template_folder="templates")
