import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengtong.tools.triage import Router

from .letters import DUTIES, decided

HOSTILE = [
    "",
    " \n\t",
    "\x00\x01\u202e",
    "😀" * 50,
    "\ud800\udfff",
    "<script>",
    "a" * 1_000_000,
    "北碚" * 500_000,
]


def labels(router, text, n=3):
    return [one.label for one in router.suggest(text, n)]


def taught(hints=None):
    router = Router(hints)
    router.learn(decided())
    return router


def test_nothing_known__nothing_suggested():
    assert Router().suggest("路灯坏了") == []


def test_duties_alone__are_enough_to_begin_with():
    router = Router(DUTIES)
    assert labels(router, "天生街道路灯坏了，垃圾也没有人清运")[0] == "区城市管理局"
    assert labels(router, "小学入学需要什么材料")[0] == "区教委"
    assert router.learned == 0


def test_words_that_spoke__are_words_of_the_letter():
    first = Router(DUTIES).suggest("东阳街道公交改道，出租车也少")[0]
    assert first.label == "区交通运输委"
    assert set(first.words) == {"公交", "出租车"}


def test_a_text_without_a_known_word__gets_no_suggestion():
    assert Router(DUTIES).suggest("zzz") == []


def test_learned__letters_of_another_wording_go_to_the_same_unit():
    router = taught()
    new = decided(60, seed=99)
    assert sum(labels(router, text)[0] == unit for text, unit in new) >= 57
    assert router.learned == 150


def test_history_overrules_the_duties_when_people_decide_otherwise():
    router = Router(DUTIES)
    text = "夜市油烟大\n夜市油烟熏人，请处理。"
    assert labels(router, text)[0] == "区城市管理局"
    router.learn([(text, "区生态环境局")] * 8)
    assert labels(router, text)[0] == "区生态环境局"


def test_shares__are_of_all_labels_together():
    said = taught(DUTIES).suggest("公交班次太少", n=10)
    assert sum(one.share for one in said) == pytest.approx(1)
    assert [one.share for one in said] == sorted((one.share for one in said), reverse=True)
    assert len(taught(DUTIES).suggest("公交班次太少", n=1)) == 1


def test_learning_bit_by_bit__is_learning_at_once():
    bit_by_bit, letters = Router(), decided()
    for letter in letters:
        bit_by_bit.learn([letter])
        bit_by_bit.suggest(letter[0])
    assert bit_by_bit.as_dict() == taught().as_dict()


def test_kept_as_json__it_suggests_the_same():
    router = taught(DUTIES)
    back = Router.from_dict(json.loads(json.dumps(router.as_dict())))
    for text, _ in decided(20, seed=7):
        one, other = router.suggest(text), back.suggest(text)
        assert [(s.label, s.words) for s in one] == [(s.label, s.words) for s in other]
        assert [s.share for s in one] == pytest.approx([s.share for s in other], abs=1e-4)
    back.learn(decided(5, seed=8))
    assert back.learned == 155


def test_corrected_decision__is_forgotten_wholly():
    router, before = taught(DUTIES), taught(DUTIES).as_dict()
    text = "柳荫镇公交\n柳荫镇公交太少，孩子上学不便，缙云山门口。"
    router.learn([(text, "区教委")])
    assert router.as_dict() != before
    router.forget(text, "区教委")
    assert router.as_dict() == before


def test_forget__refused_for_what_was_not_learned():
    router = taught()
    before = router.as_dict()
    with pytest.raises(ValueError, match="无法撤回"):
        router.forget("从未来过的一封信，说的是核磁共振", "区教委")
    with pytest.raises(ValueError, match="无法撤回"):
        router.forget(decided()[0][0], "区财政局")
    assert router.as_dict() == before


def test_hints__replace_those_before_and_can_be_taken_away():
    router = Router(DUTIES)
    router.hint("区教委", ["路灯"])
    assert "区教委" in labels(router, "路灯坏了")
    router.hint("区教委", [])
    assert router.labels == ["区交通运输委", "区城市管理局"]
    assert router.as_dict() == Router({k: v for k, v in DUTIES.items() if k != "区教委"}).as_dict()


@pytest.mark.parametrize(
    "kept", [{}, {"form": 99}, {"form": 1}, {"form": 1, "hints": 3, "texts": {}, "sums": {}, "spread": {}}]
)
def test_what_is_not_of_this_form__is_refused(kept):
    with pytest.raises(ValueError, match="请重新学习"):
        Router.from_dict(kept)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text__is_learned_and_suggested_without_an_error(text):
    router = taught(DUTIES)
    router.learn([(text, "区教委")])
    assert len(router.suggest(text)) in (0, 3)
    assert json.loads(json.dumps(router.as_dict()))["texts"]["区教委"] > 1


@settings(deadline=None)  # the first call reads the dictionary
@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text__same_text_same_answer(text):
    router = Router(DUTIES)
    assert router.suggest(text) == Router(DUTIES).suggest(text)
