"""The blueprint of 会商: every address lies under /joint_meetings, behind the gate."""

from flask import Blueprint

bp = Blueprint("joint_meetings", __name__, url_prefix="/joint_meetings", template_folder="templates")
