import random

import pytest

from zhengtong.tools.triage import COPY, SAME_MATTER, Nearest, marks, matter, similarity

ANSWER = (
    "张先生：您好！您于2026年3月5日的来信已收悉，现答复如下：经核实，该处路灯因电缆被盗损坏，我局已安排养护单位于3月12日前"
    "更换电缆12米并恢复照明，同时加强夜间巡查。感谢您对城市管理工作的支持。"
)
COPIED = (
    "尊敬的李女士，您好！您在2026年4月18日的留言已收悉，现答复如下：经核实，该处路灯因电缆被盗损坏，我局已安排养护单位于4月25日前"
    "更换电缆30米并恢复照明，同时加强夜间巡查。感谢您的关心与支持。"
)
OTHER = "王先生：您好！您的来信已收悉，现答复如下：义务教育阶段新生报名时间为6月10日至6月20日，请携带户口簿到学区学校登记。"


def test_copies_that_differ_in_name_date_and_number__are_the_same_text():
    assert similarity(ANSWER, COPIED) > 0.9


def test_answers_that_share_only_courtesies__are_different_texts():
    assert similarity(ANSWER, OTHER) < 0.05


@pytest.mark.parametrize("text", ["", " \n", "12345", "\ud800", "😀", "\x00"])
def test_texts_of_which_nothing_is_left__are_like_none(text):
    assert similarity(text, text) == 0
    assert marks(text) == []
    assert Nearest().near(text) == []


def test_short_texts__are_compared_whole():
    assert similarity("同意", "同意") == 1
    assert similarity("同意", "已转办") == 0


def test_marks__are_shared_by_copies_and_not_by_others_and_never_change():
    assert set(marks(ANSWER)) & set(marks(COPIED))
    assert not set(marks(ANSWER)) & set(marks(OTHER))
    assert marks("缙云山步道的路灯坏了", 3) == sorted(marks("缙云山步道的路灯坏了", 3))
    assert marks("缙云山步道的路灯坏了", 3) == [978348897, 1583589125, 1764666684]


def test_nearest__finds_the_copy_among_thousands():
    chance = random.Random(1)
    characters = [chr(0x4E00 + place) for place in range(3000)]
    index = Nearest()
    for key in range(3000):
        index.add(key, "".join(chance.choices(characters, k=120)))
    index.add("answer", ANSWER)
    found = index.near(COPIED, at_least=COPY)
    assert [one.key for one in found] == ["answer"]
    assert found[0].likeness > 0.9


def test_nearest_in_the_matter__says_the_words_that_both_have():
    index = Nearest(matter)
    index.add(1, "天生街道夜市油烟扰民\n天生街道夜市烧烤摊的油烟太大，窗户不敢打开。")
    index.add(2, "小学报名时间\n请问朝阳街道的小学什么时候报名。")
    index.add(3, "公交改道\n公交改道以后上班不便。")
    found = index.near("烧烤油烟\n楼下夜市烧烤油烟熏人，天生街道没有人管。", at_least=SAME_MATTER)
    assert [one.key for one in found] == [1]
    assert {"烧烤", "油烟", "夜市"} <= set(found[0].shared)


def test_nearest__same_order_whatever_asked_before():
    index = Nearest(matter)
    for key in range(20):
        index.add(key, f"路灯坏了第{key}次")
    assert [one.key for one in index.near("路灯坏了", 3)] == [0, 1, 2]
    assert [one.key for one in index.near("路灯坏了", 3, but=0)] == [1, 2, 3]


def test_nearest__finds_an_answer_that_everybody_gets():
    index = Nearest()
    for key in range(index.LONGEST + 500):
        index.add(key, ANSWER)
    assert [one.key for one in index.near(COPIED, 2, at_least=COPY)] == [0, 1]


def test_nearest__entered_again_replaces_and_discarded_is_gone():
    index = Nearest()
    index.add("a", ANSWER)
    index.add("a", OTHER)
    assert len(index) == 1
    assert index.near(ANSWER, at_least=COPY) == []
    index.discard("a")
    index.discard("a")
    assert len(index) == 0
    assert index.near(OTHER) == []


def test_a_megabyte__is_compared():
    text = "北碚区天生街道路灯。" * 100_000
    assert similarity(text, text) == 1
