"""What people type: the base of all forms, fields of the office, drafts, and protection against sending twice."""

from portal.web.forms.form import Form, Optional, Required, Short, ValidationError, VersionedForm, with_files

__all__ = ["Form", "Optional", "Required", "Short", "ValidationError", "VersionedForm", "with_files"]
