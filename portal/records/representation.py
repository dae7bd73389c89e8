"""代理: whether somebody can act alone, who may act for them, and who may not (民法典 §17-28, §161-168).

    class DisputeParty(Represented, db.Model):
        agent_id, agent = contact("代理人")

        @property
        def age(self) -> int | None: …

A minor has a guardian, who acts by law; whoever can act alone may entrust somebody (委托代理人).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.errors import RuleError
from portal.people.id_number import IdNumber
from portal.people.id_types import carries_birth_date
from portal.people.models import Person
from portal.personal_names import name_key
from portal.records.people import Contact
from portal.workdays.arithmetic import full_years

__all__ = ["ENTRUSTED", "GUARDIANS", "OF_AGE", "OWN_WORK", "Represented", "check_agent", "is_same", "is_self"]

OF_AGE, EARNING = 18, 16  # 周岁 (民法典 §17); from 16 on somebody who lives on their own work acts for themselves (§18)
OWN_WORK = (  # what is said of those who live on the own work at 16 or 17
    "已满十六周岁，以自己的劳动收入为主要生活来源，视为完全民事行为能力人（民法典第十八条）"
)
GUARDIANS = {"father": "父亲", "mother": "母亲", "guardian": "其他监护人"}  # 法定代理人 (民法典 §23, §27, §28)
ENTRUSTED = {"entrusted": "委托代理人"}  # whoever can act alone may entrust somebody (民法典 §161)


class Represented:
    """Somebody for whom another may act: `agent` (`contact("代理人")`), and what that one is to them. `own_work`: at 16 or 17 they
    live on their own work. The model tells the `age`, and where it may be one that `is_organisation`."""

    relation: Mapped[str] = mapped_column(String(12), default="")
    own_work: Mapped[bool] = mapped_column(default=False)

    if TYPE_CHECKING:
        agent: Contact | None

        @property
        def age(self) -> int | None:
            """Full years today; None where it is not known, and for an organisation."""

    @property
    def is_organisation(self) -> bool:
        return False

    @property
    def is_minor(self) -> bool:
        return self.age is not None and self.age < OF_AGE

    @property
    def may_earn(self) -> bool:
        """Old enough to live on the own work, which is asked for (民法典 §18)."""
        return self.age is not None and EARNING <= self.age < OF_AGE

    @property
    def needs_guardian(self) -> bool:
        """A minor agrees to nothing without whoever acts for it by law (民法典 §19, §20, §23)."""
        return self.is_minor and not (self.may_earn and self.own_work)

    @property
    def lacks_guardian(self) -> bool:
        return self.needs_guardian and (self.agent is None or self.relation not in GUARDIANS)

    @property
    def agent_title(self) -> str:
        by_law = self.relation in GUARDIANS if self.relation else self.needs_guardian
        return "法定代理人" if by_law else ENTRUSTED["entrusted"]

    @property
    def relation_name(self) -> str:
        """What the guardian is to them: 父亲. That somebody was entrusted its title says already."""
        return GUARDIANS.get(self.relation, "")

    @property
    def acting(self) -> str:
        """法定代理人云建国（父亲）, or "" where they act for themselves."""
        if self.agent is None:
            return ""
        return f"{self.agent_title}{self.agent.name}{f'（{self.relation_name}）' if self.relation_name else ''}"

    @property
    def relations(self) -> dict[str, str]:
        """What an agent may be: of a minor a guardian, of an organisation whoever it entrusts. Of an adult who cannot act alone a
        guardian too (民法典 §28)."""
        if self.needs_guardian:
            return GUARDIANS | (ENTRUSTED if self.may_earn else {})
        return ENTRUSTED | ({} if self.is_organisation else GUARDIANS)

    def check_relation(self, relation: str, name: str) -> None:
        """Raises RuleError where an agent of theirs, who are called `name`, cannot be that."""
        if self.needs_guardian and relation not in GUARDIANS:
            raise RuleError(f"{name}未成年，由父母或者其他监护人代理，请选择是哪一种（民法典第二十三、二十七条）。")
        if relation not in self.relations:
            raise RuleError("请选择代理人和当事人的关系。")


def check_agent(
    agent: Contact,
    of: Contact | Person | None,
    *,
    opposed: Iterable[Contact | Person] = (),
    unable: Iterable[Contact | Person] = (),
) -> None:
    """Raises RuleError where `agent` cannot act for the party `of` (None: an organisation): who is that party, one of the other side
    (`opposed`; 民法典 §168), one of those `unable` to act alone, or by the own ID under eighteen."""
    if of is not None and is_self(agent, of):
        raise RuleError(f"{agent.name}就是当事人本人，不能作自己的代理人。同名的另一人，请填写身份证号。")
    if any(is_same(agent, each) for each in opposed):
        raise RuleError(
            f"{agent.name}是对方当事人或者对方的代理人，不能代理这一方（民法典第一百六十八条）。同名的另一人，请填写身份证号。"
        )
    if any(is_same(agent, each) for each in unable) or _is_under_age(agent):
        raise RuleError("代理人未满十八周岁，不能代理。")


def is_self(agent: Contact, of: Contact | Person) -> bool:
    """By the ID; by the name alone where one of the two is not known: a child has the telephone of its mother."""
    if agent.id_number and of.id_number:
        return agent.id_number == of.id_number
    return name_key(agent.name) == name_key(of.name)


def is_same(agent: Contact, other: Contact | Person) -> bool:
    """By the ID; else the name decides, unless both have a telephone, and not the same."""
    if agent.id_number and other.id_number:
        return agent.id_number == other.id_number
    differ = agent.phone and other.phone and agent.phone != other.phone
    return is_self(agent, other) and not differ


def _is_under_age(agent: Contact) -> bool:
    number = agent.id_number or ""
    return carries_birth_date(number) and full_years(IdNumber.parse(number).birth_date, clock.today()) < OF_AGE
