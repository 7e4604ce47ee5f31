"""专栏专题 in the console: opening, looking, archiving."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from zhengtong.duties.models import PostKind
from zhengtong.publishing.actions import open_topic
from zhengtong.publishing.models import Topic
from zhengtong.publishing.tests.conftest import appointed, unit_called

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "秋季开学服务",
    "slug": "kaixue",
    "summary": "入学、防病一处看全。",
    "site": "portal",
    "reason": "集中公开",
}


@pytest.fixture
def manager(district):
    return appointed("manager", district.education, PostKind.SITE_MANAGER)


def test_opening__by_the_office_on_the_portal(district, client):
    client.force_login(district.clerk)
    typed = TYPED | {"lead": district.education.pk, "joint": [district.health.pk]}
    assert client.get(reverse("topics:new")).status_code == 200
    answer = client.post(reverse("topics:new"), typed)
    topic = Topic.objects.get()
    assert answer["Location"] == reverse("topics:inspect", args=[topic.pk])
    page = client.get(answer["Location"]).content.decode()
    for words in ("/zt/kaixue/", "牵头单位", "区教委", "联办单位", "区卫生健康委", "集中公开", "归档"):
        assert words in page, words
    assert client.post(reverse("topics:new"), typed).status_code == 409
    assert Topic.objects.count() == 1


def test_opening__by_a_site_manager_on_the_own_subsite_only(district, manager, client):
    client.force_login(manager)
    typed = TYPED | {"lead": district.education.pk}
    assert client.post(reverse("topics:new"), typed).status_code == 200  # the portal is no choice of hers
    assert (
        client.post(reverse("topics:new"), typed | {"site": "jw", "lead": district.health.pk}).status_code
        == 200
    )
    assert not Topic.objects.exists()
    assert client.post(reverse("topics:new"), typed | {"site": "jw"}).status_code == 302
    assert Topic.objects.get().column.site == "jw"


def test_archiving__with_a_reason_then_it_is_offered_no_more(district, client):
    topic = open_topic(
        title="秋季开学服务", summary="说明。", lead=district.education, slug="kaixue", reason="<i>集中</i>", by=None,
        at=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    client.force_login(district.clerk)
    url = reverse("topics:close", args=[topic.pk])
    assert client.post(url, {"reason": ""}).status_code == 409
    assert client.post(url, {"reason": "活动结束"}).status_code == 302
    page = client.get(reverse("topics:inspect", args=[topic.pk])).content.decode()
    assert "已归档" in page
    assert f'href="{url}"' not in page
    assert "&lt;i&gt;集中&lt;/i&gt;" in page


def test_list__asks_as_much_for_many_topics_and_shows_a_unit_its_own(
    district, client, django_assert_max_num_queries
):
    now = timezone.now() - timedelta(hours=1)
    housing = unit_called("zjw", "区住房城乡建委")
    for number in range(12):
        open_topic(title=f"专题{number}", summary="说明。", lead=district.education, joint=[district.health], slug=f"z{number}",
                   reason="集中公开", by=None, at=now)  # fmt: skip
    open_topic(
        title="住房专题", summary="说明。", lead=housing, slug="zf", reason="集中公开", by=None, at=now
    )
    client.force_login(district.stranger)
    client.get(reverse("topics:index"))
    with django_assert_max_num_queries(30):
        page = client.get(reverse("topics:index")).content.decode()
    assert "专题11" in page
    assert "住房专题" not in page
