"""The blueprint of 家庭荣誉: every address lies under /family_honours, behind the gate."""

from flask import Blueprint

bp = Blueprint("family_honours", __name__, url_prefix="/family_honours", template_folder="templates")
