import csv
import io
from collections import Counter

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from zhengtong.duties.actions.units import load_structure
from zhengtong.duties.models import PostKind
from zhengtong.registry import actions, national
from zhengtong.registry.distribution import distribution
from zhengtong.registry.models import Channel, ChannelKind, ChannelState
from zhengtong.registry.queries import with_identifiers
from zhengtong.registry.tests.conftest import account_told
from zhengtong.registry.tests.test_screens import LIST, page, plain_statics, signed_in  # noqa: F401

pytestmark = pytest.mark.django_db
MAP = "registry_channels:map"


# The record of the national systems


def test_site__in_the_order_of_the_national_system_filled_from_the_register(
    portal, clerk, appointed, office, at
):
    head = appointed("head", office, PostKind.PRINCIPAL)
    head.phone = "023-00000001"
    head.save()
    appointed("contact", office, PostKind.SITE_MANAGER)
    actions.set_identifier(portal, "site_code", "5001090001", valid_from=portal.opened_on, by=clerk, at=at)
    record = national.national_record(portal, at)
    assert [label for label, _ in record][:6] == [
        "网站标识码", "网站名称", "校验码", "省（自治区、直辖市）", "市（地、州、盟）", "县（市、区、旗）",
    ]  # fmt: skip
    said = {label: value for label, value in record if value}
    assert said == {
        "网站标识码": "5001090001", "网站名称": "重庆市北碚区人民政府", "省（自治区、直辖市）": "重庆市", "县（市、区、旗）": "北碚区",
        "级别": "区县级", "是否门户网站": "门户", "首页网址": "https://www.beibei.gov.cn/", "主管单位": office.name,
        "办公地址": office.address, "负责人姓名": "演示·主要负责人", "负责人职务": "主要负责人", "负责人办公电话": "023-00000001",
        "联系人1姓名": "演示·网站（新媒体）管理员", "网站状态": "正常", "网站层级": "门户",
    }  # fmt: skip
    assert national.filled(record) == len(said)


def test_account__in_the_order_of_the_national_system(account, at):
    record = dict(national.national_record(account, at))
    assert [record[label] for label in ("账号类型", "账号名称", "账号ID", "账号状态", "所属地区", "主办单位")] == [
        "微信公众号", "北碚区教委", "beibei_jw_demo", "正常", "重庆市北碚区", "重庆市北碚区教育委员会",
    ]  # fmt: skip
    assert (record["唯一标识码"], record["账号头像"]) == ("", "")


def test_every_kind_and_state__has_its_word_or_is_left_out_on_purpose():
    assert {kind for kind in ChannelKind if national.form_of(kind) is None} == {ChannelKind.SUBSITE}
    for states in ("site_states", "account_states"):
        assert set(ChannelState) - set(national.data()[states]) == {ChannelState.APPLIED}
    for form in national.forms().values():
        assert max(Counter(label for label, _ in form.fields).values()) == 1


def test_records__of_the_whole_district_take_a_constant_number_of_queries(
    clerk, at, django_assert_max_num_queries
):
    load_structure(by=None, at=at)
    actions.load_channels(by=None, at=at)
    with django_assert_max_num_queries(3):
        rows = with_identifiers(Channel.objects.select_related("host"))
        assert len(national.national_records(rows, at)) > 50


def test_item__shows_the_record_as_text_to_be_copied(account, clerk, signed_in):  # noqa: F811
    text = page(signed_in(clerk), "registry_channels:inspect", account.pk)
    assert "报送信息" in text
    assert "全国政务新媒体信息报送系统" in text
    assert "账号名称：北碚区教委\n账号ID：beibei_jw_demo\n" in text
    assert "共11项，6项已由台账填写" in text


