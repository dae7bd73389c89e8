"""The blueprint of 研判: every address lies under /briefs, behind the gate."""

from flask import Blueprint

bp = Blueprint("briefs", __name__, url_prefix="/briefs", template_folder="templates")
