from django.contrib.auth import get_user_model
from django.test import RequestFactory

from zhengtong.engine.console.surprises import ShowRefusals
from zhengtong.engine.refusals import Refusal, Refused


def answer(path: str, exception: Exception):
    request = RequestFactory().get(path)
    request.user = get_user_model().objects.get_or_create(username="somebody", name="演示·某人")[0]
    return ShowRefusals(lambda request: None).process_exception(request, exception)


def test_refusal__becomes_a_page_with_its_reasons(db):
    response = answer("/console/pages/3/edit/", Refused([Refusal("a.b", "稿件正在审校，不能修改。", "5.2")]))
    assert response.status_code == 409
    assert "稿件正在审校" in response.content.decode()


def test_other_failures_and_other_places__are_left_alone(db):
    assert answer("/console/pages/3/edit/", ValueError()) is None
    assert answer("/search/", Refused([Refusal("a.b", "不能")])) is None
