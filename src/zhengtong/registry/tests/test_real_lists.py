"""The whole way of the real lists: 1,421 sites of counties, 45 WeChat and 40 Weibo accounts."""

from collections import Counter

import pytest

from zhengtong.duties.models import Unit
from zhengtong.engine.refusals import Refused
from zhengtong.registry import actions
from zhengtong.registry.importing.saying import Options
from zhengtong.registry.models import Channel, ImportState, RegisterImport, Verdict
from zhengtong.registry.models.imports import BY_NAME
from zhengtong.registry.tests.lists import shared_list

pytestmark = pytest.mark.django_db


def codes_of(batch):
    return Counter(one["code"] for line in batch.lines.all() for one in line.told["refusals"])


@pytest.mark.slow
def test_sites_of_counties__each_line_is_entered_or_refused_with_its_reasons(clerk, at):
    data = shared_list("gov_sites_counties.csv")
    batch = actions.read_list(
        data, "sites.csv", Options(kind="site", host=BY_NAME, opens_units=True), by=clerk, at=at
    )
    assert batch.count == batch.lines.count() == 1421
    assert not Channel.objects.exists()
    foreseen = Counter(batch.lines.values_list("foreseen", flat=True))
    assert foreseen == {Verdict.NEW: 1420, Verdict.REFUSED: 1}
    # "http://www.xiuning.gov.cn;" is no address; "www.qdsn.gov.cnn16" is one, but no government's: entered, to be looked at,
    # like eight of four parts (www.gj.hh.gov.cn).
    assert codes_of(batch) == {"url_malformed": 1}
    doubted = [
        line for line in batch.lines.all() if "3.6(2)" in {one["clause"] for one in line.told["doubts"]}
    ]
    assert len(doubted) == 9
    assert "http://www.qdsn.gov.cnn16" in {line.said["url"] for line in doubted}
    actions.confirm_list(batch, by=clerk, at=at)
    assert not Channel.objects.exists()
    actions.enter_list(RegisterImport.objects.get(pk=batch.pk), at=at)
    batch.refresh_from_db()
    assert batch.state == ImportState.DONE
    assert Channel.objects.count() == batch.lines.filter(outcome=Verdict.NEW).count() == 1420
    assert Unit.objects.filter(kind="other").count() == len(
        set(Channel.objects.values_list("host__name", flat=True))
    )
    again = actions.read_list(
        data, "sites.csv", Options(kind="site", host=BY_NAME, opens_units=True), by=clerk, at=at
    )
    assert Counter(again.lines.values_list("foreseen", flat=True)) == {Verdict.SAME: 1420, Verdict.REFUSED: 1}


@pytest.mark.parametrize(
    ("name", "new", "refused"),
    [("new_media_wechat.csv", 27, {"handle_empty": 18}), ("new_media_weibo_fuzhou.csv", 0, {"handle_empty": 40})],
)  # fmt: skip
def test_accounts__without_an_id_are_refused_and_the_others_entered(clerk, at, name, new, refused):
    batch = actions.read_list(
        shared_list(name), name, Options(host=BY_NAME, opens_units=True), by=clerk, at=at
    )
    assert batch.lines.filter(foreseen=Verdict.NEW).count() == new
    assert codes_of(batch) == refused
    assert batch.count == new + sum(refused.values())
    if new:
        actions.confirm_list(batch, by=clerk, at=at)
        actions.enter_list(RegisterImport.objects.get(pk=batch.pk), at=at)
    assert Channel.objects.count() == new


@pytest.mark.parametrize(
    ("name", "lines"), [("new_media_wechat.csv", 45), ("new_media_weibo_fuzhou.csv", 40)]
)
def test_accounts__without_an_id_come_in_as_drafts_to_be_completed(clerk, at, name, lines):
    options = Options(host=BY_NAME, opens_units=True, draft=True)
    batch = actions.read_list(shared_list(name), name, options, by=clerk, at=at)
    assert Counter(batch.lines.values_list("foreseen", flat=True)) == {Verdict.NEW: lines}
    actions.confirm_list(batch, by=clerk, at=at)
    actions.enter_list(RegisterImport.objects.get(pk=batch.pk), at=at)
    assert Channel.objects.filter(record_state="draft").count() == lines
    lacking = Channel.objects.filter(handle="").first()
    if lacking is not None:
        with pytest.raises(Refused, match="账号标识"):
            actions.admit(lacking, by=clerk, at=at)
