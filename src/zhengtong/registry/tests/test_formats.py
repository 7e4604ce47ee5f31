from datetime import date

import pytest

from zhengtong.registry.formats import tidy, wrong_identifier
from zhengtong.registry.platforms import platforms, recognise

DAY = date(2026, 11, 23)


def codes(kind, value, channel_kind="portal"):
    return [one.code for one in wrong_identifier(kind, tidy(kind, value), channel_kind=channel_kind, on=DAY)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("site_code", "5001090001"),
        ("site_code", "bm55000001"),
        ("site_code", "５００１０９０００１"),
        ("icp", "渝ICP备00000000号"),
        ("icp", "渝ICP备 2023000001 号-2"),
        ("police", "渝公网安备 50010900000000号"),
        ("domain", "WWW.Beibei.GOV.cn"),
        ("domain_cn", "重庆市北碚区人民政府.政务"),
        ("mark", "00000000000000000000000050010900"),
        ("certification", "重庆市北碚区教育委员会"),
    ],
)
def test_identifier__accepted_as_people_write_it(kind, value):
    assert codes(kind, value) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("site_code", "500109000"),
        ("site_code", "50010900011"),
        ("site_code", "5001070012"),  # another district
        ("site_code", "bm5500001"),
        ("site_code", "٥٠٠١٠٩٠٠٠١"),  # digits of another script
        ("site_code", "5001090001' OR 1=1"),
        ("icp", "ICP备00000000号"),
        ("icp", "京ICP备00000000号"),  # another province
        ("icp", "渝ICP备000号"),
        ("police", "渝公网安备5001090000000号"),
        ("domain", "beibei.com"),
        ("domain", "jw.beibei.gov.cn"),  # a department's, given for the portal
        ("domain", "www.beibei.gov.cn.example.com"),
        ("domain_cn", "北碚.中国"),
        ("mark", "<script>alert(1)</script>"),
        ("certification", ""),
        ("certification", "碚" * 121),
    ],
)
def test_identifier__refused_when_malformed(kind, value):
    assert len(codes(kind, value)) == 1


def test_identifier__refusal_says_what_is_wanted_with_an_example_and_the_clause():
    (reason,) = wrong_identifier("site_code", "12", channel_kind="portal", on=DAY)
    assert "500109" in reason.message
    assert "例如5001090001" in reason.message
    assert reason.clause == "3.6(4)"


def test_domain__of_a_department_site_is_below_its_government():
    assert codes("domain", "jw.beibei.gov.cn", "site") == []
    assert codes("domain", "beibei.gov.cn", "site") == ["domain_malformed"]


@pytest.mark.parametrize(
    ("url", "platform", "handle"),
    [
        ("https://weibo.com/u/1000000001?refer=x", "weibo", "1000000001"),
        ("https://m.weibo.cn/u/1000000001", "weibo", "1000000001"),
        ("https://www.douyin.com/user/MS4wDemo_0-1", "douyin", "MS4wDemo_0-1"),
        ("https://space.bilibili.com/100000001/video", "bilibili", "100000001"),
        ("https://channels.weixin.qq.com/somewhere", "shipinhao", ""),
        ("https://mp.weixin.qq.com/s/abc", "weixin", ""),
    ],
)
def test_address__is_recognised_with_its_handle(url, platform, handle):
    found = recognise(url)
    assert (found.platform.code, found.handle) == (platform, handle)


@pytest.mark.parametrize(
    "url",
    ["https://weibo.com.example.net/u/1", "https://notweibo.com/u/1", "", "http://[", "javascript:weibo.com"],
)
def test_address__of_no_platform_is_not_recognised(url):
    assert recognise(url) is None


def test_platforms__examples_with_an_address_are_recognised_as_their_own():
    for platform in platforms().values():
        if platform.example.startswith("https://"):
            assert recognise(platform.example).platform is platform
            assert recognise(platform.example).handle
