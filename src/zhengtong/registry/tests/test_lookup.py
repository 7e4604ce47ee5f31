"""Is it one of ours? What is accepted, what is not, and what is said of it."""

from datetime import date

import pytest

from zhengtong.registry.rules import PublicChannel, Verdict, look_up
from zhengtong.registry.rules.addresses import read, shown_host
from zhengtong.registry.rules.likeness import alike, near, skeleton

UNIT = {"host_code": "jw", "host_name": "重庆市北碚区教育委员会", "host_short": "区教委"}
OFFICE = {"host_code": "bgs", "host_name": "重庆市北碚区人民政府办公室", "host_short": "区政府办公室"}


def channel(code, kind, name, **more):
    return PublicChannel(**{"code": code, "kind": kind, "name": name, "state": "normal"} | UNIT | more)


PORTAL = channel(
    "BB-0001", "portal", "重庆市北碚区人民政府", url="https://www.beibei.gov.cn/", **OFFICE,
    domains=("www.beibei.gov.cn", "重庆市北碚区人民政府.政务"), former_domains=("www.beibeiqu.gov.cn",),
)  # fmt: skip
SUBSITE = channel("BB-0002", "subsite", "区教委", url="https://www.beibei.gov.cn/bm/jw/")
SITE = channel("BB-0003", "site", "北碚招生", url="https://zs.beibei.gov.cn/", domains=("zs.beibei.gov.cn",))
OLD_SITE = channel(
    "BB-0004", "site", "北碚旅游", url="https://ly.beibei.gov.cn/", state="closed", closed_on=date(2026, 3, 1)
)
WEIBO = channel(
    "BB-0010", "account", "北碚区政府办公室", platform="weibo", handle="100000000001",
    url="https://weibo.com/u/100000000001", **OFFICE,
)  # fmt: skip
WEIXIN = channel("BB-0011", "account", "北碚区教委", platform="weixin", handle="beibei_jw_demo")
DOUYIN = channel(
    "BB-0012", "account", "北碚区教委", platform="douyin", handle="MS4wDemo0000000001",
    url="https://www.douyin.com/user/MS4wDemo0000000001",
)  # fmt: skip
GONE = channel(
    "BB-0013", "account", "北碚教育发布", platform="weibo", handle="2000000002", state="cancelled",
    url="https://weibo.com/u/2000000002", closed_on=date(2026, 5, 6),
)  # fmt: skip
APP = channel("BB-0014", "app", "北碚办事", url="https://app.example.com/detail?id=7")
KNOWN = [PORTAL, SUBSITE, SITE, OLD_SITE, WEIBO, WEIXIN, DOUYIN, GONE, APP]


def asked(text):
    return look_up(text, KNOWN)


# ---- accepted ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://www.beibei.gov.cn/", PORTAL),
        ("https://www.beibei.gov.cn", PORTAL),
        ("http://www.beibei.gov.cn/", PORTAL),
        ("HTTPS://WWW.BEIBEI.GOV.CN/", PORTAL),
        ("https://www.beibei.gov.cn:443/", PORTAL),
        ("http://www.beibei.gov.cn:8080/zwgk/", PORTAL),
        ("https://www.beibei.gov.cn./", PORTAL),
        ("https://www.beibei.gov.cn/tzgg/202611/t20261123_12.html?from=wx#s1", PORTAL),
        ("www.beibei.gov.cn", PORTAL),
        ("beibei.gov.cn", PORTAL),
        ("  www.beibei.gov.cn/  ", PORTAL),
        ("ｗｗｗ．ｂｅｉｂｅｉ．ｇｏｖ．ｃｎ", PORTAL),
        ("www。beibei。gov。cn", PORTAL),
        ("https：//www.beibei.gov.cn/", PORTAL),
        ("网址是https://www.beibei.gov.cn/。", PORTAL),
        ("请看 www.beibei.gov.cn 首页", PORTAL),
        ("重庆市北碚区人民政府.政务", PORTAL),
        ("xn--gmq29h9cv39b3saiem90ccjndp1abx6c.xn--zfr164b", PORTAL),
        ("https://www.beibei.gov.cn/bm/jw/", SUBSITE),
        ("www.beibei.gov.cn/bm/jw", SUBSITE),
        ("https://www.beibei.gov.cn/bm/jw/tzgg/1.html", SUBSITE),
        ("https://www.beibei.gov.cn/bm/jwx/", PORTAL),
        ("https://www.beibei.gov.cn/bm/jw/../../", PORTAL),
        ("https://zs.beibei.gov.cn/2026/", SITE),
        ("https://weibo.com/u/100000000001", WEIBO),
        ("https://www.weibo.com/u/100000000001?refer_flag=1", WEIBO),
        ("http://m.weibo.cn/u/100000000001/", WEIBO),
        ("weibo.com/u/100000000001", WEIBO),
        ("https://www.douyin.com/user/MS4wDemo0000000001?from=share", DOUYIN),
        ("beibei_jw_demo", WEIXIN),
        ("ＢＥＩＢＥＩ＿ＪＷ＿ＤＥＭＯ", WEIXIN),
        ("微信号：beibei_jw_demo", WEIXIN),
        ("100000000001", WEIBO),
        ("https://app.example.com/detail?id=7", APP),
    ],
)  # fmt: skip
def test_official__a_registered_address_or_id_however_it_is_written(text, expected):
    answer = asked(text)
    assert (answer.verdict, answer.found) == (Verdict.OFFICIAL, (expected,))


