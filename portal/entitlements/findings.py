"""疑点: what a rule of the check (核查) found, said in a sentence with its figures, and what somebody decided about it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sqlalchemy import ForeignKey, String, Text, inspect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.accounts.hands import key_of, one_hand
from portal.accounts.models import User
from portal.entitlements.states import MAKER
from portal.errors import RuleError
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.entitlements.settlement import Settlement

DECISIONS = {"": "待认定", "cleared": "正常", "upheld": "属实"}
TONES = {"": "warn", "cleared": "ok", "upheld": "danger"}


class Hit(NamedTuple):
    """What a rule found now. `mark` is the same whenever it finds the same again; `about` are further columns of the finding."""

    rule: str
    mark: str
    text: str
    about: dict[str, Any]


class Finding:
    """One hit of one rule, asked only once. `text` names nobody; `gone_on` since when the rule finds it no more.

    The model adds `settlement_id`, what it is about (a unit, a resident, a source record), and names its rules in `RULES`.
    """

    RULES: ClassVar[dict[str, str]]

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(20))
    mark: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date] = mapped_column(default=clock.today)
    gone_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(RedactedText(300), default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    @declared_attr
    @classmethod
    def decided_by(cls) -> Mapped[User | None]:
        return relationship(User, lazy="joined", foreign_keys=[cls.decided_by_id])

    @property
    def rule_name(self) -> str:
        return self.RULES[self.rule]

    @property
    def decision_name(self) -> str:
        return DECISIONS[self.decision]

    @property
    def tone(self) -> str:
        return TONES[self.decision]

    @property
    def whom(self) -> str:
        """The name of whom it is about, to be masked; by default nobody's."""
        return ""

    def decide(self, decision: str, reason: str, *, by: User) -> None:
        """认定: a program only points at something. Raises RuleError without a reason."""
        if decision not in DECISIONS or not decision or not reason.strip():
            raise RuleError("请写明认定结果和理由。")
        self.decision, self.reason, self.decided_at, self.decided_by = decision, reason, clock.now(), by


class Inspected:
    """A settlement with checks: `hits` are what its rules find, `findings` (a relationship) what stands of it; 初核 waits until all
    are decided."""

    if TYPE_CHECKING:
        findings: Mapped[list[Any]]

    def hits(self) -> Iterable[Hit]:
        """What the rules find in it now."""
        raise NotImplementedError

    @classmethod
    def finding_class(cls) -> type[Any]:
        return inspect(cls).relationships["findings"].mapper.class_

    def source_state(self) -> Any:
        """What changes whenever a source record is added, read in a moment; None where nothing tells."""
        return None

    def look(self) -> None:
        self._looked = self.source_state(), list(self.hits())

    def inspect(self) -> str:
        """Run every rule, unless `look` did and no source record came since; what was decided stays decided."""
        state, hits = self.__dict__.pop("_looked", (None, []))
        found = self.renew(hits if state and state == self.source_state() else list(self.hits()))
        return f"核查疑点 {found} 条。" if found else "核查没有疑点。"

    def renew(self, hits: list[Hit]) -> int:
        """Keep `hits` as findings, and answer how many stand. One that is found again is not asked again."""
        known = {(each.rule, each.mark): each for each in self.findings}
        now = {(each.rule, each.mark): each for each in hits}
        for key, hit in now.items():
            finding = known.get(key)
            if finding is None:
                new = self.finding_class()(rule=hit.rule, mark=hit.mark, text=hit.text, **hit.about)
                self.findings.append(new)
            elif not finding.decision:
                finding.text = hit.text
        for key, finding in known.items():
            finding.gone_on = None if key in now else finding.gone_on or clock.today()
        return len(now)

    def to_counter(self) -> list[Any]:
        """Findings that hold, and were not countered when it was submitted last."""
        return [each for each in self.findings if each.gone_on is None and each.decision == "upheld"]

    def in_the_way(self) -> list[Any]:
        """Those of them that the rules still find now: what was put right otherwise keeps nobody from submitting."""
        if not (upheld := self.to_counter()):
            return []
        now = {(each.rule, each.mark) for each in self.hits()}
        return [each for each in upheld if (each.rule, each.mark) in now]

    def mark_countered(self) -> None:
        """To be called once a source record was taken back: what was upheld and the rules find no more waits for nobody."""
        standing = self.in_the_way()
        for each in self.to_counter():
            each.gone_on = None if each in standing else clock.today()

    def agree_to_submit(self, by: User) -> None:
        """Also where something that was upheld still stands: it would only be sent back again; and by whoever decided about it."""
        if upheld := len(self.to_counter()):
            raise RuleError(f"认定属实的 {upheld} 条疑点还没有冲正，不能提交。{self.who_counters()}")
        deciders = {each.decided_by.id for each in self.findings if each.gone_on is None and each.decided_by}
        if one_hand(by, deciders, key_of(self), lambda: self.entrusted_to(by, self.rights.make)):
            raise RuleError("其中有您认定的疑点，须由其他人提交。")

    def ask_again(self) -> str:
        cleared = [each for each in self.findings if each.gone_on is None and each.decision == "cleared"]
        for each in cleared:
            each.decision, each.reason, each.decided_at, each.decided_by = "", "", None, None
        return f"　原来认定正常的 {len(cleared)} 条疑点重新认定。" * bool(cleared)

    def who_counters(self) -> str:
        """Who takes the source records back, in a sentence."""
        return "请先冲正；认定有误的，由初核人改认定。"

    def doubts(self) -> str:
        standing = [each for each in self.findings if each.gone_on is None]
        undecided = sum(not each.decision for each in standing)
        upheld = len(self.to_counter())
        said = [f"还有 {undecided} 条核查疑点没有认定"] * bool(undecided)
        said += [f"{upheld} 条属实的还没有冲正，请退回，冲正后重新提交"] * bool(upheld)
        return "，".join(said) + "。" * bool(said)

    @step("重新核查", of="submitted", needs="check", prepare=lambda settlement: settlement.look())
    def recheck(self: "Settlement", *, by: "User") -> str:
        """The rules once more, after thresholds or records have changed."""
        return self.inspect()

    @step("认定疑点", of=("submitted", "open"), needs="check", not_by=MAKER, verb="decide")
    def decide(self, finding: Finding, decision: str, reason: str, *, by: "User") -> str:
        """By a person, with a reason: the program only points at something. Until 初核 it may be decided otherwise, also after it
        was sent back, for what was upheld by mistake would keep it from being submitted; the timeline keeps both."""
        was = f"原认定“{finding.decision_name}”，改为" if finding.decision else ""
        finding.decide(decision, reason, by=by)
        return f"{finding.rule_name}：{was}{finding.decision_name}。{reason}"
