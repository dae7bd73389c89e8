"""The year and month of a report; they stand in the address."""

from flask_wtf import FlaskForm
from wtforms import SelectField

from portal import clock

FIRST_YEAR = 2020


class PeriodForm(FlaskForm):
    """年份 and 月份."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    year = SelectField("年份", coerce=int)
    month = SelectField("月份", coerce=int, choices={0: "全年"} | {number: f"{number}月" for number in range(1, 13)})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        self.year.choices = {year: f"{year}年" for year in range(this_year, FIRST_YEAR - 1, -1)}

    def period(self) -> tuple[int, int | None]:
        """The chosen year and month; this year and all of it for what does not make sense."""
        years, months = self.year.choices, self.month.choices
        if self.year.data not in years:
            self.year.data = max(years)
        if self.month.data not in months:
            self.month.data = 0
        return self.year.data, self.month.data or None
