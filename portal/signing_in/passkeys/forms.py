"""Forms of 通行密钥. `credential` is what the key answered, as JSON, which the script of the page puts in."""

from wtforms import HiddenField, StringField

from portal.signing_in.forms import ProofForm
from portal.web.forms import Form, Required, Short
from portal.web.forms.plain_words import plain_words

WITHOUT = "通行密钥没有回答。要用支持它的浏览器，并且允许脚本。"


class AnswerForm(Form):
    """A key answers."""

    credential = HiddenField("通行密钥", [Required(WITHOUT), Short(8000)])


class AddForm(ProofForm):
    """增加通行密钥."""

    credential = HiddenField("通行密钥", [Required(WITHOUT), Short(8000)])
    name = StringField(
        "给它起个名称",
        [Required(), Short(40), plain_words],
        description="认得出是哪一个，例如：办公电脑、蓝色安全密钥。",
    )
