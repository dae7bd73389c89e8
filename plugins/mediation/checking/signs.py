"""Signs of a chat (😡, ☎): a paper prints them, but what they mean binds nobody."""

import re
from collections.abc import Iterator

from plugins.mediation.checking.draft import Draft, Finding

__all__ = ["check"]

EMOJI = re.compile(
    "[\u2600-\u2604\u2607-\u260f\u2613-\u26ff\u2764\U0001f000-\U0001faff]"
)  # not ★☆☐☑☒, which forms have
SHOWN = 5


def check(draft: Draft) -> Iterator[Finding]:
    """Each text once, whatever number of signs stands there."""
    for at, text in (*draft.clauses, ("way_note", draft.way_note), ("facts", draft.facts), ("issues", draft.issues)):
        if found := list(dict.fromkeys(EMOJI.findall(text))):
            told = f"有表情符号“{''.join(found[:SHOWN])}”，协议书上照样印出来，意思不明确，请删去或者写成文字。"
            yield Finding(at, "表情符号", told)
