"""The filter of the list of jobs."""

from flask_wtf import FlaskForm
from wtforms import SelectField

from portal.jobs.models import STATES


class FilterForm(FlaskForm):
    """Filters of the job list, kept in the URL."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    state = SelectField("状态", choices={"": "全部", **STATES}, default="")
