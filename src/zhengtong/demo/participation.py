"""Surveys, consultations and interviews of the demo district (5.7): titles, answers and opinions are invented."""

from datetime import datetime, timedelta
from typing import Any

from zhengtong.demo.seeding import District
from zhengtong.duties.models import Person
from zhengtong.duties.rules import business_date
from zhengtong.interaction.actions import consultations, interviews, rounds, surveys
from zhengtong.interaction.models.participation import Round
from zhengtong.interaction.rules.rounds import Told
from zhengtong.interaction.rules.surveys import Given

CONTACT = "网站管理员，023-00000000（示例）"
TRAIL = [
    ("single", "您多久走一次缙云山步道？", ["每周", "每月", "每年几次", "没有走过"], {}),
    ("several", "您认为哪些方面需要改进？", ["路面防滑", "夜间照明", "指示标识", "公共厕所", "休息座椅"], {"most": 3}),
    ("scale", "您对步道的总体评价", ["很不满意", "很满意"], {}),
    ("text", "您还有哪些建议？", [], {"required": False}),
]  # fmt: skip
BUS = [
    ("single", "您上下班（上下学）主要怎样出行？", ["公共汽车", "轨道交通", "自驾", "步行或者骑行"], {}),
    ("scale", "您对公交候车环境的评价", ["很不满意", "很满意"], {}),
    ("text", "希望在哪里增设公交站点？", [], {"required": False}),
]  # fmt: skip
MARKET = """第一条　澄江镇菜市场在原址改造，改造后摊位不少于一百二十个。
第二条　施工期间在镇文化广场东侧设置临时摊位，水电由镇人民政府统一安排。
第三条　改造工期为六个月，工期内临时摊位免收摊位费。
第四条　改造后设置无障碍通道和公共厕所，早晚市时间保持不变。"""
PARKING = """一、学校周边道路上学放学时段设置限时停车位，每次停车不超过十五分钟。
二、有条件的学校设置家长等候区，配备遮雨设施。
三、交通高峰时段由学校、社区和志愿者共同维护秩序。"""
OFTEN, POINTS, WANTED = (0, 1, 1, 2, 0, 1, 3, 2), (4, 5, 3, 4, 4, 2, 5, 3, 4), (1, 2, 1, 4, 3, 2, 1)
HINTS = ("山腰一段路灯少，晚上看不清。", "希望多设几处座椅。", "岔路口标识不清楚，容易走错。")


def take_part(district: District) -> None:
    """A survey with results and an open one, a consultation with its result and an open one, an interview that was held."""
    if {"jw", "cjz"} <= set(district.units):
        _survey_with_results(district)
        _open_survey(district)
        _consultation_with_result(district)
        _open_consultation(district)
        _interview(district)


def _person(district: District, unit: str, role: str) -> Person:
    return district.people[f"{unit}.{role}"]


def _opened(district: District, kind: str, unit: str, begun: datetime, days: int, **more: Any) -> Round:
    """Drafted, with its questions, approved and open since then."""
    questions = more.pop("questions", [])
    day = business_date(begun)
    told = Told(contact=CONTACT, opens_on=day, closes_on=day + timedelta(days=days), **more)
    hand = _person(district, unit, "editor")
    one = rounds.draft(kind, district.units[unit], told, by=hand, at=begun)
    for name, text, options, extra in questions:
        rounds.add_question(one, kind=name, text=text, options=options, by=hand, at=begun, **extra)
    rounds.submit(one, by=hand, at=begun)
    return rounds.approve(one, by=_person(district, unit, "first"), at=begun)


def _gate(one: Round, number: int, at: datetime) -> dict[str, Any]:
    """What a form of a visitor would bring along."""
    return {"nonce": f"demo-{one.pk}-{number}", "mark": f"demo{number:04}", "at": at}


def _finished(district: District, one: Round, unit: str, at: datetime, text: str) -> None:
    rounds.conclude(one, text=text, by=_person(district, unit, "editor"), at=at)
    rounds.publish_result(one, by=_person(district, unit, "third"), at=at)


def _survey_with_results(district: District) -> None:
    begun = district.now - timedelta(days=30)
    one = _opened(
        district, "survey", "cjz", begun, 14, title="缙云山步道使用情况调查", questions=TRAIL,
        introduction="为改善缙云山步道设施，现征求您的看法。填写约需两分钟，不收集个人信息。",
    )  # fmt: skip
    first, second, third, fourth = one.questions.all()
    for number in range(86):
        given = {
            first.pk: Given((OFTEN[number % len(OFTEN)],)), third.pk: Given((POINTS[number % len(POINTS)],)),
            second.pk: Given(tuple(sorted({WANTED[number % len(WANTED)], (0, 2, 4)[number % 3]}))),
        }  # fmt: skip
        if number < len(HINTS):
            given[fourth.pk] = Given(words=HINTS[number])
        surveys.reply(one, given, **_gate(one, number, begun + timedelta(hours=number * 3)))
    over = begun + timedelta(days=15)
    rounds.keep_windows(over)
    for words in fourth.written.all()[:2]:
        surveys.pick_words(words, shown=words.text, by=_person(district, "cjz", "editor"), at=over)
    text = "共收到答卷86份。夜间照明、指示标识意见较集中，已列入明年步道维护计划，分两批实施。"
    _finished(district, Round.objects.get(pk=one.pk), "cjz", over + timedelta(days=3), text)


