"""The blueprint of 见义勇为: every address lies under /heroes, behind the gate."""

from flask import Blueprint

bp = Blueprint("heroes", __name__, url_prefix="/heroes", template_folder="templates")
