"""Who should handle a letter, which letters are alike: proposals with their words (5.7), learned from invented history."""

from datetime import timedelta

import pytest

from zhengtong.engine.jobs.registry import tasks
from zhengtong.interaction import actions
from zhengtong.interaction.models import CitizenMessage, Learned, Subject
from zhengtong.interaction.queries import routing, similar
from zhengtong.registry.actions import register, set_identifier
from zhengtong.registry.rules import Particulars

pytestmark = pytest.mark.django_db
SCHOOL = ("入学报名要什么材料", "转学手续怎么办", "幼儿园招生划片", "中考报名时间")
HEALTH = ("疫苗接种在哪里打", "医院挂号排队太久", "家庭医生怎么签约", "生育登记怎么办")


@pytest.fixture(autouse=True)
def fresh_memory():
    routing.forget()
    similar.index.clear()


def answer(message, unit, cast, at):
    """Brought to its answer by the hands of the unit."""
    hands = {"jw": (cast.manager, cast.first), "wjw": (cast.neighbour, cast.neighbours_reviewer)}[unit]
    actions.forward(message, cast.units[unit], by=cast.clerk, at=at)
    actions.draft_answer(fresh(message), text=f"关于{message.title}的答复。", by=hands[0], at=at)
    actions.submit_answer(fresh(message), by=hands[0], at=at)
    actions.send_answer(fresh(message), by=hands[1], at=at)


def fresh(message):
    return CitizenMessage.objects.get(pk=message.pk)


@pytest.fixture
def history(cast, letter, at):
    for unit, titles in (("jw", SCHOOL), ("wjw", HEALTH)):
        for title in titles:
            answer(letter(title=title, body=f"请问{title}？"), unit, cast, at)


def test_history__teaches_where_a_letter_belongs(cast, history, letter, at):
    assert actions.learn_routes(at) == 8
    first, *others = routing.proposals(letter(title="打疫苗", body="请问接种疫苗要去哪家医院？"), at)
    assert first.unit == cast.units["wjw"]
    assert first.share > max(one.share for one in others)
    assert {"疫苗", "接种", "医院"} & set(first.words)


def test_what_is_not_settled__teaches_nothing(cast, letter, at):
    open_one = letter(title="疫苗接种", body="请问疫苗接种？")
    actions.forward(open_one, cast.units["jw"], by=cast.clerk, at=at)
    assert list(routing.examples(at)) == []
    actions.acknowledge(fresh(open_one), by=cast.manager, at=at)
    assert [unit for _, unit in routing.examples(at)] == ["jw"]


def test_before_any_history__the_words_of_the_units_speak(cast, letter, at):
    cast.units["wjw"].matters = "疫苗、医院"
    cast.units["wjw"].save()
    first = routing.proposals(letter(title="打疫苗", body="在哪家医院打疫苗？"), at)[0]
    assert first.unit == cast.units["wjw"]


def test_model__is_made_by_the_worker_each_night_and_read_anew(cast, letter, at):
    tasks["interaction.learn"].run(at=at)
    before = routing.router(at).learned
    answer(letter(title="挂号", body="请问挂号？"), "wjw", cast, at)
    tasks["interaction.learn"].run(at=at + timedelta(days=1))
    assert (before, routing.router(at).learned) == (0, 1)
    assert set(Learned.objects.values_list("subject", flat=True)) == {Subject.ROUTES, Subject.TOPICS}


def test_dissolved_unit__is_neither_learned_nor_proposed(cast, history, letter, at):
    unit = cast.units["wjw"]
    unit.valid_until = at.date() - timedelta(days=1)
    unit.save()
    assert actions.learn_routes(at) == 4
    assert unit not in [one.unit for one in routing.proposals(letter(title="疫苗", body="疫苗接种"), at)]


def test_correction_of_another_site__goes_to_its_registered_host(cast, letter, at):
    told = Particulars(
        kind="site",
        name="北碚教育网",
        url="https://jy.beibei.gov.cn/",
        functions=("publish",),
        opened_on=at.date(),
    )
    site = register(told, host=cast.units["jw"], by=cast.clerk, at=at)
    set_identifier(site, "domain", "jy.beibei.gov.cn", valid_from=at.date(), by=cast.clerk, at=at)
    made = letter(
        kind="correction",
        title="",
        correction_kind="unreachable",
        page="https://jy.beibei.gov.cn/a.html",
        body="打不开",
    )
    first = routing.proposals(made, at)[0]
    assert (first.unit, first.said) == (cast.units["jw"], True)
    assert "北碚教育网" in first.why


def test_similar__finds_the_same_matter_within_what_a_person_may_see(cast, history, letter, at):
    made = letter(title="入学报名带什么材料", body="入学报名要带什么材料？")
    (near, *_) = similar.similar_to(made, cast.clerk, at)
    assert near.message.title == "入学报名要什么材料"
    assert near.answer.text.startswith("关于入学报名")
    assert near.percent > 30
    actions.forward(made, cast.units["wjw"], by=cast.clerk, at=at)
    assert near.message.pk not in [
        one.message.pk for one in similar.similar_to(fresh(made), cast.neighbour, at)
    ]


def test_similar__knows_what_came_a_moment_ago(cast, letter, at):
    first = letter(title="路灯不亮", body="云泉路路灯不亮。")
    assert similar.similar_to(first, cast.clerk, at) == []
    second = letter(title="路灯坏了", body="云泉路路灯不亮，请修理。")
    assert [one.message for one in similar.similar_to(second, cast.clerk, at)] == [first]


def test_corrections_of_the_same_page__stand_beside_each_other(cast, letter, at):
    given = {
        "kind": "correction",
        "title": "",
        "correction_kind": "other",
        "page": "https://a.example/x",
        "body": "有误，请核。",
    }
    first, second = letter(**given), letter(received_at=at + timedelta(minutes=1), **given)
    assert [one.message for one in similar.similar_to(second, cast.clerk, at)] == [first]
