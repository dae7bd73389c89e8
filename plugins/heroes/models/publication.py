"""公示: days, objections and their answers; those who want secrecy are exempt."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Select, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Moved, publication, step
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class Objection(publication.Objection, db.Model):
    """异议."""

    __tablename__ = "heroes_objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)

    objector_id, objector = contact("异议人")


def _not_over(deed: "Deed") -> str:
    return deed.still_published()


class Published(publication.Publication):
    """The notice and its days, and the steps of the publication."""

    notice: Mapped[str] = mapped_column(Text, default="")

    @declared_attr
    def objections(cls) -> Mapped[list[Objection]]:
        return relationship(Objection, order_by=Objection.id)

    @property
    def suggested_notice(self: "Deed") -> str:
        """Who, when, where and what, without anything private, for the office to change."""
        day = self.happened_on
        who = "、".join(f"{each.name}（{each.gender}）" if each.gender else each.name for each in self.heroes)
        return (
            f"{day.year}年{day.month}月{day.day}日，{who}在{self.location}{self.title}。\n{self.story}\n"
            "经调查核实、评审，拟确认为见义勇为。"
        )

    @step("公示", of="proposed", to="published", needs="heroes.manage", waits=True)
    def publish(self: "Deed", notice: str, *, by: User) -> Moved:
        """公示 from today; where secrecy is wanted, it goes on without (山东: 保密可免)."""
        if self.secret:
            return Moved("本人要求保密，依规定免予公示。", to="awaiting", verb="exempt")
        term = self.start_term("publication", "publication_days")
        self.notice, self.published_from, self.published_until = notice, term.started_on, term.due_on
        return Moved(f"公示期 {term.started_on} 至 {term.due_on}（{term.days} 日，{term.basis}）。")

    @step("免予公示", of="published", to="awaiting", needs=None, verb="exempt")
    def stop_publication(self: "Deed", *, by: User) -> str:
        """Down at once, because secrecy was asked for."""
        self.end_term("publication")
        self.published_until = clock.today()
        return "公示中止，自即日起不再公开。"

    @step("登记异议", of="published", needs="heroes.manage")
    def object(self: "Deed", *, received_on: date, objector: str, text: str, by: User, phone: str = "") -> Moved:
        """Raises RuleError outside the days of publication."""
        self.check_received(received_on)
        raised = Objection(received_on=received_on, objector=Contact(name=objector, phone=phone), text=text)
        self.objections.append(raised)
        if self.term("objection") is None:
            self.start_term("objection", "objection_days")
        return Moved(text, made=raised)

    @step("答复异议", of="published", needs="heroes.manage", verb="answer")
    def answer_objection(self: "Deed", objection: Objection, answer: str, *, upheld: bool, by: User) -> Moved:
        """One that is upheld leads back to the investigation."""
        said = objection.reply(answer, upheld=upheld)
        if not self.unanswered:
            self.end_term("objection")
        if not upheld:
            return Moved(said)
        self.end_term("publication", "objection")
        self.published_until = clock.today()
        self.start_term("review", "review_days")
        return Moved(f"异议成立，重新调查：{answer}", to="investigating")

    @step("公示结束", of="published", to="awaiting", needs="heroes.manage", verb="end", unless=_not_over)
    def end_publication(self: "Deed", *, by: User | None) -> str:
        """By hand, or by the nightly job (`by` None)."""
        self.end_term("publication")
        return "公示期满，异议均已答复。" if self.objections else "公示期满，没有异议。"

    @classmethod
    def on_display(cls, unit: OrgUnit) -> Select:
        """What may be shown to everybody today: published, not secret, and its days not over; the newest first."""
        return super().on_display(unit).where(cls.status == "published", cls.secret.is_(False))
