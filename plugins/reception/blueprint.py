"""The blueprint of 接访登记: every address lies under /reception, behind the gate."""

from flask import Blueprint

bp = Blueprint("reception", __name__, url_prefix="/reception", template_folder="templates")
