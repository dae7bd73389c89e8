"""登记代理人: who acts for a party, and who cannot (民法典 §18-23, §161-168)."""

from datetime import date
from typing import TYPE_CHECKING

from plugins.mediation.models.participation import GUARDIANS, OF_AGE, RELATIONS, DisputeParty
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.people.id_number import IdNumber
from portal.people.models import Person
from portal.personal_names import normalise_name
from portal.records import Moved, step
from portal.records.people import Contact
from portal.workdays.arithmetic import months_after

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

OWN_WORK = "已满十六周岁，以自己的劳动收入为主要生活来源，视为完全民事行为能力人（民法典第十八条）"


class Represented:
    """Who acts for the parties."""

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
    ) -> Moved:
        """法定代理人 of a minor, else whoever was entrusted. The timeline does not name them: whoever is forgotten shall not stand in it.

        relation: a key of `RELATIONS`. own_work: a party of 16 or 17 lives on the own work, and needs nobody (民法典 §18).
        Raises RuleError for the party itself, the other side and whoever acts for it, a minor, or a relation that cannot be.
        """
        party.own_work = own_work and party.may_earn
        agent = Contact(name=name, phone=phone or None, id_number=id_number or None) if name else None
        if agent is None and not party.own_work:
            raise RuleError("请填写代理人的姓名。")
        if agent:
            _check_relation(party, relation)
            _check_agent(agent, party, self.parties)
        party.agent, party.relation = agent, relation if agent else ""
        told = [f"{party.party.name}{OWN_WORK}。"] if party.own_work else []
        named = [f"{party.party.name}的{party.agent_title}已登记。"] if agent else []
        return Moved("".join(told + named), title="登记代理人")


def relations_of(party: DisputeParty) -> dict[str, str]:
    """What the agent of `party` may be to it: of a minor a guardian, of an organisation whoever it entrusts. Of an adult who cannot
    act alone a guardian too (民法典 §28)."""
    entrusted = {"entrusted": RELATIONS["entrusted"]}
    if party.needs_guardian:
        return GUARDIANS | (entrusted if party.may_earn else {})
    return entrusted | ({} if party.party.organisation else GUARDIANS)


def _check_relation(party: DisputeParty, relation: str) -> None:
    if party.needs_guardian and relation not in GUARDIANS:
        raise RuleError(
            f"{party.party.name}未成年，由父母或者其他监护人代理，请选择是哪一种（民法典第二十三、二十七条）。"
        )
    if relation not in relations_of(party):
        raise RuleError("请选择代理人和当事人的关系。")


def _check_agent(agent: Contact, party: DisputeParty, parties: list[DisputeParty]) -> None:
    if party.party.person and _is_party(agent, party.party.person):
        raise RuleError(f"{agent.name}就是当事人本人，不能作自己的代理人。同名的另一人，请填写身份证号。")
    for other in (each for each in parties if each is not party):
        person, opposed = other.party.person, other.party.side != party.party.side
        met = person is not None and _is_same(agent, person)
        if opposed and (met or (other.agent and _is_same(agent, other.agent))):
            raise RuleError(
                f"{agent.name}是对方当事人或者对方的代理人，不能代理这一方（民法典第一百六十八条）。同名的另一人，请填写身份证号。"
            )
        if met and other.needs_guardian:
            raise RuleError(_too_young(agent))
    if agent.id_number and _born(agent) > months_after(clock.today(), -12 * OF_AGE):
        raise RuleError(_too_young(agent))


def _born(agent: Contact) -> date:
    return IdNumber.parse(agent.id_number).birth_date


def _too_young(agent: Contact) -> str:
    return f"{agent.name}未满十八周岁，不能作代理人。"


def _is_party(agent: Contact, person: Person) -> bool:
    """By the ID; by the name alone where one of the two is not known: a child has the telephone of its mother."""
    if agent.id_number and person.id_number:
        return agent.id_number == person.id_number
    return normalise_name(agent.name) == normalise_name(person.name)


def _is_same(agent: Contact, other: Contact | Person) -> bool:
    """By the ID; else the name decides, unless both have a telephone, and not the same."""
    if agent.id_number and other.id_number:
        return agent.id_number == other.id_number
    differ = agent.phone and other.phone and agent.phone != other.phone
    return normalise_name(agent.name) == normalise_name(other.name) and not differ
