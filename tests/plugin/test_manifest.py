"""A manifest is refused with a reason when it contradicts itself."""

import pytest
from flask import Blueprint

from portal.permissions import permission
from portal.plugin.manifest import Job, ManifestError

from .conftest import manifest


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"key": "Mediation"}, "key must be"),
        ({"key": "m"}, "key must be"),
        ({"key": "care-home"}, "key must be"),
        ({"key": "x" * 32}, "key must be"),
        ({"name": ""}, "name and summary"),
        ({"version": "one"}, "is not a version"),
        ({"core_requires": "about 1"}, "is not a version range"),
        ({"needs_api": "1"}, "is not a version of the API"),
        ({"audit_actions": {"look": "看"}}, "must begin with"),
        ({"case_sources": {"Noise-Meter": "噪音监测"}}, "source 'Noise-Meter'"),
        ({"oversight": ("sample.view",)}, "none of its permissions"),
        ({"jobs": (Job(key="a", name="一", run=print, at=24),)}, "no hour of a day"),
        ({"jobs": (Job(key="a", name="一", run=print, every="hour", at=3),)}, "no hour of a day"),
        ({"default_state": "maybe"}, "is not on, off or read_only"),
        ({"data_class": "secret"}, "data_class"),
        ({"permissions": (permission("cases.view", "x", "clerk"),)}, "must begin with demo."),
        ({"permissions": (permission("demo.a", "x", "clerk"), permission("demo.a", "y", "clerk"))}, "declared twice"),
        ({"blueprints": (Blueprint("other", "x", url_prefix="/demo"),)}, "must be named demo"),
        ({"blueprints": (Blueprint("demo", "x", url_prefix="/cases"),)}, "live under /demo"),
        ({"blueprints": (Blueprint("demo", "x", url_prefix="/demolition"),)}, "live under /demo"),
        ({"blueprints": (Blueprint("demo", "x"),)}, "live under /demo"),
        (
            {"blueprints": (Blueprint("demo", "x", url_prefix="/demo"), Blueprint("demo", "y", url_prefix="/demo/b"))},
            "declared twice",
        ),
    ],
)
def test_what_does_not_fit_is_named(fields, complaint):
    with pytest.raises(ManifestError, match=complaint):
        manifest(**{"key": "demo"} | fields)


def test_a_permission_for_a_role_nobody_has_is_refused():
    with pytest.raises(ValueError, match="unknown roles"):
        permission("demo.a", "x", "emperor")


def test_a_good_card_cannot_be_changed_afterwards():
    card = manifest("demo", blueprints=(Blueprint("demo", "x", url_prefix="/demo"),))
    with pytest.raises(AttributeError):
        card.key = "other"
