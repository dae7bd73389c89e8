"""转人民调解."""

from wtforms import TextAreaField

from portal.web.forms import Form, Short


class ReceiptForm(Form):
    """转人民调解, with a word to the committee."""

    note = TextAreaField("说明", [Short(500)], render_kw={"rows": 3})
