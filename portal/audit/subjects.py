"""What rows are called where something is told of them: in the audit trail, and to whoever asks for the own data."""

import re

from portal.extensions import Model


def subject_names() -> dict[str, str]:
    """Table name → Chinese name of its rows: the word with which the docstring of the model begins."""
    found = {
        mapper.local_table.name: re.match(r"[\u4e00-\u9fff]+", mapper.class_.__doc__ or "")
        for mapper in Model.registry.mappers
    }
    return {table: word[0] for table, word in found.items() if word}
