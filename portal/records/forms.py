"""Forms that steps of every kind of record share."""

from wtforms import TextAreaField

from portal.web.forms import Form, Required, Short


class NoteForm(Form):
    """A step that may carry a note: the argument `note`."""

    text = TextAreaField("说明", [Short(1000)], render_kw={"rows": 3})

    def arguments(self) -> dict:
        return {"note": self.text.data or ""}


class ReasonForm(Form):
    """A step that needs its reason in words: the argument `reason`."""

    text = TextAreaField("理由", [Required("请写明理由。"), Short(1000)], render_kw={"rows": 4})

    def arguments(self) -> dict:
        return {"reason": self.text.data}


class PlainForm(Form):
    """Nothing to fill in: the step is only asked for once more."""

    def arguments(self) -> dict:
        return {}
