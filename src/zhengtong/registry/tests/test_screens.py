import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from zhengtong.duties.actions.units import load_structure
from zhengtong.duties.models import Unit
from zhengtong.registry import actions, queries
from zhengtong.registry.models import Channel

pytestmark = pytest.mark.django_db
LIST = "registry_channels:index"


@pytest.fixture(autouse=True)
def plain_statics(settings):
    """Static files are not collected in tests; the second factor and idle limits are another room's matter."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if not one.startswith("zhengtong.")]


@pytest.fixture
def signed_in():
    def client(person):
        client = Client()
        client.force_login(person, backend="zhengtong.duties.authority.PostBackend")
        return client

    return client


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == status
    return response.content.decode()


FORM = {
    "kind": "account", "platform": "weixin", "name": "北碚区教委", "handle": "beibei_jw_demo", "functions": ["publish"],
    "state": "normal", "opened_on": "2016-09-01",
}  # fmt: skip


def test_list__empty_says_so(clerk, signed_in):
    assert "阵地台账" in page(signed_in(clerk), LIST)


def test_list__shows_own_channels_and_no_others(account, portal, manager, stranger, signed_in):
    assert account.code in page(signed_in(manager), LIST)
    assert portal.code not in page(signed_in(manager), LIST)
    assert account.code not in page(signed_in(stranger), LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [({"kind": "account"}, {"account"}), ({"platform": "weibo"}, set()), ({"identifier": "00000000号"}, {"portal"}),
     ({"channel_state": "normal"}, {"account", "portal"}), ({"q": "jw_demo"}, {"account"})],
)  # fmt: skip
def test_list__filters(account, portal, clerk, signed_in, at, query, found):
    actions.set_identifier(portal, "icp", "渝ICP备00000000号", valid_from=portal.opened_on, by=clerk, at=at)
    text = page(signed_in(clerk), "registry_channels:index_results", **query)
    assert {kind for kind, row in (("account", account), ("portal", portal)) if row.code in text} == found


def test_list__takes_the_same_queries_for_many_rows_as_for_few(
    clerk, account, signed_in, at, django_assert_max_num_queries
):
    load_structure(by=None, at=at)
    Unit.objects.filter(code="x").exists()
    client = signed_in(clerk)
    page(client, LIST)
    actions.load_channels(by=None, at=at)
    assert Channel.objects.count() > 50
    with django_assert_max_num_queries(25):
        page(client, LIST)
    with django_assert_max_num_queries(15):
        client.get(reverse(LIST), {"export": "csv"}).getvalue()


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_export__holds_own_rows_with_identifiers_and_what_is_missing(
    account, portal, manager, signed_in, format_
):
    response = signed_in(manager).get(reverse(LIST), {"export": format_})
    data = response.getvalue()
    rows = (
        list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        if format_ == "csv"
        else [list(row) for row in load_workbook(io.BytesIO(data)).active.values]
    )
    assert len(rows) == 2
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["登记编号"], row["平台"], row["主办单位"]) == (
        account.code,
        "微信公众号",
        "重庆市北碚区教育委员会",
    )
    assert row["联系人"] == "演示·网站（新媒体）管理员"
    assert "新媒体认证主体" in row["缺项"]


def test_export__turns_no_name_into_a_formula(account, clerk, signed_in, at):
    actions.correct(account, {"name": "=HYPERLINK(北碚区教委)"}, reason="测试", by=clerk, at=at)
    assert "'=HYPERLINK" in signed_in(clerk).get(reverse(LIST), {"export": "csv"}).getvalue().decode()


def test_item__another_units_is_not_found_in_any_of_its_screens(account, stranger, signed_in):
    client = signed_in(stranger)
    for screen in ("inspect", "correct", "admit", "identifier", "end-identifier"):
        address = reverse(f"registry_channels:{screen}", args=[account.pk])
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "x", "name": "x"}).status_code == 404


def test_item__shows_identifiers_doubts_what_is_missing_and_the_history(account, clerk, signed_in, at):
    actions.correct(account, {"name": "缙云<b>山</b>下"}, reason="测试更名", by=clerk, at=at)
    actions.set_identifier(
        account, "certification", "某某传媒", valid_from=account.opened_on, by=clerk, at=at
    )
    text = page(signed_in(clerk), "registry_channels:inspect", account.pk)
    for told in (
        "某某传媒",
        "未体现主办单位",
        "与主办单位",
        "负责人",
        "测试更名",
        "北碚区教委 → 缙云&lt;b&gt;山&lt;/b&gt;下",
    ):
        assert told in text
    assert "<b>山</b>" not in text


def test_item__tells_the_manager_which_acts_are_the_offices(account, manager, signed_in):
    text = page(signed_in(manager), "registry_channels:inspect", account.pk)
    assert "由区政府办公室经办人员登记" in text
    assert reverse("registry_channels:correct", args=[account.pk]) in text


def test_item__takes_few_queries(account, clerk, signed_in, django_assert_max_num_queries):
    client = signed_in(clerk)
    page(client, "registry_channels:inspect", account.pk)
    with django_assert_max_num_queries(25):
        page(client, "registry_channels:inspect", account.pk)


def test_register__through_the_form_and_refused_with_the_typed_data_kept(clerk, education, signed_in):
    client, address = signed_in(clerk), reverse("registry_channels:new")
    done = client.post(address, FORM | {"host": education.pk})
    made = Channel.objects.get()
    assert (done.status_code, done["Location"]) == (302, reverse("registry_channels:inspect", args=[made.pk]))
    again = client.post(address, FORM | {"host": education.pk, "handle": "second_one"})
    assert again.status_code == 409
    assert "只开设一个账号" in again.content.decode()
    assert "second_one" in again.content.decode()


def test_register__refused_to_a_units_manager(manager, education, signed_in):
    response = signed_in(manager).post(reverse("registry_channels:new"), FORM | {"host": education.pk})
    assert response.status_code == 403
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"kind": "nonsense"}, {"host": "0"}, {"opened_on": "明天"}, {"name": "a\x00b"}]
)
def test_register__hostile_fields_get_a_message_and_change_nothing(clerk, education, signed_in, changes):
    response = signed_in(clerk).post(
        reverse("registry_channels:new"), FORM | {"host": education.pk} | changes
    )
    assert response.status_code == 200
    assert not Channel.objects.exists()


def test_correct__through_the_form_shows_only_what_the_manager_may_correct(account, manager, signed_in):
    client, address = signed_in(manager), reverse("registry_channels:correct", args=[account.pk])
    assert 'name="handle"' not in client.get(address).content.decode()
    typed = {
        "name": "北碚区教委发布",
        "functions": ["publish", "service"],
        "reason": "规范名称",
        "handle": "stolen",
    }
    assert client.post(address, typed).status_code == 302
    account.refresh_from_db()
    assert (account.name, account.handle) == ("北碚区教委发布", "beibei_jw_demo")
    refused = client.post(address, typed | {"reason": ""})
    assert refused.status_code == 409
    assert "没有需要更正的内容" in refused.content.decode()
    assert "请填写更正理由" in refused.content.decode()


def test_identifier__through_the_form_with_its_proof(portal, clerk, signed_in):
    client, address = signed_in(clerk), reverse("registry_channels:identifier", args=[portal.pk])
    typed = {"kind": "icp", "value": "渝ICP备00000000号", "valid_from": "2018-01-01"}
    proof = SimpleUploadedFile("备案.txt", "备案截图".encode())
    assert client.post(address, typed | {"proof": proof}).status_code == 302
    assert "备案.txt" in page(client, "registry_channels:inspect", portal.pk)
    wrong = client.post(address, typed | {"kind": "police", "value": "123"})
    assert wrong.status_code == 409
    assert "渝公网安备50010900000000号" in wrong.content.decode()


def test_identifier__refuses_active_content_as_proof(portal, clerk, signed_in):
    proof = SimpleUploadedFile("备案.pdf", b"MZ\x90\x00 not a pdf")
    typed = {"kind": "icp", "value": "渝ICP备00000000号", "valid_from": "2018-01-01", "proof": proof}
    response = signed_in(clerk).post(reverse("registry_channels:identifier", args=[portal.pk]), typed)
    assert response.status_code == 409
    assert not portal.identifiers.exists()


def test_identifier__ended_through_the_form(portal, clerk, signed_in, at):
    made = actions.set_identifier(
        portal, "icp", "渝ICP备00000000号", valid_from=portal.opened_on, by=clerk, at=at
    )
    address = reverse("registry_channels:end-identifier", args=[portal.pk])
    today = timezone.localdate().isoformat()
    done = signed_in(clerk).post(address, {"identifier": made.pk, "on": today, "reason": "已注销"})
    assert done.status_code == 302
    assert queries.current_identifier(portal, "icp", timezone.localdate() + timedelta(days=1)) == ""
