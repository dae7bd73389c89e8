"""Who signs: a minor through the guardian, an agent only with the authority to settle."""

from collections.abc import Iterator

from plugins.mediation.checking.draft import Draft, Finding

__all__ = ["check"]

TO_SETTLE = "承认、放弃、变更请求和签订协议要有特别授权"


def check(draft: Draft) -> Iterator[Finding]:
    """A minor alone stops; an agent whose authority does not reach so far, or is not known, is asked about."""
    for each in draft.signers:
        if each.alone:
            yield Finding("", "未成年人没有法定代理人", each.alone, must=True)
        elif each.agent and each.scope != "special":
            said = "是一般代理" if each.scope == "general" else "的代理权限没有登记"
            told = f"{each.name}的委托代理人{each.agent}{said}，{TO_SETTLE}；没有的，由{each.name}本人签名或者补办授权委托书。"
            yield Finding("", "代理权限", told, "民法典第一百六十五条、第一百七十一条")
