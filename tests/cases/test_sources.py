"""Where a case came from is told in words, also where a plugin brought it in."""

import pytest

from portal.cases.models import Case
from portal.cases.sources import of_sources
from portal.extensions import db
from portal.plugin.manifest import Manifest
from portal.plugin.registry import Registry
from portal.testing import factories
from tests.plugin.conftest import entry, plugin

pytestmark = pytest.mark.database


def test_the_source_of_a_plugin_is_told_and_of_one_that_is_gone_too(as_user, cast, join):
    join("noise", "噪音", case_sources={"noise_meter": "噪音自动监测"})
    cases = [factories.case(cast.street, by=cast.clerk) for _ in range(2)]
    cases[0].source, cases[1].source = "noise_meter", "long_gone"
    db.session.commit()
    clerk = as_user("clerk")
    assert "噪音自动监测" in clerk.page(f"/cases/{cases[0].id}").text
    assert "其他来源" in clerk.page(f"/cases/{cases[1].id}").text
    assert db.session.get(Case, cases[0].id).source == "noise_meter"


def test_one_of_the_core_cannot_be_taken():
    class Taking:
        manifest = Manifest(key="taking", name="拿", summary="试验", version="1.0", case_sources={"visit": "走访"})

    assert list(of_sources(Taking(), ())) == ["source visit is one of the core: 群众来访"]


def test_nor_one_of_another_plugin():
    registry = Registry(core_version="1.0")
    registry.load([entry(key, plugin(key, case_sources={"meter": f"{key} 监测"})) for key in ("aa", "bb")])
    assert registry.failures == {"bb": "source meter of cases is one of aa: aa 监测"}
    assert list(registry.manifests) == ["aa"]
