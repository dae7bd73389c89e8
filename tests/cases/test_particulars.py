"""Fields of a plugin are put right later, by whoever may, while the case is open; the timeline tells of it without the values."""

import pytest
from wtforms import IntegerField
from wtforms.validators import InputRequired

from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.contributions import CaseFields, PartForm
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories
from tests.plugin.conftest import decide

pytestmark = pytest.mark.database


class NoiseForm(PartForm):
    decibels = IntegerField("分贝", [InputRequired("请填写分贝。")])


class Noise:
    """Keeps decibels of cases among neighbours, and can tell them."""

    kept: dict = {}
    needs = "cases.register"

    @hookimpl
    def case_fields(self, ctx):
        return [CaseFields("噪音", NoiseForm, self.keep, kinds=("02",), read=self.read, needs=self.needs)]

    def read(self, case):
        return {"decibels": self.kept[case.id]}

    def keep(self, case, values):
        if values["decibels"] > 200:
            raise RuleError("分贝数不可能这样大。")
        self.kept[case.id] = values["decibels"]


@pytest.fixture
def case_id(cast) -> int:
    case = factories.case(cast.street, by=cast.clerk, kind="0203")
    db.session.commit()
    Noise.kept.clear()
    Noise.kept[case.id] = 72
    return case.id


def test_it_is_put_right_and_told(as_user, join, case_id):
    join("noise", "噪音扰民", Noise)
    clerk = as_user("clerk")
    url = f"/cases/{case_id}/particulars/noise_0"
    assert url in clerk.page(f"/cases/{case_id}").links()
    form = clerk.page(url)
    assert form.fields(form.form())["noise_0-decibels"] == "72"
    shown = clerk.fill(form, noise_0__decibels="85", reason="重新测过。")
    assert Noise.kept == {case_id: 85}
    assert "更正噪音" in shown.text
    told = db.session.get(Case, case_id).events[-1]
    assert "85" not in told.note
    assert (told.verb, told.title, told.note) == ("correct", "更正噪音", "重新测过。")


def test_it_needs_a_reason_and_a_check_may_object(as_user, join, case_id):
    class Objecting(Noise):
        @hookimpl
        def record_validate(self, ctx, record, verb):
            return ["仪器正在校准。"] if verb == "correct" else []

    join("noise", "噪音扰民", Objecting)
    clerk, at = as_user("clerk"), f"/cases/{case_id}/particulars/noise_0"
    for reason, said in (("", "请写明理由"), ("重新测过。", "仪器正在校准")):
        page = clerk.fill(clerk.page(at), noise_0__decibels="85", reason=reason)
        assert (page.status, said in page.text, page.fields(page.form())["noise_0-decibels"]) == (422, True, "85")
    assert Noise.kept == {case_id: 72}


@pytest.mark.parametrize(("typed", "said"), [("", "请填写分贝"), ("999", "分贝数不可能这样大")])
def test_what_is_wrong_is_said_and_nothing_changes(as_user, join, case_id, typed, said):
    join("noise", "噪音扰民", Noise)
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case_id}/particulars/noise_0"), noise_0__decibels=typed, reason="重新测过。")
    assert (page.status, said in page.text) == (422, True)
    assert page.fields(page.form())["noise_0-decibels"] == typed
    assert Noise.kept == {case_id: 72}


def test_who_may_not_is_not_asked(as_user, join, case_id):
    join("noise", "噪音扰民", type("Kept", (Noise,), {"needs": "settings.manage"}))
    clerk, outsider = as_user("clerk"), as_user("outsider")
    url = f"/cases/{case_id}/particulars/noise_0"
    assert outsider.get(url).status_code == 404
    assert url not in clerk.page(f"/cases/{case_id}").links()
    assert clerk.get(url).status_code == 403


def test_only_what_is_on_and_can_be_read_and_concerns_the_case(as_user, join, case_id, cast):
    join("noise", "噪音扰民", Noise)
    other = factories.case(cast.street, by=cast.clerk, kind="0701")
    db.session.commit()
    clerk = as_user("clerk")
    for path in (
        f"{other.id}/particulars/noise_0",
        f"{case_id}/particulars/noise_1",
        f"{case_id}/particulars/heroes_0",
    ):
        assert clerk.get(f"/cases/{path}").status_code == 404
    decide("noise", cast.county, "read_only")
    assert clerk.get(f"/cases/{case_id}/particulars/noise_0").status_code == 404


def test_a_closed_case_stays_as_it_is(as_user, join, case_id, cast):
    join("noise", "噪音扰民", Noise)
    db.session.get(Case, case_id).decline("不属于受理范围。", by=cast.director)
    db.session.commit()
    clerk = as_user("clerk")
    url = f"/cases/{case_id}/particulars/noise_0"
    assert url not in clerk.page(f"/cases/{case_id}").links()
    assert clerk.get(url).status_code == 409


@pytest.mark.parametrize("wrong", ["read", "needs"])
def test_a_plugin_that_breaks_leaves_the_case_whole(as_user, join, case_id, wrong):
    class Broken(Noise):
        needs = "nobody.declares" if wrong == "needs" else "cases.register"

        def read(self, case):
            raise ValueError("no values")

    join("noise", "噪音扰民", Broken)
    clerk = as_user("clerk")
    assert clerk.page(f"/cases/{case_id}").status == 200
    answer = clerk.get(f"/cases/{case_id}/particulars/noise_0")
    assert answer.status_code == (403 if wrong == "needs" else 422)
