"""核对: what the text of an agreement is checked for, with the parties of its dispute (`plugins.mediation.checking`)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import g

from plugins.mediation.checking import Draft, Finding, Signer, findings_of
from plugins.mediation.models.participation import DisputeParty
from portal import clock
from portal.errors import Doubtful, RuleError

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

OF_THE_TEXT = ("facts", "issues", "way", "way_note", "place", "perform_by", "time_note", "breach")


class Faulty(RuleError):
    """The text cannot be made final for what must be changed in it, which its form says of each finding."""


class Checked:
    """A dispute whose agreement is checked."""

    @property
    def findings(self: "Dispute") -> list[Finding]:
        """What is found in the text as it is kept; nothing before there is one."""
        text = self.agreement
        if text is None:
            return []
        duties = {each.party_id: each.text for each in text.responsibilities}
        return self.found_in(
            terms=[each.text for each in text.terms],
            amount_fen=text.amount_fen,
            plan=[(each.due_on, each.amount_fen) for each in text.plan],
            responsibilities=[duties.get(each.party_id, "") for each in self.parties],
            **{name: getattr(text, name) for name in OF_THE_TEXT},
        )

    def found_in(
        self: "Dispute",
        *,
        terms: Sequence[str],
        amount_fen: int | None,
        plan: Sequence[tuple[date, int]],
        responsibilities: Sequence[str],
        **fields: Any,
    ) -> list[Finding]:
        """What is found in a text that is not kept yet; fields as in `Agreement`."""
        signers = [signer(each) for each in self.parties]
        said = {"terms": terms, "plan": plan, "responsibilities": responsibilities, "signers": signers}
        parts: dict[str, Any] = {name: tuple(value) for name, value in said.items()}
        return _findings_once(Draft(today=clock.today(), amount_fen=amount_fen, **parts, **fields))

    @property
    def doubts(self: "Dispute") -> list[str]:
        """The keys of what is to be looked at before the text is made final."""
        return [each.key for each in self.findings if not each.must]

    @property
    def faults(self: "Dispute") -> str:
        """What keeps the text from being made final, in one sentence after the other."""
        return "".join(str(each) for each in self.findings if each.must)

    def vouch(self: "Dispute", checked: Collection[str], done: str = "定稿") -> str:
        """What the timeline says of the doubts about the text that somebody has `checked` with the parties, by their keys, before it was `done`. Raises
        Doubtful where one is left."""
        doubts = [each for each in self.findings if not each.must]
        if any(each.key not in checked for each in doubts):
            keys = tuple(each.key for each in doubts)
            told = f"这 {len(doubts)} 处我已经和各方当事人核对，按现在的写法{done}"
            raise Doubtful(f"有 {len(doubts)} 处请先核对，不用改的打勾后再{done}。", tick=told, about=keys)
        rules = "、".join(dict.fromkeys(each.rule for each in doubts))
        return f"{done}前提示核对{rules}，已和各方当事人核对。" if rules else ""


def _findings_once(draft: Draft) -> list[Finding]:
    """A page asks several times of the same words; they are read once."""
    draft_read, found = g.get("mediation_findings", (None, []))
    if draft_read != draft:
        found = findings_of(draft)
        g.mediation_findings = draft, found
    return list(found)


def signer(party: DisputeParty) -> Signer:
    return Signer(
        party.party.name,
        is_minor=party.is_minor,
        unauthorised=party.why_not("sign", clock.today()),
        alone=_alone(party) if party.lacks_guardian else "",
    )


def _alone(party: DisputeParty) -> str:
    """What a minor without a guardian is told, or one whose relation is not known."""
    if party.may_earn:
        return f"{party.party.name}不满十八周岁，请先登记法定代理人，或者登记其以自己的劳动收入为主要生活来源（民法典第十八、十九条）。"
    return f"{party.party.name}不满十六周岁，协议由法定代理人签订（民法典第十九、二十、二十三条），请先登记代理人。"
