from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.template import Context, Template

from zhengtong.engine.console import clauses
from zhengtong.engine.refusals import Refusal


def rendered(text, **context):
    return Template("{% load console %}" + text).render(Context(context))


@dataclass
class Clock:
    due_at: object
    label: str = "更正回复"
    clause: str = "5.7"
    state: str = "running"
    warn_at: object = None
    provisional: bool = False
    was_late: bool = False
    pk: int = 0
    recipe: dict = field(default_factory=lambda: {"unit": "calendar_day"})
    lines: list = field(default_factory=lambda: ["收到之日不计入。"])


def test_when__is_local_time_to_the_minute(at):
    assert ">2026-11-23 12:00</time>" in rendered("{% when moment %}", moment=at)
    assert rendered("{% when moment %}", moment=None) == "—"


def test_clause__tells_what_it_says_once_the_regulation_describes_it(monkeypatch):
    monkeypatch.setattr(clauses, "_describe", [])
    assert "title=" not in rendered('{% clause "5.2" %}')
    clauses.describe_with({"5.2": "发布前三审三校"}.__getitem__)
    assert 'title="发布前三审三校"' in rendered('{% clause "5.2" %}')
    assert "办法 9.9" in rendered('{% clause "9.9" %}')


def test_refusals__shows_every_reason_with_its_clause_and_escapes_it():
    text = rendered("{% refusals all %}", all=[Refusal("a", "甲<b>", "5.2"), Refusal("b", "乙")])
    assert "甲&lt;b&gt;" in text
    assert "乙" in text
    assert text.count("zt-clause") == 1


@pytest.mark.parametrize(
    ("days", "warned", "expected", "tone"),
    [(3, False, "还剩 3 天", "plain"), (1, True, "还剩 1 天", "warn"), (-2, True, "已逾期 2 天", "bad")],
)
def test_due__says_what_is_left_and_how_it_was_computed(at, days, warned, expected, tone):
    clock = Clock(at + timedelta(days=days), warn_at=at - timedelta(days=1) if warned else None)
    text = rendered("{% due clock %}", clock=clock, at=at)
    assert expected in text
    assert f"zt-due--{tone}" in text
    assert "收到之日不计入。" in text


def test_state_tag__keeps_to_known_tones_and_escapes():
    assert 'class="zt-state zt-state--plain">&lt;i&gt;' in rendered("{% state_tag said 'loud' %}", said="<i>")
    assert "zt-state--bad" in rendered('{% state_tag "逾期" "bad" %}')


def test_shown__reads_like_people_write():
    assert rendered("{% shown yes %}{% shown none %}", yes=True, none="") == "是—"
