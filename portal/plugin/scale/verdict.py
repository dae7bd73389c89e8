"""The outcome of each rule for one plugin, and the tier they come to."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

BRONZE, SILVER, GOLD = TIERS = ("铜", "银", "金")
NO_TIER = "未达标"
STATES = {"held": "做到", "broken": "没做到", "exempt": "豁免", "moot": "不适用"}


@dataclass(frozen=True)
class Outcome:
    """One rule, tried: its key, its tier, what it asks, how it came out, and the evidence, the reason of the exemption or why it does not
    apply. `state` is one of STATES."""

    rule: str
    tier: str
    asks: str
    state: str
    why: str = ""

    @property
    def name(self) -> str:
        return STATES[self.state]


@dataclass(frozen=True)
class Verdict:
    """What was found of the plugin `key` in its `version`, on a day (ISO)."""

    key: str
    version: str
    day: str
    outcomes: tuple[Outcome, ...]

    @property
    def on(self) -> date:
        return date.fromisoformat(self.day)

    @property
    def tier(self) -> str:
        """The highest tier of which, and of those below it, no rule is broken; NO_TIER where one of the lowest is."""
        broken, reached = {each.tier for each in self.of("broken")}, NO_TIER
        for tier in TIERS if self.outcomes else ():
            if tier in broken:
                break
            reached = tier
        return reached

    def of(self, state: str) -> list[Outcome]:
        return [each for each in self.outcomes if each.state == state]

    def reaches(self, tier: str) -> bool:
        """Whether its tier is `tier` or a higher one."""
        return self.tier in TIERS and TIERS.index(self.tier) >= TIERS.index(tier)

    def lines(self, *, everything: bool = False) -> Iterable[str]:
        """What is printed: what is broken or exempt, with the evidence (once, where it is the same); with `everything` the whole table."""
        said = ""
        for each in self.outcomes:
            if everything or each.state in ("broken", "exempt"):
                yield f"{each.tier}  {each.name}  {each.rule}：{each.asks}"
                yield from (
                    f"        {line.strip()}" for line in each.why.splitlines() if line.strip() and each.why != said
                )
                said = each.why
        counts = "，".join(f"{name} {len(self.of(state))}" for state, name in STATES.items())
        yield f"{self.key} {self.version}：{self.tier}（{len(self.outcomes)} 条规则：{counts}）"

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Verdict":
        """The verdict that `to_json` wrote. ValueError for anything else."""
        try:
            read = json.loads(text)
            date.fromisoformat(read["day"])
            outcomes = tuple(Outcome(**each) for each in read["outcomes"])
            made = cls(str(read["key"]), str(read["version"]), str(read["day"]), outcomes)
            if all(each.state in STATES and each.tier in TIERS for each in outcomes):
                return made
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("not a verdict") from error
        raise ValueError("not a verdict")
