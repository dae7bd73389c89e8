"""The blueprint of 以案定补: every address lies under /case_subsidy, behind the gate."""

from flask import Blueprint

bp = Blueprint("case_subsidy", __name__, url_prefix="/case_subsidy", template_folder="templates")
