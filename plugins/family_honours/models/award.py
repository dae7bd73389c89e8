"""命名、复查、撤销: the title with its certificate; whether it is kept when it is looked at again; how it is lost."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from plugins.family_honours.models.campaign import DECIDE, NOMINATE
from plugins.family_honours.settings import rules_of, take_number
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.files.models import Attachment
from portal.records import step
from portal.workdays.arithmetic import years_after

if TYPE_CHECKING:
    from plugins.family_honours.models.honour import FamilyHonour


def _no_consent(honour: "FamilyHonour") -> str:
    return "" if honour.village or honour.agreed else "本人还没有同意，不能登记照片。"


class Awarded:
    """The title, and what becomes of it."""

    awarded_on: Mapped[date | None] = mapped_column(index=True)
    conferred_by: Mapped[str] = mapped_column(String(80), default="")
    document_number: Mapped[str] = mapped_column(String(60), default="")
    certificate: Mapped[str] = mapped_column(String(60), default="")
    reviewed_on: Mapped[date | None]
    review_due_on: Mapped[date | None] = mapped_column(index=True)
    revocation: Mapped[str] = mapped_column(String(60), default="")
    revoked_by: Mapped[str] = mapped_column(String(80), default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("files_attachment.id"), index=True)

    @declared_attr
    @classmethod
    def photo(cls) -> Mapped[Attachment | None]:
        return relationship(Attachment)

    def start_review(self: "FamilyHonour", since: date) -> None:
        """复查 falls due some years from `since`."""
        self.review_due_on = years_after(since, rules_of(self.campaign.unit).review_years)

    @step("命名", of="cleared", to="awarded", needs=DECIDE, waits=True)
    def award(self: "FamilyHonour", awarded_on: date, document_number: str, conferred_by: str, *, by: User) -> str:
        """By the document of the authority. Raises RuleError for a day before the end of the publication."""
        if not self.published_until <= awarded_on <= clock.today():
            raise RuleError(f"命名日期应在公示期满（{self.published_until}）以后，且不晚于今天。")
        self.refuse_second("awarded")
        self.awarded_on, self.document_number, self.conferred_by = awarded_on, document_number, conferred_by
        self.certificate = take_number(self.campaign.unit, "certificate")
        self.start_review(awarded_on)
        return f"{conferred_by}{document_number}命名，证书 {self.certificate}，{self.review_due_on} 前复查。"

    @step("登记照片", needs=NOMINATE, verb="photo", unless=_no_consent)
    def put_photo(self: "FamilyHonour", upload: FileStorage, *, by: User) -> str:
        """Raises RuleError for what is no picture."""
        self.photo = Attachment.take_in(upload, subject=self, purpose="photo", by=by, picture=True)
        return ""

    @step("复查保留", of="awarded", needs=DECIDE, verb="renew")
    def renew(self: "FamilyHonour", on: date, confirmed_by: str, *, by: User, note: str = "") -> str:
        """Still deserved: the negative list was asked again."""
        if on < self.awarded_on:
            raise RuleError(f"复查日期早于命名日期 {self.awarded_on}。")
        self.reviewed_on = on
        self.start_review(on)
        return f"{confirmed_by}复核没有负面情形，保留称号，下次 {self.review_due_on} 前复查。{note}"

    @step("不再保留", of="awarded", to="lapsed", needs=DECIDE)
    def lapse(self: "FamilyHonour", reason: str, *, by: User) -> str:
        """复查 found that it is not kept on; nothing was done wrong."""
        self.review_due_on = None
        return self._end(reason)

    @step("撤销称号", of="awarded", to="revoked", needs=DECIDE)
    def revoke(self: "FamilyHonour", reason: str, decision: str, decided_by: str, *, by: User) -> str:
        """By a decision with a number; the certificate is no longer printed."""
        self.review_due_on, self.revocation, self.revoked_by = None, decision, decided_by
        return f"{decided_by}{decision}决定：{self._end(reason)}"