@pytest.mark.parametrize(("record", "kind"), [("site", "portal"), ("account", "account")])
def test_export__in_a_national_format_holds_the_rows_of_its_kind_within_filter_and_scope(
    account,
    portal,
    clerk,
    manager,
    signed_in,  # noqa: F811
    record,
    kind,
):
    form = national.forms()[record]
    response = signed_in(clerk).get(reverse(LIST), {"export": "xlsx", "record": record})
    rows = [list(row) for row in load_workbook(io.BytesIO(response.getvalue())).active.values]
    assert rows[0] == [label for label, _ in form.fields]
    name = {"portal": portal, "account": account}[kind].name
    assert [name in row for row in rows[1:]] == [True]
    none = signed_in(clerk).get(reverse(LIST), {"export": "csv", "record": record, "q": "没有这样的"})
    assert len(list(csv.reader(io.StringIO(none.getvalue().decode("utf-8-sig"))))) == 1
    own = signed_in(manager).get(reverse(LIST), {"export": "csv", "record": record}).getvalue().decode()
    assert (account.name in own) == (record == "account")
    assert portal.url not in own


def test_list__links_the_exports_with_the_filter(clerk, signed_in):  # noqa: F811
    text = page(signed_in(clerk), LIST, kind="account")
    assert "导出全国政府网站信息报送系统格式" in text
    assert "kind=account&amp;export=xlsx&amp;record=site" in text


# The map


def test_map__counts_by_unit_and_place_with_totals(account, portal, office, education):
    found = distribution([office, education], Channel.objects.select_related("host"))
    assert found.places == [("portal", ""), ("subsite", ""), ("site", ""), ("account", "weixin"), ("app", "")]
    rows = {row.unit: [cell.number for cell in row.cells] for _, rows in found.groups for row in rows}
    assert rows == {office: [1, 0, 0, 0, 0], education: [0, 0, 0, 1, 0]}
    assert (found.totals, found.number) == ([1, 0, 0, 1, 0], 2)
    assert [label for label, _ in found.groups] == ["主管和协同监管单位", "区级部门"]


def test_map__marks_two_accounts_on_one_platform_with_the_reason(account, education, clerk, at, signed_in):  # noqa: F811
    told = account_told(name="北碚招生", handle="beibei_zs_demo")
    actions.register(told, host=education, by=clerk, at=at, exception_reason="招生专用<b>批复")
    text = page(signed_in(clerk), MAP)
    assert "区教委，微信公众号2个" in text
    assert "北碚招生：招生专用&lt;b&gt;批复" in text
    assert "例外" in text
    assert f"kind=account&amp;channel_state=applied&amp;channel_state=normal&amp;channel_state=suspended&amp;channel_state=closing&amp;platform=weixin&amp;host={education.pk}" in text  # fmt: skip


def test_map__shows_a_unit_its_own_row_only(account, portal, manager, stranger, signed_in):  # noqa: F811
    own, foreign = page(signed_in(manager), MAP), page(signed_in(stranger), MAP)
    assert "1个单位，1个阵地" in own
    assert "区政府办公室</th>" not in own
    assert "1个单位，0个阵地" in foreign
    assert "区教委</th>" not in foreign


def test_map__takes_the_same_queries_for_many_units_as_for_few(
    clerk,
    at,
    signed_in,  # noqa: F811
    django_assert_max_num_queries,
):
    load_structure(by=None, at=at)
    actions.load_channels(by=None, at=at)
    client = signed_in(clerk)
    page(client, MAP)
    with django_assert_max_num_queries(15):
        text = page(client, MAP)
    assert text.count('<th scope="row">') > 40


# The filter by completeness


def test_list__filters_by_completeness_in_a_constant_number_of_queries(
    account,
    clerk,
    education,
    at,
    appointed,
    signed_in,  # noqa: F811
    django_assert_max_num_queries,
):
    results = "registry_channels:index_results"
    assert account.code in page(signed_in(clerk), results, completeness="lacking")
    assert account.code not in page(signed_in(clerk), results, completeness="complete")
    appointed("head", education, PostKind.PRINCIPAL)
    appointed("contact", education, PostKind.SITE_MANAGER)
    actions.set_identifier(
        account, "certification", education.name, valid_from=account.opened_on, by=clerk, at=at
    )
    assert account.code in page(signed_in(clerk), results, completeness="complete")
    load_structure(by=None, at=at)
    actions.load_channels(by=None, at=at)
    client = signed_in(clerk)
    page(client, LIST)
    with django_assert_max_num_queries(28):
        page(client, LIST, completeness="lacking")
