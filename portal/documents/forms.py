"""The form of the check page."""

from flask_wtf import FlaskForm
from wtforms import FileField


class CheckForm(FlaskForm):
    """A PDF to be compared."""

    file = FileField("要核对的 PDF 文件")
