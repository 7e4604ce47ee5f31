"""The cast of custody: two units with their people, an outside operator, an account and a portal."""

from datetime import date, timedelta
from types import SimpleNamespace

from zhengtong.duties import actions as duties
from zhengtong.duties.models import Person, PostKind
from zhengtong.registry import actions as registry
from zhengtong.registry.rules import Particulars
from zhengtong.security import actions
from zhengtong.security.rules.custody import Safeguards

from .conftest import appointed, unit_called

CHANGED = date(2026, 11, 2)
BY_PLATFORM = "平台客服凭单位公函重置"


def furnish(at):
    office, education, health = (
        unit_called("bgs", "区政府办公室", "office"), unit_called("jw", "区教委"), unit_called("wjw", "区卫生健康委"),
    )  # fmt: skip
    cast = SimpleNamespace(
        office=office, education=education, health=health,
        clerk=appointed("clerk", office, PostKind.OFFICE_CLERK),
        security_admin=appointed("security", office, PostKind.SECURITY_ADMIN),
        liaison=appointed("liaison", unit_called("wxb", "区委网信办", "cyberspace"), PostKind.CO_SUPERVISOR),
        manager=appointed("manager", education, PostKind.SITE_MANAGER),
        officer=appointed("officer", education, PostKind.SECURITY_OFFICER),
        deputy=appointed("deputy", education, PostKind.DEPUTY),
        giver=appointed("giver", education, PostKind.EDITOR),
        taker=appointed("taker", education, PostKind.EDITOR),
        bystander=appointed("bystander", education, PostKind.EDITOR),
        stranger=appointed("stranger", health, PostKind.SITE_MANAGER),
        operator=Person.objects.create_user("operator", name="演示·承办人员"),
    )  # fmt: skip
    cast.account = registered(education, cast.clerk, at, handle="beibei_jw_demo")
    cast.neighbours = registered(health, cast.clerk, at, handle="beibei_wjw_demo")
    cast.commission = duties.commission_operator(
        education, reference="合同一", valid_from=at.date(), valid_until=at.date() + timedelta(days=90), agency="演示公司",
        outside=True, by=cast.manager, at=at,
    )  # fmt: skip
    duties.appoint(
        cast.operator, education, PostKind.EDITOR, commission=cast.commission,
        valid_until=at.date() + timedelta(days=90), by=cast.manager, at=at,
    )  # fmt: skip
    return cast


def registered(unit, clerk, at, *, handle, platform="weixin"):
    told = Particulars(
        kind="account", platform=platform, name=f"北碚{unit}", handle=handle, functions=("publish",),
        opened_on=date(2016, 9, 1),
    )  # fmt: skip
    return registry.register(told, host=unit, by=clerk, at=at)


def secured(**changes):
    given = {"method": "password", "password_changed_on": CHANGED, "resetter_named": BY_PLATFORM}
    return Safeguards(**given | changes)


def taken(cast, at, *, custodian=None, what="platform", channel=None, by=None, since=None, **changes):
    return actions.take_custody(
        channel or cast.account, what, custodian or cast.giver, secured(**changes), by=by or cast.manager, at=at, since=since
    )  # fmt: skip
