from datetime import date

import pytest

from zhengtong.duties.models import Unit
from zhengtong.registry.models import Channel
from zhengtong.registry.rules import doubts, missing, why_not_beside, why_not_move, why_not_record
from zhengtong.registry.tests.conftest import account_told, portal_told

DAY = date(2026, 11, 23)
SUBSITES = "www.beibei.gov.cn/bm/"
UNIT = Unit(pk=1, code="jw", name="重庆市北碚区教育委员会", short_name="区教委")
OTHER = Unit(pk=2, code="wjw", name="重庆市北碚区卫生健康委员会", short_name="区卫生健康委")


def codes(reasons):
    return {one.code for one in reasons}


def wrong(told):
    return codes(why_not_record(told.tidied(), subsites=SUBSITES, on=DAY))


def subsite(url):
    return portal_told(kind="subsite", name="区教委", url=url)


def test_record__sound_ones_pass():
    assert wrong(portal_told()) == set()
    assert wrong(account_told()) == set()
    assert wrong(subsite("https://www.beibei.gov.cn/bm/jw/")) == set()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://www.beibei.gov.cn/",
        "https://user:secret@www.beibei.gov.cn/",
        "https://www.beibei.gov.cn/<script>",
        "https://www.beibei.gov.cn/\x00",
        "https://www.beibei.gov.cn:port/",
        "//www.beibei.gov.cn/",
        "http://[::1",
        "https://localhost/",
    ],
)
def test_address__refused_when_it_is_not_a_plain_whole_one(url):
    assert wrong(portal_told(url=url)) == {"url_malformed"}


def test_address__of_the_portal_must_be_a_government_domain():
    assert wrong(portal_told(url="https://www.beibei.com/")) == {"domain_malformed"}


@pytest.mark.parametrize(
    "url",
    ["https://jw.beibei.gov.cn/", "https://www.beibei.gov.cn/bm/", "https://www.beibei.gov.cn/bm/../x/",
     "https://www.beibei.gov.cn.example.com/bm/jw/"],
)  # fmt: skip
def test_subsite__lives_under_the_portal(url):
    assert wrong(subsite(url)) == {"subsite_elsewhere"}


def test_account__takes_its_handle_from_the_address():
    told = account_told(platform="weibo", handle="", url="https://weibo.com/u/1000000009").tidied()
    assert told.handle == "1000000009"


def test_account__refused_with_an_address_of_another_platform_or_account():
    assert wrong(account_told(platform="weibo", url="https://www.douyin.com/user/demo01")) == {
        "url_of_another_platform"
    }
    assert wrong(account_told(platform="weibo", handle="2", url="https://weibo.com/u/1000000009")) == {
        "handle_differs"
    }


def test_record__all_faults_are_named_at_once():
    told = account_told(
        name="  \u200b ",
        platform="nowhere",
        functions=("dance",),
        opened_on=date(2026, 11, 24),
        note="长" * 1001,
    )
    assert wrong(told) == {
        "name_empty",
        "platform_unknown",
        "function_unknown",
        "opened_in_the_future",
        "note_too_long",
    }


def test_second_account__refused_unless_excepted():
    stands = Channel(
        pk=5, kind="account", platform="weixin", handle="other", host=UNIT, code="BB-0005", name="旧号"
    )
    beside = {"host": UNIT, "others": [stands], "on": DAY}
    (reason,) = why_not_beside(account_told(), exception_reason="", **beside)
    assert (reason.code, reason.clause) == ("second_account", "4.1")
    assert "旧号" in reason.message
    assert why_not_beside(account_told(), exception_reason="机构合并过渡", **beside) == []


def test_second_app__refused_for_any_unit():
    stands = Channel(pk=5, kind="app", host=OTHER, code="BB-0005", name="北碚通")
    told = account_told(kind="app", platform="", handle="")
    assert codes(why_not_beside(told, UNIT, [stands], exception_reason="", on=DAY)) == {"second_app"}


def test_name__without_the_host_is_a_doubt_not_a_refusal():
    assert codes(doubts(account_told(name="缙云山下"), UNIT)) == {"name_without_host"}
    assert doubts(account_told(name="北碚教委发布"), UNIT) == []
    assert (
        doubts(account_told(name="重庆市北碚区人民政府"), Unit(kind="office", short_name="区政府办公室"))
        == []
    )


def test_certification__for_somebody_else_is_a_doubt():
    assert codes(doubts(account_told(), UNIT, certified="某某传媒有限公司")) == {"certified_for_another"}


def test_domain__outside_the_platform_is_a_doubt():
    assert codes(doubts(portal_told(kind="site", url="https://jw.beibei.gov.cn/"), UNIT)) == {
        "domain_outside"
    }


def test_missing__names_fields_identifiers_and_people_with_their_clauses():
    lacking = missing(
        Channel(kind="account", host=UNIT, functions=[], handle="x"),
        kinds=set(),
        responsible=False,
        contact=True,
    )
    assert [(one.what, one.clause) for one in lacking] == [
        ("opened_on", "4.2"), ("functions", "4.7"), ("certification", "4.6"), ("responsible", "5.3"),
    ]  # fmt: skip


def test_state__passes_only_along_the_allowed_ways():
    assert codes(why_not_move("applied", "suspended", opened_on=None, on=DAY, day=None)) == {"no_such_move"}
    assert codes(why_not_move("cancelled", "normal", opened_on=None, on=DAY, day=None)) == {"no_such_move"}
    assert codes(why_not_move("normal", "closed", opened_on=DAY, on=DAY, day=None)) == {
        "closing_date_missing"
    }
    assert codes(why_not_move("normal", "closed", opened_on=DAY, on=DAY, day=date(2020, 1, 1))) == {
        "closing_date_wrong"
    }
    assert why_not_move("normal", "closed", opened_on=DAY, on=DAY, day=DAY) == []
