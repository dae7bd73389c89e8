"""Who signs: a minor through the guardian, an agent only with the authority to settle."""

from collections.abc import Iterator

from plugins.mediation.checking.draft import Draft, Finding

__all__ = ["check"]


def check(draft: Draft) -> Iterator[Finding]:
    """A minor alone stops; an agent who may not sign is asked about: the party may come itself."""
    for each in draft.signers:
        if each.alone:
            yield Finding("", "未成年人没有法定代理人", each.alone, must=True)
        elif each.unauthorised:
            law = "民法典第一百六十五条、第一百七十一条"
            yield Finding("", "代理权限", f"{each.name}的{each.unauthorised}", law)
