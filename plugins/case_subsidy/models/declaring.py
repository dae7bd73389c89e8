"""申报: who mediated is named with the resident to be paid, the class is claimed, with what the dossier lacks and who witnessed an oral agreement."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import select

from plugins.case_subsidy.choices import DECLARE, GRADES
from plugins.case_subsidy.models.rows import AwardPayee
from plugins.case_subsidy.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records import step

if TYPE_CHECKING:
    from plugins.case_subsidy.models.award import Award


class Declared:
    """The steps before somebody else decides."""

    @property
    def payees(self: "Award") -> dict[int, Person]:
        """Of its mediators, by their rows on the roster: those of whom it is known which resident they are."""
        return {ident: each.person for ident, each in self.payee_rows.items()}

    @property
    def payee_rows(self: "Award") -> dict[int, AwardPayee]:
        """The same, with who entered them when."""
        ids = [each.mediator_id for each in self.shares]
        found = select(AwardPayee).where(AwardPayee.kind == self.origin_kind, AwardPayee.mediator_id.in_(ids))
        return {each.mediator_id: each for each in db.session.scalars(found)}

    @property
    def names(self: "Award") -> dict[int, str]:
        """The names of its mediators: as the dispute has them, else those of the residents."""
        known = {ident: person.name for ident, person in self.payees.items()}
        told = self.told
        return known | {each.ident: each.name for each in (told.mediators if told else ())}

    @step("登记领款人", of=("found", "declared"), needs=DECLARE)
    def name_payee(self: "Award", mediator: int, person: Person, *, by: User) -> str:
        """`person` is the mediator with that row of the roster (谁调解补谁). Raises RuleError for another name, for
        one's own entry, and for another resident than before while an award of that mediator waits to be decided on."""
        self.keep_from_own_row(mediator, by)
        named = self.names.get(mediator, person.name)
        if person.name != named:
            raise RuleError(f"谁调解补谁：领款人应当是调解员{named}本人。", at="name")
        row = self.payee_rows.get(mediator)
        if row is None:
            db.session.add(AwardPayee(kind=self.origin_kind, mediator_id=mediator, person=person, named_by_id=by.id))
            return "登记了一名调解员的领款人。"
        if row.person_id == person.id:
            return "核对了一名调解员的领款人，没有变化。"
        self._keep_while_declared(mediator)
        row.person, row.named_by_id, row.named_at, row.changed_on = person, by.id, clock.now(), clock.today()
        return "更正了一名调解员的领款人，换成另一名居民。"

    def _keep_while_declared(self: "Award", mediator: int) -> None:
        """Raises RuleError while an award of that mediator is declared: who decides looked at the payee that was entered then."""
        model = type(self)
        waiting = select(model.number, model.unit_id).where(
            model.status == "declared",
            model.origin_kind == self.origin_kind,
            model.shares.any(mediator_id=mediator, paid=True),
        )
        if found := db.session.execute(waiting.order_by(model.id)).first():
            which = found.number if found.unit_id == self.unit_id else "这名调解员另有一件"
            raise RuleError(f"{which}已经申报、正待审定，不能换领款人：先退回申报。", at="name")

    def keep_from_own_row(self: "Award", mediator: int, by: User) -> None:
        """Raises RuleError for who would enter who they are themselves."""
        if by.id in self.accounts.get(mediator, ()):
            raise RuleError("不能给自己登记，须由其他人登记。", at="mediator")

    @step("申报", of="found", to="declared", needs=DECLARE, waits=True)
    def declare(
        self: "Award",
        *,
        grade: str,
        mediators: Collection[int],
        reason: str,
        by: User,
        witness: str = "",
        note: str = "",
    ) -> str:
        """grade: a key of GRADES; mediators: rows of the roster that share the subsidy; reason: why that class (难易、人数、标的); witness: who was there at an
        oral agreement, by their part in it; note: why the dossier lacks what it lacks. Raises RuleError."""
        self._look_again()
        if self.oral and not witness.strip():
            raise RuleError("口头协议要写明在场佐证。", at="witness")
        if self.lacking and rules_of(self.unit).complete == "refuse":
            raise RuleError(f"卷宗缺：{self.lacking}。请补齐以后再申报。", at="note")
        if self.lacking and not note.strip():
            raise RuleError(f"卷宗缺：{self.lacking}。请写明原因。", at="note")
        for each in self.shares:
            each.paid = each.mediator_id in mediators
        self.check_payees()
        self.claimed, self.declared_by_id = grade, by.id
        said = [
            f"申报{GRADES[grade]}。{self.other_class(grade)}{reason}",
            f"在场佐证：{witness}" if self.oral else "",
            f"缺件说明：{note}" if note else "",
        ]
        return "　".join(filter(None, said))

    @step("不申报", of="found", to="waived", needs=DECLARE)
    def waive(self: "Award", reason: str, *, by: User) -> str:
        """With the reason: the mediators are paid otherwise, say."""
        return reason

    @step("重新申报", of=("waived", "refused"), to="found", needs=DECLARE, verb="reopen")
    def reopen(self: "Award", reason: str, *, by: User) -> str:
        """It was waived by mistake, or what was wanting is there now."""
        self.claimed = self.grade = ""
        self.declared_by_id = self.approved_by_id = None
        return reason

    def other_class(self: "Award", grade: str) -> str:
        """That `grade` is not how hard the dispute was by whoever mediated it, in Chinese; "" where it is, or nobody said."""
        hard = self.difficulty
        return f"调解时登记的难易是{GRADES[hard]}。" if hard and grade and hard != grade else ""

    def _look_again(self: "Award") -> None:
        """What the dossier lacks, and the accounts of its mediators, are those of now. Raises RuleError for a dispute that is no longer settled and performed."""
        if refused := self.unfounded:
            raise RuleError(refused)
        if (told := self.told) is None:
            return
        self.lacking = "、".join(told.lacking())
        users = {each.ident: each.user_id for each in told.mediators}
        for share in self.shares:
            share.user_id = users.get(share.mediator_id)

    def check_payees(self: "Award", at: str = "mediators") -> None:
        """Raises RuleError at the argument `at` where nobody is to be paid, or of one of those it is not known who they are (any more)."""
        paid = [each.mediator_id for each in self.shares if each.paid]
        if not paid:
            raise RuleError("请选择补给哪几名调解员。", at=at)
        known, names = self.payees, self.names
        if lacking := [names.get(each, "一名调解员") for each in paid if each not in known]:
            raise RuleError(f"{'、'.join(lacking)}还没有登记领款人，请先登记。", at=at)
