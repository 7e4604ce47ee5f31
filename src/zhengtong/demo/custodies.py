"""Who holds which credentials in the demo district (7.2, 7.4): some in order, one waiting to be received, one left behind by
somebody who has gone, one password too old. By the verbs; there is no secret to invent."""

from datetime import date, datetime, timedelta

from zhengtong.demo.seeding import District
from zhengtong.duties.actions import appoint, create_person, end_appointment
from zhengtong.duties.models import Appointment, Person, PostKind
from zhengtong.duties.rules import business_date
from zhengtong.registry.models import Channel
from zhengtong.registry.queries import standing
from zhengtong.security.actions import hand_over, take_custody
from zhengtong.security.models import Custody
from zhengtong.security.rules.custody import Safeguards

FORMER = "jw.former"
BY_PLATFORM = "平台客服凭单位公函重置"
OLD = timedelta(days=100)
RECENT = timedelta(days=20)


def keep_credentials(district: District) -> None:
    """Custodies of the Office's and the education committee's accounts and of the portal, as the district began."""
    _of_the_office(district)
    _of_education(district)


def pass_credentials_on(district: District) -> None:
    """What happened of late: somebody left yesterday, somebody began handing over this morning."""
    people, left = district.people, district.now - timedelta(days=1)
    post = Appointment.objects.get(person__username=FORMER)
    end_appointment(post, reason="调离", by=people["jw.manager"], at=left)
    platform = Custody.objects.get(channel=_account("jw", "weixin"), what="platform")
    hand_over(
        platform, people["jw.editor2"], reason="岗位调整，今后由信息员乙负责公众号发布", by=people["jw.editor"],
        at=district.now - timedelta(hours=3),
    )  # fmt: skip


def _account(code: str, platform: str) -> Channel:
    return standing().get(host__code=code, platform=platform)


def _secured(changed: date, **told: object) -> Safeguards:
    given: dict[str, object] = {"method": "password", "password_changed_on": changed}
    if "resetter" not in told:
        given["resetter_named"] = BY_PLATFORM
    return Safeguards(**given | told)  # type: ignore[arg-type]


def _of_the_office(district: District) -> None:
    people, at = district.people, district.began_at
    day, manager, clerk = business_date(at), people["bgs.manager"], people["office.clerk"]
    portal = standing().get(kind="portal")
    back_end = _secured(day - OLD, second_factor=True, resetter=people["bgs.security"])
    take_custody(portal, "back_end", people["bgs.editor"], back_end, by=manager, at=at, since=day - OLD)
    named = _secured(day - RECENT, second_factor=True, resetter_named="域名注册机构凭单位公函重置")
    take_custody(portal, "domain", people["bgs.security"], named, by=manager, at=at)
    weixin = _account("bgs", "weixin")
    scanned = _secured(
        day - RECENT, method="scan", second_factor=True, bound_to="单位公用微信（尾号四位8801）"
    )
    take_custody(weixin, "wechat", people["bgs.security"], scanned, by=manager, at=at)
    platform = _secured(day - RECENT, second_factor=True, resetter=people["bgs.security"])
    take_custody(weixin, "platform", people["bgs.editor2"], platform, by=clerk, at=at)


def _of_education(district: District) -> None:
    people, at = district.people, district.began_at
    day, manager, weixin = business_date(at), people["jw.manager"], _account("jw", "weixin")
    platform = _secured(day - RECENT, resetter=manager, second_factor=True)
    take_custody(weixin, "platform", people["jw.editor"], platform, by=manager, at=at)
    phone = _secured(
        day - RECENT,
        method="sms",
        bound_to="单位公用手机（尾号四位8802）",
        resetter_named="运营商营业厅凭单位证明补卡",
    )
    take_custody(weixin, "phone", people["jw.security"], phone, by=manager, at=at)
    _kept_by_a_former_editor(standing().get(kind="subsite", host__code="jw"), manager, at)


def _kept_by_a_former_editor(subsite: Channel, manager: Person, at: datetime) -> None:
    """Somebody who will have left holds the password of the sub-site's back end."""
    gone = create_person(FORMER, "演示·区教委原信息员", by=None, at=at, must_change_password=False)
    appoint(gone, subsite.host, PostKind.EDITOR, by=None, at=at)
    told = _secured(business_date(at) - RECENT, resetter=manager)
    take_custody(subsite, "back_end", gone, told, by=manager, at=at)
