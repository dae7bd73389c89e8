"""Who takes part in a dispute: the parties with their consent and whoever acts for them, and the mediators chosen for it."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from plugins.mediation.models.authority import Authorised
from plugins.mediation.models.mediator import Mediator
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Party
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.models import Person
from portal.records import Moved, step
from portal.records.people import Contact, contact
from portal.records.representation import OWN_WORK, check_agent

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute


class DisputeParty(Authorised, db.Model):
    """A party before the committee: whether it agrees to be mediated, and who acts for it. `left_on`: it refused, and the others went on without it. `told_on`: it was told of its rights and
    duties (人民调解法 §23-24)."""

    __tablename__ = "mediation_dispute_party"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("cases_party.id"))
    consent: Mapped[str] = mapped_column(String(8), default="")
    consent_on: Mapped[date | None]
    left_on: Mapped[date | None]
    told_on: Mapped[date | None]

    side: Mapped[int] = column_property(select(Party.side).where(Party.id == party_id).scalar_subquery(), deferred=True)
    party: Mapped[Party] = relationship(lazy="joined")
    agent_id, agent = contact("代理人")

    @classmethod
    def of(cls, party: Party) -> "DisputeParty":
        """`party`, with whoever acts for it already. Which acts a special authority names, the case does not know."""
        agent = party.agent and party.agent.copy()
        made = cls(party=party, agent=agent, relation=party.relation or "", own_work=bool(party.own_work))
        made.entrust(party.scope or "", [], party.entrusted_on, None, None)
        return made

    @property
    def age(self) -> int | None:
        """Full years today; None for an organisation, and where the date of birth is not known."""
        return self.party.person.age_on(clock.today()) if self.party.person else None

    @property
    def is_organisation(self) -> bool:
        return self.party.organisation is not None


AUTHORITY = "authority"  # what an attachment is that shows a 授权委托书
CHOSEN = {"committee": "调委会指定", "parties": "当事人选择"}


class DisputeMediator(db.Model):
    """A mediator chosen for a dispute, and by whom (人民调解法 §19)."""

    __tablename__ = "mediation_dispute_mediator"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"))
    chosen_by: Mapped[str] = mapped_column(String(10), default="committee")

    mediator: Mapped[Mediator] = relationship(lazy="joined")
    chosen_by_name = named("chosen_by", CHOSEN)


class Elected(NamedTuple):
    """A side on which elected parties, by `names`, speak for `members`."""

    side: int
    side_name: str
    names: str
    members: list


class Participated:
    """登记代理人, and who speaks for many."""

    @property
    def elected(self: "Dispute") -> list[Elected]:
        """The sides with a list of those who elected somebody: one signature stands for all who signed the list."""
        found = []
        for side in (1, 2, 3):
            speakers = [each.party for each in self.parties if each.party.side == side and each.party.elected_on]
            members = [each for each in self.case.members if each.side == side] if speakers else []
            if members:
                found.append(Elected(side, speakers[0].side_name, "、".join(each.name for each in speakers), members))
        return found

    @step("登记代理人", of=("pending", "mediating"), needs="mediation.mediate")
    def name_agent(
        self: "Dispute",
        party: DisputeParty,
        name: str = "",
        *,
        relation: str = "",
        by: User,
        phone: str = "",
        id_number: str = "",
        own_work: bool = False,
        scope: str = "",
        acts: list[str] = (),  # type: ignore[assignment]
        acts_from: date | None = None,
        acts_until: date | None = None,
        paper_seen_on: date | None = None,
        papers: list = (),  # type: ignore[assignment]
    ) -> Moved:
        """法定代理人 of a minor, else whoever was entrusted. The timeline does not name them: whoever is forgotten shall not stand in it.

        relation: a key of `party.relations`. Numbers of the same person that are not given stay. own_work: a party of 16 or 17 lives on the own work, and needs nobody.
        scope … paper_seen_on: as in `Authorised`, of whoever is entrusted; `papers`: files of the 授权委托书.
        Raises RuleError for nobody, for a relation that cannot be, and for an agent who cannot act for the party.
        """
        party.own_work = own_work and party.may_earn
        given = Contact(name=name, phone=phone or None, id_number=id_number or None)
        agent = given.known_as(party.agent) if name else None
        if agent is None and not party.own_work:
            raise RuleError("请填写代理人的姓名。")
        if agent:
            party.check_relation(relation, party.party.name)
            check_agent(agent, party.party.person, **self._others(party))
        party.agent, party.relation = agent, relation if agent else ""
        party.entrust(scope, list(acts), acts_from, acts_until, paper_seen_on)
        party.party.is_acted_for_as(party)
        if party.is_entrusted and party.scope:
            party.party.scope, party.party.entrusted_on = party.scope, party.acts_from
        for upload in papers:
            Attachment.take_in(upload, subject=self, purpose=AUTHORITY, by=by)
        told = [f"{party.party.name}{OWN_WORK}。"] if party.own_work else []
        scope_said = f"，{party.scope_name}" if party.scope else ""
        named = [f"{party.party.name}的{party.agent_title}已登记{scope_said}。"] if agent else []
        return Moved("".join(told + named), title="登记代理人")

    def _others(self: "Dispute", party: DisputeParty) -> dict[str, list[Contact | Person]]:
        """Who stands against `party`, with whoever acts for them; who of the others cannot act alone."""
        others = [each for each in self.parties if each is not party]
        against = [each for each in others if each.party.side != party.party.side]
        return {
            "opposed": [who for each in against for who in (each.party.person, each.agent) if who],
            "unable": [each.party.person for each in others if each.needs_guardian],
        }
