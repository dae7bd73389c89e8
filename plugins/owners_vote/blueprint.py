"""The blueprint of 业主表决: every address lies under /owners_vote, behind the gate."""

from flask import Blueprint

bp = Blueprint("owners_vote", __name__, url_prefix="/owners_vote", template_folder="templates")
