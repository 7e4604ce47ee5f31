"""Invented letters of Beibei: a few matters, many wordings."""

import random

import pytest

DUTIES = {
    "区教委": ["北碚区教育委员会", "中小学入学、学籍、教师、幼儿园、课后服务、校园"],
    "区城市管理局": ["北碚区城市管理局", "路灯、垃圾、占道经营、市容、噪音、绿化、油烟"],
    "区交通运输委": ["北碚区交通运输委员会", "公交、道路、出租车、客运、站点、轨道"],
}
MATTERS = {
    "区教委": [
        "孩子入学要什么材料",
        "小学报名什么时候开始",
        "幼儿园学位不够",
        "课后服务收费太高",
        "教师编制和学籍转入",
    ],
    "区城市管理局": [
        "路灯坏了没有人修",
        "垃圾堆在路边发臭",
        "夜市占道经营油烟大",
        "工地夜间施工噪音扰民",
        "绿化带枯死无人管",
    ],
    "区交通运输委": [
        "公交班次太少等不到车",
        "公交线路改道不便",
        "出租车拒载乱收费",
        "轨道站点接驳不便",
        "客运站搬到哪里",
    ],
}
PLACES = [
    "天生街道",
    "朝阳街道",
    "北温泉街道",
    "龙凤桥街道",
    "东阳街道",
    "歇马街道",
    "蔡家岗街道",
    "静观镇",
    "柳荫镇",
    "澄江镇",
]


def decided(count=150, seed=3):
    """Letters with the unit that handled each."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        unit = chance.choice(sorted(MATTERS))
        place, matter = chance.choice(PLACES), chance.choice(MATTERS[unit])
        made.append(
            (
                f"{place}{matter}\n您好，我住在{place}，{matter}，请有关部门{chance.choice(['解决', '答复', '处理'])}。",
                unit,
            )
        )
    return made


def shared_letters(name):
    """The path of a real set: beside the checkout, or above it where a worktree lies deeper."""
    from pathlib import Path

    folders = [folder / "shared" / "data" / "letters" for folder in Path(__file__).resolve().parents]
    path = next((one / name for one in folders if (one / name).exists()), None)
    if path is None:
        pytest.skip(f"the real letters {name} are not there: ../shared/data/letters is absent")
    return path
