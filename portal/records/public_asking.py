"""What a plugin says to have a form for residents without an account; `portal.records.public_pages` mounts it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wtforms import StringField

from portal.errors import RuleError
from portal.records.asking import Said, told
from portal.records.public_form import PublicForm
from portal.records.steps import Step
from portal.web.forms import Required, Short

__all__ = ["FollowForm"]

PRIVACY = (
    "您填写的内容只用于办理这件事，只有经办人员可以查看，办完后按规定保存和删除。您可以凭编号和查询码查看，"
    "也可以要求更正、删除（个人信息保护法第四十五条至第四十七条）。"
)


class FollowForm(PublicForm):
    """What was told when it was sent."""

    number = StringField(
        "编号", [Required("请填写编号。"), Short(60)], description="写年份和最后的数字也可以，如 2026-12"
    )
    code = StringField(
        "查询码", [Required("请填写查询码。"), Short(20)], render_kw={"autocomplete": "off", "data-width": "name"}
    )


@dataclass(frozen=True)
class PublicAsk:
    """How somebody without an account begins a record, or takes a step of it. Callables get the unit and the row it is about, where
    it is about one; of a step the record.

    form: its class. title: by default the label. done: what is said afterwards, of the record. button: by default the title.
    explanation: what is said above the form.
    start: values of a fresh form. prepare: sets choices of the form. args: the arguments for the step, from form and row.
    at: of a step, the noun in its address. error_at: the field at which a broken rule is said. danger: cannot be undone.
    guessable: it asks for a code, short enough to be tried out: what is refused counts as a guess.
    uploads: it carries files. template: its page, an extension of the kit's. closed: why it is not taken at present and where to go instead, or "".
    """

    form: type[PublicForm] = PublicForm
    title: Said = ""
    done: Said = "已收到。"
    button: Said = ""
    explanation: Said = ""
    start: Callable[..., dict] | None = None
    prepare: Callable[..., None] | None = None
    args: Callable[..., dict] | None = None
    at: str = ""
    error_at: str = ""
    danger: bool = False
    guessable: bool = False
    uploads: bool = False
    template: str = "records/public/form.html"
    closed: Callable[..., str] | None = None

    def arguments(self, form: PublicForm, *about: Any) -> dict:
        """The arguments for the step."""
        return self.args(form, *about) if self.args else form.arguments()

    def refuse(self, form: PublicForm, broken: RuleError) -> None:
        """Say a broken rule on the form: at the field that the rule names, or at that of `error_at`."""
        at = broken.at if broken.at in form else self.error_at
        (form[at].errors if at else form.form_errors).append(str(broken))


@dataclass(frozen=True)
class Poster:
    """The sheet with the QR code of the form: `needs` is the permission to print it, asked of the unit."""

    title: Said
    needs: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offered:
    """A step that whoever follows a record may take now."""

    step: Step
    ask: PublicAsk
    form: PublicForm
    url: str

    @property
    def title(self) -> str:
        return told(self.ask.title) or self.step.label
