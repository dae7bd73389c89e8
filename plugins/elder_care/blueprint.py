"""The blueprint: every address lies under /elder_care, behind the gate."""

from flask import Blueprint

bp = Blueprint("elder_care", __name__, url_prefix="/elder_care", template_folder="templates")
