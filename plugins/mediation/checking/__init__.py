"""What a drafted agreement is checked for before the parties leave: pure functions of its words, which know neither the form nor the row.

for each in findings_of(draft):
    print(each.must, each.at, each.said, each.law)
"""

from plugins.mediation.checking import amounts, days, parts_of_terms, sensitive_words, signers, signs
from plugins.mediation.checking.amounts import check_rest
from plugins.mediation.checking.draft import Draft, Finding, Signer
from plugins.mediation.checking.sensitive_words import is_about_identity

__all__ = ["Draft", "Finding", "Signer", "check_rest", "findings_of", "is_about_identity"]

CHECKS = (amounts.check, days.check, parts_of_terms.check, sensitive_words.check, signers.check, signs.check)


def findings_of(draft: Draft) -> list[Finding]:
    """Everything found in `draft`, each once: first what stops it, then what is to be looked at; in each what the law demands first, then in the order of the text."""
    read = draft.cut()
    found = dict.fromkeys(finding for check in CHECKS for finding in check(read))
    return sorted(found, key=lambda each: (not each.must, not each.law))
