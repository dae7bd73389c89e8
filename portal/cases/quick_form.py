"""报一件事: the form for the phone. What happens most is one press; who said it may stay open."""

from wtforms import BooleanField, FieldList, FileField, FormField, RadioField, StringField, TextAreaField

from portal.cases.forms import PartyForm
from portal.cases.kinds.field import KindField
from portal.org.chooser import UnitField
from portal.people.publishing import no_numbers_here
from portal.typed.titles import title_of
from portal.web.forms import Form, Short

FOUND, TOLD = "found", "told"
WAYS = {FOUND: "我巡查发现的", TOLD: "群众反映的"}
SOURCES_OF = {FOUND: "grid", TOLD: "visit"}


class QuickForm(Form):
    """报一件事. Kind and a photo, or a few words, are enough."""

    creates = "一件事项"
    photo = FileField("照片", render_kw={"accept": "image/*", "capture": "environment"})
    kind = RadioField("什么事", validate_choice=False)
    other = KindField("别的类型", render_kw={"required": False})
    text = TextAreaField(
        "一句话", [Short(500), no_numbers_here], render_kw={"rows": 2, "placeholder": "拍了照片的可以不写"}
    )
    unit_id = UnitField("哪个网格")
    location = StringField("哪栋楼、哪一处", [Short(100), no_numbers_here])
    urgent = BooleanField("紧急，有人身危险")
    way = RadioField("谁发现的", choices=WAYS, default=FOUND)
    applicants = FieldList(FormField(PartyForm), label="反映人", min_entries=1, max_entries=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.applicants[0].form.phone.render_kw = {"inputmode": "tel"}

    def rows(self) -> list[tuple[int, FormField]]:
        """`(side, row)` of whoever gave a name."""
        return [(1, row) for row in self.applicants if not row.form.is_empty]

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if self.chosen not in self.other.kinds.on():
            self.kind.errors = [*self.kind.errors, "请选一类。"]
            fits = False
        if not (self.text.data or "").strip() and not getattr(self.photo.data, "filename", ""):
            self.text.errors = [*self.text.errors, "请拍一张照片，或者写一句话。"]
            fits = False
        return fits

    @property
    def chosen(self) -> str:
        """The code of the kind: what was looked for in the list of all goes before a key."""
        return self.other.data or self.kind.data or ""

    def told(self) -> dict:
        """The fields of `Case.register` but the unit and the parties."""
        said = " ".join((self.text.data or "").split())
        where = self.location.data or ""
        kind = self.other.kinds.name(self.chosen).rpartition("·")[2]
        title = title_of(said) or "：".join(filter(None, (kind, where)))
        way = TOLD if self.rows() else self.way.data
        urgency = {"urgency": "urgent"} if self.urgent.data else {}
        return urgency | {
            "title": title,
            "nature": "help",
            "kind": self.chosen,
            "source": SOURCES_OF[way],
            "description": said or title,
            "location": where,
        }

    def refuse(self, field, message: str) -> None:
        """Say at a field of whoever reports what is wrong with it."""
        field.errors = [*field.errors, message]
        self.applicants.errors = [row.errors for row in self.applicants if row.errors]