def _open_survey(district: District) -> None:
    begun = district.now - timedelta(days=3)
    one = _opened(
        district, "survey", "jw", begun, 20, title="学生上下学出行情况调查", questions=BUS,
        introduction="为优化学校周边公交线路和站点，请家长和学生参与调查。不收集个人信息，结果在截止后公布。",
    )  # fmt: skip
    first, second, _ = one.questions.all()
    for number in range(17):
        given = {first.pk: Given((number % 4,)), second.pk: Given((3 + number % 3,))}
        surveys.reply(one, given, **_gate(one, number, begun + timedelta(hours=number)))


def _consultation_with_result(district: District) -> None:
    begun = district.now - timedelta(days=40)
    one = _opened(
        district, "consultation", "cjz", begun, 31, title="澄江镇菜市场改造方案征求意见", text=MARKET,
        introduction="澄江镇菜市场拟进行改造，现就改造方案公开征求意见，欢迎商户和居民提出意见。",
    )  # fmt: skip
    said = (
        ("工期太长，影响生意。", 3),
        ("请把工期缩短一些。", 3),
        ("临时摊位要有遮雨棚。", 2),
        ("希望增加停车位。", None),
    )
    for number, (text, paragraph) in enumerate(said):
        at = begun + timedelta(days=number + 1)
        consultations.send_opinion(one, text=text, paragraph=paragraph, **_gate(one, number, at))
    over = begun + timedelta(days=32)
    rounds.keep_windows(over)
    one = Round.objects.get(pk=one.pk)
    hand = _person(district, "cjz", "editor")
    first, second, third, fourth = one.opinions.values_list("pk", flat=True)
    for chosen, summary, decision, reason in (
        ([first, second], "缩短改造工期", "partly", "工期由六个月调整为五个月，已修改第三条。"),
        ([third], "临时摊位设置遮雨棚", "taken", "已写入第二条。"),
        ([fourth], "增加停车位", "not", "原址用地有限，停车需求纳入镇文化广场停车场项目统筹。"),
    ):
        group = consultations.group_opinions(one, chosen, summary=summary, by=hand, at=over)
        consultations.decide_group(group, decision=decision, reason=reason, by=hand, at=over)
    text = "征求意见期间共收到意见4条，归纳为3类，采纳1类，部分采纳1类。修改后的方案按程序报批后实施。"
    _finished(district, one, "cjz", over + timedelta(days=2), text)


def _open_consultation(district: District) -> None:
    begun = district.now - timedelta(days=6)
    one = _opened(
        district, "consultation", "jw", begun, 32, title="学校周边接送车辆停放管理办法征求意见", text=PARKING,
        introduction="为改善学校周边交通秩序，区教委起草了管理办法，现公开征求意见。",
    )  # fmt: skip
    for number, text in enumerate(("十五分钟不够，建议改为二十分钟。", "等候区请避开居民楼出入口。")):
        at = begun + timedelta(days=number + 1)
        consultations.send_opinion(one, text=text, paragraph=number + 1, **_gate(one, number, at))


def _interview(district: District) -> None:
    begun, held = district.now - timedelta(days=20), district.now - timedelta(days=12)
    guest = "演示·区教委分管负责人"
    one = _opened(
        district, "interview", "jw", begun, 7, title="在线访谈：中小学课后服务怎么安排", guests=guest, held_at=held,
        introduction="课后服务关系千家万户。访谈前征集问题，欢迎提问。",
    )  # fmt: skip
    hand, second = _person(district, "jw", "editor"), _person(district, "jw", "manager")
    asked = ("课后服务到几点结束？", "不参加课后服务可以吗？")
    put = [
        interviews.sift(
            interviews.ask(one, text=text, **_gate(one, number, begun + timedelta(hours=number + 1))),
            decision="put", said=text, by=hand, at=begun + timedelta(days=1),
        )
        for number, text in enumerate(asked)
    ]  # fmt: skip
    rounds.keep_windows(held)
    one = interviews.begin(Round.objects.get(pk=one.pk), by=hand, at=held)
    answers = ("与当地下班时间相衔接，一般到下午六时。", "可以。课后服务由家长和学生自愿选择。")

    def spoken(speaker: str, text: str, minute: int, name: str = "", question: Any = None) -> None:
        at = held + timedelta(minutes=minute)
        entry = interviews.write_entry(
            one, speaker=speaker, text=text, name=name, question=question, by=hand, at=at
        )
        interviews.review_entry(entry, let_out=True, by=second, at=at)

    spoken("host", "各位网友好，今天的访谈谈中小学课后服务。", 0)
    for number, (question, answer) in enumerate(zip(put, answers, strict=True)):
        spoken("visitor", question.put, 5 * number + 1, question=question)
        spoken("guest", answer, 5 * number + 3, guest, question)
    text = "访谈收到网民提问2条，均已答复。"
    _finished(district, one, "jw", held + timedelta(hours=2), text)
