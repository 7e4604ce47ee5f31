"""A made-up procedure, declared once, with a small cast: the applicant, a head, the office, a liaison, a stranger."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from zhengtong.duties.authority import PostBackend
from zhengtong.duties.models import Person
from zhengtong.engine.evidence.actions import keep
from zhengtong.engine.notify import audiences
from zhengtong.engine.procedures import actions, registry
from zhengtong.engine.procedures.declaration import from_data
from zhengtong.engine.refusals import Refusal

POSTS = {
    "applicant": "post:jw/site_manager",
    "head": "post:jw/principal",
    "office": "kind:office/clerk",
    "liaison": "kind:cyberspace/liaison",
    "stranger": "post:wjw/site_manager",
}
BRIDGE = {
    "code": "test.bridge",
    "label": "桥梁挂牌",
    "section": "websites",
    "prefix": "QL",
    "title": "为“{name}”挂牌",
    "clause": "3.4",
    "about": "新建桥梁挂牌按本程序办理。",
    "checks": ["test.not_forbidden"],
    "ends": ["test.finish"],
    "undoes": ["test.undo"],
    "asks": [
        {"code": "name", "label": "桥名", "known": "test.name"},
        {"code": "length", "label": "长度", "kind": "number"},
        {"code": "lit", "label": "是否亮灯", "kind": "yes", "required": False},
        {"code": "colour", "label": "灯光颜色", "when": {"field": "lit", "any": ["yes"]}},
    ],
    "steps": [
        {"code": "apply", "label": "提出申请", "kind": "application", "by": "test.manager",
         "files": [{"code": "plan", "label": "图纸"}]},
        {"code": "consent", "label": "负责人同意", "kind": "decision", "by": "test.head", "after": ["apply"], "clause": "3.4"},
        {"code": "number", "label": "编号", "by": "test.office", "after": ["consent"], "limit": "review.ordinary.days",
         "gives": [{"code": "number", "label": "桥号", "form": "test.number"}, {"code": "dated", "label": "日期", "kind": "date"}],
         "does": ["test.number_it"], "binding": True},
        {"code": "lights", "label": "安装灯光", "by": "test.manager", "after": ["consent"],
         "when": {"field": "lit", "any": ["yes"]}, "files": [{"code": "photo", "label": "照片"}]},
        {"code": "receipt", "label": "备案签收", "kind": "receipt", "by": "test.liaison", "after": ["number", "lights"],
         "returns_to": "number"},
        {"code": "news", "label": "消息发布", "kind": "event", "after": ["receipt"]},
        {"code": "rest", "label": "公示期", "kind": "wait", "after": ["news"], "limit": "notice.keep.days",
         "checks": ["test.still_there"]},
    ],
    "forms": [{"code": "sheet", "label": "桥梁挂牌审批表", "kind": "approval"}],
}  # fmt: skip


def audience_of(code):
    return lambda party: {
        "manager": f"post:{party}/site_manager", "head": f"post:{party}/principal", "office": "kind:office/clerk",
        "liaison": "kind:cyberspace/liaison",
    }[code]  # fmt: skip


@pytest.fixture
def told():
    """What the made-up effects did, and what the made-up checks are to find."""
    return {"done": [], "forbidden": False, "gone": False}


@pytest.fixture(autouse=True)
def words(told):
    """The words that the made-up procedure uses, and what parties and posts mean; put back afterwards."""
    tables = (
        registry.procedures,
        registry.roles,
        registry.effects,
        registry.checks,
        registry.sources,
        registry.forms,
    )
    before = [dict(table) for table in tables]
    names = ("_party_name", "_parties_of", "_acting_as", "_sees_all", "_oversees", "_all_parties")
    hooks = {name: getattr(registry, name) for name in names}
    known = (audiences._people_in, audiences._audiences_of)
    for code, label in (
        ("manager", "管理员"),
        ("head", "负责人"),
        ("office", "主管经办"),
        ("liaison", "联络员"),
    ):
        registry.role(f"test.{code}", label, audience_of(code))
    for name, label in (("test.number_it", "登记桥号"), ("test.finish", "挂牌"), ("test.undo", "退回图纸")):
        registry.effect(name, label)(_effect(name, told))
    registry.check("test.not_forbidden", "不在禁挂名单")(
        _check(told, "forbidden", "该桥在禁挂名单内，请改选。")
    )
    registry.check("test.still_there", "公示仍在")(_check(told, "gone", "公示已被撤下，请重新公示。"))
    registry.source("test.name", "桥名")(lambda inquiry: "北碚大桥" if inquiry.party == "jw" else "")
    registry.answer_form("test.number", "桥号格式")(
        lambda value, inquiry: (
            [] if value.startswith("桥") else [Refusal("number.wrong", "桥号应以“桥”开头。", "3.4")]
        )
    )
    registry.declare(from_data(BRIDGE))
    registry.parties_are(
        name=lambda party: {"jw": "区教委", "wjw": "区卫生健康委"}.get(party, party), of=parties_of,
        acting_as=lambda person, audience, at: audience, sees_all=lambda person, at: person.username == "office",
        oversees=lambda person, at: person.username == "office",
        everyone=lambda: [("jw", "区教委"), ("wjw", "区卫生健康委")],
    )  # fmt: skip
    audiences.resolve_with(
        people_in, lambda person, at: {POSTS[person.username]} if person.username in POSTS else set()
    )
    yield
    for table, was in zip(tables, before, strict=True):
        table.clear()
        table.update(was)
    for name, was in hooks.items():
        setattr(registry, name, was)
    audiences.resolve_with(*known)


def _effect(name, told):
    def run(doing):
        told["done"].append(name)

    run.__qualname__ = name
    return run


def _check(told, key, message):
    def run(inquiry):
        return [Refusal(f"test.{key}", message, "3.4")] if told[key] else []

    run.__qualname__ = key
    return run


def parties_of(person, at):
    post = POSTS.get(person.username, "")
    return [post.partition(":")[2].partition("/")[0]] if post.startswith("post:") else []


def people_in(audience, at):
    return Person.objects.filter(username__in=[name for name, held in POSTS.items() if held == audience])


@pytest.fixture
def cast(db):
    return {name: Person.objects.create_user(name, name=f"演示·{name}") for name in POSTS}


@pytest.fixture
def plan(cast, at):
    return keep(b"%PDF-1.4 plan", "图纸.pdf", by=cast["applicant"], at=at)


ASKED = {"name": "北碚大桥", "length": 300, "lit": True, "colour": "暖白"}


@pytest.fixture
def begin(cast, plan, at):
    def begin(**changes):
        given = {"asked": ASKED, "files": {"plan": plan}, "by": cast["applicant"], "party": "jw", "at": at}
        return actions.begin(registry.procedures["test.bridge"], **(given | changes))

    return begin


@pytest.fixture
def do(cast, at):
    """do(case, step, role, **said): the step done by a hand, a minute later each time."""
    moments = iter(at + timedelta(minutes=n) for n in range(1, 1000))

    def do(case, code, role, **said):
        return actions.perform(case, code, by=cast[role], at=next(moments), **said)

    return do


@pytest.fixture
def enters_the_console(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with patch.object(
        PostBackend, "has_perm", lambda self, person, perm, obj=None: perm == "wagtailadmin.access_admin"
    ):
        yield
