"""The blueprint of 红管家: every address lies under /stewards, behind the gate."""

from flask import Blueprint

bp = Blueprint("stewards", __name__, url_prefix="/stewards", template_folder="templates")
