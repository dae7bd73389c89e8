"""The blueprint of 吹哨报到: every address lies under /whistle, behind the gate."""

from flask import Blueprint

bp = Blueprint("whistle", __name__, url_prefix="/whistle", template_folder="templates")
