import json
import random

import pytest

from zhengtong.tools.triage import clusters

from .letters import decided, shared_letters

STATION = [
    "嘉陵苑小区旁搅拌站噪音\n嘉陵苑小区旁边建了搅拌站，噪音和粉尘很大。",
    "搅拌站扰民\n我是嘉陵苑小区的，搅拌站夜里还在作业，粉尘噪音都大。",
    "请搬走嘉陵苑的搅拌站\n嘉陵苑小区老人孩子多，搅拌站粉尘污染严重。",
]
ELSEWHERE = ["静观镇搅拌站噪音\n静观镇集市旁边的搅拌站噪音大。"]
OTHERS = [text for text, _ in decided(60)]


def test_letters_about_the_same_matter__are_one_group_with_its_words():
    texts = [*OTHERS[:30], *STATION, *OTHERS[30:]]
    group = next(one for one in clusters(texts) if 30 in one.members)
    assert sorted(group.members) == [30, 31, 32]
    assert {"搅拌站", "嘉陵"} & set(group.words)
    assert group.size == 3


def test_the_same_complaint_about_another_place__is_another_matter():
    texts = [*STATION, *ELSEWHERE, *OTHERS]
    group = next(one for one in clusters(texts) if 0 in one.members)
    assert 3 not in group.members


def test_groups__are_the_largest_first_and_nobody_is_in_two():
    made = clusters(OTHERS)
    sizes = [one.size for one in made]
    assert sizes == sorted(sizes, reverse=True)
    members = [place for one in made for place in one.members]
    assert len(members) == len(set(members))


def test_same_texts__same_groups():
    assert clusters([*OTHERS, *STATION]) == clusters([*OTHERS, *STATION])


def test_another_order__the_same_letters_together():
    texts = [*OTHERS[:20], *STATION]
    shuffled = list(range(len(texts)))
    random.Random(2).shuffle(shuffled)
    moved = clusters([texts[place] for place in shuffled])
    group = next(one for one in moved if shuffled.index(20) in one.members)
    assert sorted(shuffled[place] for place in group.members) == [20, 21, 22]


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", "", "\ud800", "\x00", "😀"],
        ["a" * 1_000_000, "a" * 1_000_000, "一" * 1_000_000],
        ["路灯"] * 3,
    ],
    ids=["none", "empty", "hostile", "long", "same"],
)
def test_hostile_texts__make_no_group_without_words(texts):
    assert all(one.size > 1 and one.words for one in clusters(texts))


def test_small_groups__are_left_out_when_asked():
    assert all(one.size >= 3 for one in clusters([*OTHERS, *STATION], at_least=3))


@pytest.mark.slow
def test_hot_topics__the_two_known_ones_are_the_largest_groups():
    rows = [
        json.loads(line)
        for line in shared_letters("hot_topics_unanswered.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    first, second, *others = clusters([f"{row['title'].strip()}\n{row['body'].strip()}" for row in rows])
    assert first.size > 10
    assert {"车位", "捆绑"} <= set(first.words)
    assert second.size > 8
    assert "搅拌站" in second.words
    assert all(one.size < 8 for one in others)
