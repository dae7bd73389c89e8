"""委托权限: what whoever was entrusted may do for a party, from when to when, and whether the paper was seen (民法典 §165)."""

from datetime import date

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.columns import named
from portal.documents.wording import long_day
from portal.records.representation import ENTRUSTED, Represented

SCOPES = {"general": "一般代理", "special": "特别授权"}
ACTS = {  # what needs to be named in the paper; the rest (speaking, evidence, receiving papers) any agent may do
    "admit": "承认对方的请求",
    "waive": "放弃请求",
    "change": "变更请求",
    "settle": "进行和解",
    "sign": "签订调解协议",
}


class Authorised(Represented):
    """A party for whom somebody entrusted may act. `acts`: keys of ACTS that the paper names; `acts_until`: the last day, None for as long as the mediation goes on;
    `paper_seen_on`: when the mediator saw the 授权委托书. A guardian acts by law, within no paper."""

    scope: Mapped[str] = mapped_column(String(10), default="")
    acts: Mapped[list] = mapped_column(JSON, default=list)
    acts_from: Mapped[date | None]
    acts_until: Mapped[date | None]
    paper_seen_on: Mapped[date | None]
    scope_name = named("scope", SCOPES | {"": ""})

    @property
    def is_entrusted(self) -> bool:
        """Whether somebody acts for them by a paper."""
        return self.agent is not None and self.agent_title == ENTRUSTED["entrusted"]

    @property
    def acts_named(self) -> str:
        """The acts that the paper names, in words."""
        return "、".join(ACTS[each] for each in ACTS if each in (self.acts or ()))

    @property
    def authority_said(self) -> str:
        """特别授权：进行和解、签订调解协议，2026-11-01 至 2026-12-31; "" where nobody is entrusted, or it is not known."""
        if not (self.is_entrusted and self.scope):
            return ""
        acts = f"{self.scope_name}{f'：{self.acts_named}' if self.acts_named else ''}"
        days = f"{self.acts_from or ''} 至 {self.acts_until or '调解结束'}".strip() if self.acts_from else ""
        return "，".join(filter(None, (acts, days)))

    def may(self, act: str, on: date) -> bool:
        """Whether whoever acts for the party may do `act`, a key of ACTS, on that day; the party itself and a guardian may."""
        return not self.why_not(act, on)

    def why_not(self, act: str, on: date) -> str:
        """Why the agent may not, for the clerk to read; "" where it may."""
        if not self.is_entrusted:
            return ""
        who = f"委托代理人{self.agent.name}"
        if self.scope != "special" or act not in (self.acts or ()):
            scope = "只有一般代理权限" if self.scope == "general" else "的授权里没有写明这一项"
            return f"{who}{scope}，不能代为{ACTS[act]}（承认、放弃、变更请求，和解，须有特别授权）。请由本人办理，或者补办授权委托书后更正代理人。"
        if self.paper_seen_on is None:
            return f"还没有核对{who}的授权委托书，不能代为{ACTS[act]}。"
        if (self.acts_from and on < self.acts_from) or (self.acts_until and on > self.acts_until):
            return f"{long_day(on)}不在{who}的委托期限内，不能代为{ACTS[act]}。"
        return ""

    def entrust(
        self,
        scope: str,
        acts: list[str],
        acts_from: date | None,
        acts_until: date | None,
        paper_seen_on: date | None,
    ) -> None:
        """Keep what the paper says; of a guardian, and where nobody acts, nothing."""
        if not self.is_entrusted:
            scope, acts, acts_from, acts_until, paper_seen_on = "", [], None, None, None
        self.scope, self.acts = scope, [each for each in ACTS if each in acts and scope == "special"]
        self.acts_from, self.acts_until, self.paper_seen_on = acts_from, acts_until, paper_seen_on