# ---- not accepted -----------------------------------------------------------------------------------------

IMITATIONS = [
    "https://www.beibei.gov.cn.evil.com/", "https://www.beibei.gov.cn.evil.com:443", "www.beibei.gov.cn.evil.com", "https://evil.com/www.beibei.gov.cn",
    "evil.com/https://www.beibei.gov.cn/", "https://evil.com/?u=https://www.beibei.gov.cn/", "https://evil.com#https://www.beibei.gov.cn",
    "https://www.beibei.gov.cn@evil.com/", "https://www.beibei.gov.cn:pw@evil.com/", "https://evil.com@www.beibei.gov.cn/",
    "https://www.beibei.gov.cn\\@evil.com/", "https://evil.com\\www.beibei.gov.cn", "https://evil.com\\.www.beibei.gov.cn",
    "https://www.beibei.gov.cn／.evil.com/", "https://www.beibei.gov.cn:80.evil.com/", "https://www.beibei.gov.cn%2eevil.com/",
    "https://www.beibei.gov.cn\u200b.evil.com", "https://www.beibei.gov.cn%00.evil.com/", "https://www.beibei.gov.cn。evil.com/",
    "https://www-beibei.gov.cn/", "https://www.beibei-gov.cn/", "https://wwwbeibei.gov.cn/", "https://www.beibei.gov.com/", "https://xbeibei.gov.cn/",
    "https://www.beibe1.gov.cn/", "https://www.be1be1.gov.cn/", "https://www.bеibei.gov.cn/", "https://www.xn--bibei-zwe.gov.cn/",
    "https://www.beißei.gov.cn/", "https://www.beíbei.gov.cn/", "https://other.beibei.gov.cn/", "https://www.www.beibei.gov.cn/",
    "javascript://www.beibei.gov.cn/%0aalert(1)", "ftp://www.beibei.gov.cn/", "data:text/html,www.beibei.gov.cn", "https:///www.beibei.gov.cn/",
    "//www.beibei.gov.cn@evil.com", "https://www.beibei.gov.cn https://evil.com", "https://www.beibei.gov.cn evil.com",
    "www.beibei.gov.cn ｅｖｉｌ．ｃｏｍ", "evil.com：https://www.beibei.gov.cn", "https://重庆市北碚区人民政府.com/", "https://beibei.政务/",
    "https://weibo.com/u/1000000000019", "https://weibo.com/u/10000000000", "https://weibo.com/u/100000000001x",
    "https://weibo.com.evil.com/u/100000000001", "https://evilweibo.com/u/100000000001", "https://evil.weibo.com/u/100000000001",
    "https://weibo.com/u/100000000001/../300000000003", "https://weibo.com/u/100000000001/%2e%2e/300000000003",
    "https://weibo.com/u/100000000001%2F..%2F300000000003", "https://weibo.com/login?u=/u/100000000001", "https://weibo.com/MS4wDemo0000000001",
    "https://www.douyin.com/user/MS4wDemo0000000001%20x", "https://www.douyin.com/user/100000000001", "https://v.douyin.com/MS4wDemo0000000001/",
    "https://app.example.com/detail?id=8", "https://app.example.com/", "beibei_jw_dem0", "beibei_jw_demo1", "beibei-jw-demo", "10000000000l",
    "beibei_jw_demo 假的", "@", "beibei_jw", "北培区教委", "北碚区教委官方", "北碚区教委1",
]  # fmt: skip


@pytest.mark.parametrize("text", IMITATIONS)
def test_imitation__never_counts(text):
    answer = asked(text)
    assert (answer.verdict, answer.found) == (Verdict.UNKNOWN, ())


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("www.beibei.gov.cn.evil.com", PORTAL), ("https://www.beibe1.gov.cn/", PORTAL), ("https://www.bеibei.gov.cn/", PORTAL),
        ("https://www.xn--bibei-zwe.gov.cn/", PORTAL), ("https://beibei-gov-cn.com/", PORTAL), ("https://www.beíbei.gov.cn/", PORTAL),
        ("beibei_jw_dem0", WEIXIN), ("beibei-jw-demo", WEIXIN), ("10000000000l", WEIBO), ("北培区教委", WEIXIN), ("北碚區教委", WEIXIN),
        ("北碚区教委官方", WEIXIN), ("重庆市北碚区教育委员会", SUBSITE), ("https://weibo.com/u/100000000002", WEIBO),
    ],
)  # fmt: skip
def test_imitation__is_shown_what_it_imitates(text, original):
    assert original in asked(text).alike


@pytest.mark.parametrize("text", ["https://www.qq.com/", "火锅底料", "zhangsan", "ab"])
def test_unrelated__has_nothing_alike(text):
    assert asked(text).alike == ()


