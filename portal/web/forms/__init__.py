"""What people type: the base of all forms, fields of the office, drafts, and protection against sending twice."""

from portal.web.forms.form import (
    LETTER,
    Form,
    Group,
    Optional,
    Required,
    Short,
    ValidationError,
    VersionedForm,
    message_at,
    with_files,
)

__all__ = [
    "LETTER",
    "Form",
    "Group",
    "Optional",
    "Required",
    "Short",
    "ValidationError",
    "VersionedForm",
    "message_at",
    "with_files",
]
