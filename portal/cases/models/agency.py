"""代理: who acts for a party of a case, by law or because somebody was entrusted (民法典 §23, §161; 民事诉讼法 §61, §62)."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.models.correcting import CORRECT, CORRECTABLE
from portal.columns import named
from portal.errors import RuleError
from portal.people.models import Person
from portal.records import Moved, step
from portal.records.people import Contact
from portal.records.representation import ENTRUSTED, GUARDIANS, OWN_WORK, Represented, check_agent
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.cases.models.case import Case
    from portal.cases.models.party import Party

SCOPES = {"": "", "general": "一般代理", "special": "特别授权"}  # 承认、放弃、变更请求，和解须特别授权
OWN, ABSENT, NOBODY = "own_work", "absent", "nobody"  # answers besides what an agent may be
ANSWERS = {
    OWN: "不需要：已满十六周岁，以自己的劳动收入为主要生活来源",
    ABSENT: "法定代理人暂缺，稍后补登",
    NOBODY: "不再代理，由本人办理",
}


class ActedFor(Represented):
    """A party for whom somebody may act: within what scope, since when, by what paper; of a minor, why nobody does yet."""

    scope: Mapped[str] = mapped_column(String(10), default="")
    entrusted_on: Mapped[date | None]
    authority: Mapped[str] = mapped_column(RedactedText(60), default="")
    guardian_note: Mapped[str] = mapped_column(RedactedText(100), default="")

    scope_name = named("scope", SCOPES)

    @property
    def age(self: "Party") -> int | None:  # type: ignore[misc]
        return self.person.age_on(clock.today()) if self.person else None

    @property
    def is_organisation(self: "Party") -> bool:  # type: ignore[misc]
        return self.organisation is not None

    @property
    def answers(self) -> dict[str, str]:
        """What may be said of an agent of theirs: key → words."""
        more = {OWN: self.may_earn, ABSENT: self.needs_guardian, NOBODY: self.agent and not self.is_minor}
        return self.relations | {key: ANSWERS[key] for key, fits in more.items() if fits}

    @property
    def who_acts(self) -> str:
        """法定代理人云建国（父亲）；委托代理人张三，特别授权，2026-03-01，授权委托书; or that a guardian is lacking, and why."""
        if self.agent:
            given = f"{self.entrusted_on:%Y-%m-%d}" if self.entrusted_on else ""
            return "，".join(part for part in (self.acting, self.scope_name, given, self.authority) if part)
        return f"未成年，法定代理人暂缺：{self.guardian_note or '还没有登记'}" if self.lacks_guardian else ""

    def is_acted_for_as(self, other: Represented) -> None:
        """Who was named for them in a procedure of a plugin, `other`, acts for them in the case too; a guardian who was lacking is not any more."""
        if not (self.agent and other.agent and self.agent.is_called(other.agent)):
            self.scope, self.entrusted_on, self.authority = "", None, ""
        self.relation, self.own_work, self.guardian_note = other.relation, other.own_work, ""
        self.agent = other.agent and other.agent.copy()

    def act_alike(self, other: "ActedFor") -> None:
        """The same acts for them as for `other`, who is the same party in another record."""
        self.relation, self.own_work = other.relation, other.own_work
        self.scope, self.entrusted_on = other.scope, other.entrusted_on
        self.authority, self.guardian_note = other.authority, other.guardian_note
        self.agent = other.agent and other.agent.copy()


class Agented:
    """A case names who acts for its parties."""

    @step("登记代理人", of=CORRECTABLE, needs=CORRECT)
    def name_agent(self: "Case", party: "Party", relation: str, *, by: User, **given) -> Moved:
        """登记代理人. relation: a key of `party.answers`; given: as in `entrust`. The timeline does not name the agent: whoever is forgotten
        shall not stand in it. Raises RuleError as `entrust` does."""
        self.entrust(party, relation, **given)
        if party.agent:
            return Moved(f"{party.name_masked}的{party.agent_title}已登记。")
        told = {OWN: OWN_WORK, ABSENT: f"法定代理人暂缺：{party.guardian_note}", NOBODY: "不再由他人代理"}
        return Moved(f"{party.name_masked}：{told[relation]}。")

    def entrust(
        self: "Case",
        party: "Party",
        relation: str,
        *,
        name: str = "",
        phone: str = "",
        id_number: str = "",
        scope: str = "",
        entrusted_on: date | None = None,
        authority: str = "",
        guardian_note: str = "",
    ) -> None:
        """Whoever acts for `party` from now on, or why nobody does. Numbers of the same person that are not given stay. Raises RuleError for what cannot be said of them, for nobody, for an agent who
        cannot act for the party, and for a guardian who is lacking without a reason."""
        if relation not in party.answers:
            party.check_relation(relation, party.name)
            raise RuleError("请选择代理人和当事人的关系。", at="relation")
        acts = relation in GUARDIANS or relation in ENTRUSTED
        if acts and not name:
            raise RuleError("请填写代理人的姓名。", at="name")
        if relation == ABSENT and not guardian_note:
            raise RuleError("法定代理人暂缺的，请写明原因。", at="guardian_note")
        given = Contact(name=name, phone=phone or None, id_number=id_number or None)
        agent = given.known_as(party.agent) if acts else None
        if agent:
            check_agent(agent, party.person, **self._others(party))
        entrusted = relation in ENTRUSTED
        party.agent, party.relation, party.own_work = agent, relation if acts else "", relation == OWN
        party.scope, party.entrusted_on = (scope, entrusted_on) if entrusted else ("", None)
        party.authority = authority if acts else ""
        party.guardian_note = guardian_note if relation == ABSENT else ""

    def _others(self: "Case", party: "Party") -> dict[str, list[Contact | Person]]:
        """Who stands against `party`, with whoever acts for them; who of the others cannot act alone."""
        others = [each for each in self.parties if each is not party]
        against = [each for each in others if {each.side, party.side} == {1, 2}]
        return {
            "opposed": [who for each in against for who in (each.person, each.agent) if who],
            "unable": [each.person for each in others if each.person and each.needs_guardian],
        }