def test_alike__never_offers_what_is_gone():
    assert GONE not in asked("北碚教育发布1").alike


# ---- what else is said ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["北碚区教委", "“北碚区教委”", "@北碚区教委", "北碚 区教委"])
def test_name__is_only_a_name_whoever_bears_it(text):
    answer = asked(text)
    assert (answer.verdict, answer.found) == (Verdict.NAMED, (WEIXIN, DOUYIN))


def test_id__on_two_platforms_names_both():
    twin = channel("BB-0020", "account", "北碚区教委", platform="kuaishou", handle="beibei_jw_demo")
    assert look_up("beibei_jw_demo", [*KNOWN, twin]).found == (WEIXIN, twin)


@pytest.mark.parametrize("text", ["https://weibo.com/u/2000000002", "2000000002", "北碚教育发布"])
def test_gone__says_so(text):
    answer = asked(text)
    assert (answer.verdict, answer.found) == (Verdict.GONE, (GONE,))


def test_gone__a_closed_site_does_not_pass_as_the_portal():
    assert asked("https://ly.beibei.gov.cn/x").verdict == Verdict.GONE
    closed = channel(
        "BB-0021", "subsite", "旧", url="https://www.beibei.gov.cn/bm/old/", state="closed", closed_on=date(2026, 1, 1)
    )  # fmt: skip
    assert look_up("www.beibei.gov.cn/bm/old/a", [*KNOWN, closed]).verdict == Verdict.GONE


def test_gone__an_id_registered_again_is_official():
    again = channel("BB-0022", "account", "北碚教育", platform="weibo", handle="2000000002")
    assert look_up("https://weibo.com/u/2000000002", [*KNOWN, again]).found == (again,)


def test_former_domain__is_not_trusted_though_the_site_stands():
    answer = asked("https://www.beibeiqu.gov.cn/")
    assert (answer.verdict, answer.found, answer.former) == (Verdict.GONE, (PORTAL,), True)


def test_former_domain__even_where_the_record_still_has_it_as_its_address():
    late = channel("BB-0023", "site", "旧站", url="https://old.gov.cn/", former_domains=("old.gov.cn",))
    assert look_up("old.gov.cn", [late]).verdict == Verdict.GONE


@pytest.mark.parametrize("state", ["suspended", "closing"])
def test_official__still_while_offline_or_to_be_closed(state):
    assert (
        look_up(
            "a_demo", [channel("B", "account", "甲", platform="weixin", handle="a_demo", state=state)]
        ).verdict
        == Verdict.OFFICIAL
    )


@pytest.mark.parametrize(
    "text", ["https://weibo.com/login.php", "https://mp.weixin.qq.com/s/abcdef", "https://v.douyin.com/abc/"]
)
def test_platform__an_address_that_names_no_account_is_unclear(text):
    answer = asked(text)
    assert (answer.verdict, answer.trouble, bool(answer.platform)) == (Verdict.UNKNOWN, "unclear", True)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [("https://a.cn https://b.cn", "several"), ("a.cn b.cn", "several"), ("https://a@b.cn", "malformed"), ("ftp://a.cn", "malformed")],
)  # fmt: skip
def test_trouble__is_named(text, trouble):
    assert read(text).trouble == trouble


def test_shown__punycode_is_undone_so_that_one_sees_what_was_asked():
    assert asked("https://www.xn--bibei-zwe.gov.cn/a").address == "www.bеibei.gov.cn/a"
    assert shown_host("xn--\uffff.cn") == "xn--\uffff.cn"


# ---- likeness ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [("O0o", "ooo"), ("l1I|i", "lllll"), ("bеibеi", "beibei"), ("rn", "m"), ("ｂｅｉ", "bei"), ("béi", "bei")]
)  # fmt: skip
def test_skeleton__what_looks_alike_is_the_same(one, other):
    assert skeleton(one) == skeleton(other)


def test_near__counts_added_missing_and_exchanged():
    assert near("abcd", "abed", 1)
    assert near("abcd", "abc", 1)
    assert not near("abcd", "dcba", 2)
    assert not near("abcd", "efgh", 3)
    assert not alike("", "北碚")


HOSTILE = [
    "", " ", "\x00", "\u202e" * 9, "https://", "https://[", "https://[::1", "http://a:99999999/", "." * 500, "/" * 500, "@" * 500, "。" * 500,
    "https://" + "a." * 200 + "cn", "https://" + "a" * 300 + ".cn", "xn--" * 100 + ".cn", "https://xn--\u00e9.cn", "%" * 500, "a" * 100_000,
    "https://a.cn/" + "../" * 160, "北" * 500, "<script>alert(1)</script>", "' OR 1=1 --", "\ud800", "https://\ud800.cn", "1.2.3.4", "https://0x7f.1/",
    "http://" * 70, "a.b" * 160, ("a" * 60 + ".") * 8 + "cn",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile__is_unknown(text):
    many = KNOWN + [
        channel(
            f"X-{number}", "account", f"演示账号{number}" * 6, platform="douyin", handle=f"ab{number}" * 20
        )
        for number in range(300)
    ]
    assert look_up(text, many).verdict == Verdict.UNKNOWN
