"""核对 of what changes an agreement: its terms as they would stand, and what would still be to be paid."""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from plugins.mediation.checking import Draft, Finding, check_rest, findings_of
from plugins.mediation.models.amending import Amendment
from plugins.mediation.models.checked import signer
from portal import clock
from portal.errors import Doubtful, RuleError

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

SHOWN = 20  # characters of a clause
OF_THE_END = ("amount", "plan", "perform_by")  # what an agreement that ends has no longer


class CheckedChange:
    """A dispute of which a change of the agreement is checked."""

    def found_after(self: "Dispute", amendment: Amendment) -> list[Finding]:
        """What is found in the agreement as it stands after `amendment`, but for what was found before and looked at then."""
        in_force = [each for each in self.clauses if each.until is None]
        ends = amendment.kind == "end"
        kept = [] if ends else [each.text for each in in_force if each.key not in amendment.replaces]
        now = self._draft([each.text for each in in_force])
        before = {_what(each, now) for each in findings_of(now)}
        draft = self._draft([*kept, *amendment.clauses], amendment)
        found = [each for each in findings_of(draft) if _what(each, draft) not in before]
        if lacks := self.owed_after(amendment).lacks:
            found = [Finding("plan", "付款安排", lacks, must=True), *found]
        for place, text in enumerate(() if ends else amendment.clauses):
            found += check_rest(draft, text, f"terms-{len(kept) + place}-text")
        if ends:
            found = [each for each in found if each.at.partition("-")[0] not in OF_THE_END]
        return sorted((_placed(each, kept) for each in found), key=lambda each: not each.must)

    def vouch_for_change(self: "Dispute", amendment: Amendment, checked: Collection[str]) -> str:
        """What the timeline says of the doubts about `amendment` that were `checked`. Raises RuleError for what must be changed, Doubtful for a doubt that is left."""
        found = self.found_after(amendment)
        if faults := [each for each in found if each.must]:
            at = faults[0].at.partition("-")[0]
            raise RuleError("".join(str(each) for each in faults), at=at if at in ("plan", "amount") else "clauses")
        if any(each.key not in checked for each in found):
            told = f"这 {len(found)} 处我已经和各方当事人核对，按现在的写法办"
            said = f"有 {len(found)} 处请先核对，不用改的在下面打勾：{''.join(str(each) for each in found)}"
            raise Doubtful(said, at="clauses", tick=told, about=tuple(each.key for each in found))
        rules = "、".join(dict.fromkeys(each.rule for each in found))
        return f"提示核对{rules}，已和各方当事人核对。" if rules else ""

    def _draft(self: "Dispute", terms: list[str], amendment: Amendment | None = None) -> Draft:
        """The agreement with these terms, as it is or as it is after `amendment`."""
        text = self.agreement
        draft = Draft(
            terms=terms,
            today=clock.today(),
            amount_fen=self.owed.whole,
            way=text.way,
            way_note=text.way_note,
            place=text.place,
            perform_by=self.owed.until,
            time_note=text.time_note,
            breach=text.breach,
            signers=[signer(each) for each in self.parties],
        )
        if amendment is None:
            return draft
        after = self.owed_after(amendment)
        plan = [(each.on, each.fen) for each in after.plan]
        return replace(draft, amount_fen=after.whole, paid_fen=after.paid_fen, plan=plan, perform_by=after.until)


def _what(finding: Finding, draft: Draft) -> tuple[str, ...]:
    """By which what was found before is known again: the text of a term, for its place changes."""
    kind, _, rest = finding.at.partition("-")
    at = draft.terms[int(rest.partition("-")[0])] if kind == "terms" else finding.at
    return at, finding.rule, finding.said


def _placed(finding: Finding, kept: list[str]) -> Finding:
    """`finding` at the field of the form of a change."""
    kind, _, rest = finding.at.partition("-")
    place = int(rest.partition("-")[0]) if rest.partition("-")[0].isdigit() else 0
    if kind == "instalments":
        return replace(finding, at=f"plan-{rest}")
    if kind != "terms":
        return finding
    if place >= len(kept):
        return replace(finding, at=f"clauses-{place - len(kept)}-text")
    text = kept[place] if len(kept[place]) <= SHOWN else f"{kept[place][:SHOWN]}……"
    return replace(finding, at="replaces", said=f"没有改的“{text}”：{finding.said}")
