"""The wordings of a template, found in its source: runs of text between tags, with named fields where values stand, and Chinese strings
within expressions.

    <p>本协议书一式 {{ dispute.copies }}{# 份数 #} 份。</p>         本协议书一式 {份数} 份。

A comment right after an expression names its field. When the template is compiled, each wording asks whether there is another for it;
where there is none, the template says what it always said, byte for byte.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TOKEN = re.compile(r"(\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<style.*?</style>)", re.DOTALL)
EDGE = re.compile(r"([<>])")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
COMPARED = re.compile(r"(?:[=!]=|\bin|\[|equalto\W+)\s*$")
DRAWN = "……"  # in the outline of a form: what is put together elsewhere


@dataclass(frozen=True, slots=True)
class Passage:
    """One wording as the template has it. `fields`: name → expression. `line`: where it begins. `short`: part of a line, which takes no
    line breaks."""

    original: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    short: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """What a template is made of: `text`, `value` (an expression, `name` its field), `tag` (of HTML) or `other`."""

    kind: str
    text: str
    line: int
    name: str = ""


def passages_of(source: str) -> list[Passage]:
    """The wordings in their order, each once."""
    found: dict[str, Passage] = {}
    for run in _runs(source):
        if len(run) == 1 and run[0].kind != "text":
            for literal in _literals(run[0]):
                found.setdefault(literal, Passage(literal, run[0].line, short=True))
            continue
        for piece in run:
            for literal in _literals(piece):
                found.setdefault(literal, Passage(literal, piece.line, short=True))
        passage = _passage(run)
        found[passage.original] = passage
    return list(found.values())


def asking(source: str, template: str) -> str:
    """`source` with each wording asking for another (`reworded`, `reword`: portal.documents.wordings.in_use)."""
    made = []
    for run in _runs(source):
        texts = "".join(_with_literals_asking(each, template) for each in run)
        if len(run) == 1 and run[0].kind != "text":
            made.append(texts)
            continue
        passage = _passage(run)
        before, after = _edges(run)
        values = ", ".join(f"{name!r}: ({_value(each, template)})" for name, each in passage.fields.items())
        asked = f"reworded({template!r}, {passage.original!r})"
        inner = texts[len(before) : len(texts) - len(after)]
        other = f"{{% if {asked} %}}{{{{ {asked}.filled({{{values}}}) }}}}{{% else %}}"
        made.append(f"{before}{other}{inner}{{% endif %}}{after}")
    return "".join(made)


def outline(source: str, said: dict[str, str]) -> str:
    """The form as it looks whatever is filled in: all wordings in their places, those in `said` replaced, fields by name."""
    made = []
    for run in _runs(source):
        if len(run) > 1 or run[0].kind == "text":
            before, after = _edges(run)
            original = _passage(run).original
            made.append(before + said.get(original, original) + after)
        elif run[0].kind == "tag":
            made.append(run[0].text)
        elif run[0].kind == "value":
            made.append("　".join(said.get(each, each) for each in _literals(run[0])) or DRAWN)
        else:
            made.append(_style(run[0].text))
    return "".join(made)


def _runs(source: str) -> Iterator[list[Piece]]:
    """Pieces one by one; those that make one wording together. In order, nothing is left out."""
    run: list[Piece] = []
    for piece in _pieces(source):
        if piece.kind == "text" or (piece.kind == "value" and "{{-" not in piece.text and "-}}" not in piece.text):
            run.append(piece)
            continue
        yield from _settled(run)
        run = []
        yield [piece]
    yield from _settled(run)


def _settled(run: list[Piece]) -> Iterator[list[Piece]]:
    if any(each.kind == "text" and CHINESE.search(each.text) for each in run):
        yield run
    else:
        for each in run:
            yield [each if each.kind == "value" else Piece("tag", each.text, each.line)]


def _pieces(source: str) -> Iterator[Piece]:
    tokens, line, in_tag = TOKEN.split(source), 1, False
    for at, token in enumerate(tokens):
        begins, line = line, line + token.count("\n")
        if at % 2 == 0:
            for part in EDGE.split(token):
                in_tag = part == "<" or (in_tag and part != ">")
                if part:
                    yield Piece("tag" if in_tag or part == ">" else "text", part, begins)
                begins += part.count("\n")
        elif token.startswith("{{"):
            beside = tokens[at + 2] if not tokens[at + 1] and at + 2 < len(tokens) else ""
            name = beside[2:-2].strip("- ") if beside.startswith("{#") else ""
            yield Piece("other" if in_tag else "value", token, begins, name)
        elif not (token.startswith("{#") and at > 1 and not tokens[at - 1] and tokens[at - 2].startswith("{{")):
            yield Piece("other", token, begins)


def _passage(run: list[Piece]) -> Passage:
    fields: dict[str, str] = {}
    words = []
    for number, piece in enumerate(run, start=1):
        if piece.kind == "text":
            words.append(piece.text)
            continue
        expression = re.sub(r"\s*\n\s*", " ", piece.text[2:-2]).strip(" ")
        name = piece.name or f"内容{number}"
        while fields.get(name, expression) != expression:
            name += "2"
        fields[name] = expression
        words.append(f"{{{name}}}")
    first = next(each for each in run if each.text.strip())
    return Passage("".join(words).strip(), first.line, fields)


def _edges(run: list[Piece]) -> tuple[str, str]:
    """The blanks before and after a wording."""
    first, last = run[0].text, run[-1].text
    return first[: len(first) - len(first.lstrip())], last[len(last.rstrip()) :]


def _literals(piece: Piece) -> list[str]:
    """The Chinese strings within an expression or a `set`, but for those that are compared with something, and those within a tag: they are marks for the
    machine, such as that of a draft."""
    if not piece.text.startswith("{{" if piece.kind == "value" else ("{% set", "{%- set")):
        return []
    return [
        each[0][1:-1]
        for each in STRING.finditer(piece.text)
        if CHINESE.search(each[0]) and not COMPARED.search(piece.text[: each.start()])
    ]


def _with_literals_asking(piece: Piece, template: str) -> str:
    literals = set(_literals(piece))
    if not literals:
        return piece.text
    return STRING.sub(
        lambda found: f"reword({template!r}, {found[0]})" if found[0][1:-1] in literals else found[0], piece.text
    )


def _value(expression: str, template: str) -> str:
    return _with_literals_asking(Piece("value", f"{{{{{expression}}}}}", 0), template)[2:-2]


def _style(text: str) -> str:
    return text if text.startswith("<style") else ""
