"""减负自检 looks into the tables and forms of this installation, and prints what it found."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from plugins.duty_lists import self_check
from portal.extensions import db

pytestmark = pytest.mark.database


def test_nothing_of_the_four_is_there(as_user, cast):
    page = as_user("clerk").page("/duty_lists/self-check")
    for rule in ("打卡签到", "统计在线时长", "个人积分排名", "记录轨迹、定位", "照片、视频必填"):
        assert rule in page.text


def test_a_column_that_keeps_tracks_would_be_told(cast, monkeypatch):
    tables = MetaData()
    Table("patrol_walk", tables, Column("id", Integer), Column("latitude", Integer))
    monkeypatch.setattr(db, "metadatas", {None: tables})
    found = {each.rule: each for each in self_check.lines()}
    assert found["记录轨迹、定位"].found == ("patrol_walk.latitude",)
    assert (found["记录轨迹、定位"].state, found["打卡签到"].state) == ("需核对", "未开启")


def test_the_sheet_is_printed(as_user, cast):
    assert as_user("clerk").get("/duty_lists/self-check.pdf").data[:4] == b"%PDF"
