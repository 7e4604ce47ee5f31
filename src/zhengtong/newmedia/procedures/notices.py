"""What the notices of chapter 4 say: the case's facts in sentences that a writer still looks at (4.3, 4.8)."""

from collections.abc import Iterable

from zhengtong.duties.queries import office
from zhengtong.duties.rules import business_date
from zhengtong.engine.procedures import registry
from zhengtong.engine.procedures.registry import Inquiry
from zhengtong.newmedia.procedures.known import unit_of
from zhengtong.registry.models import Channel
from zhengtong.registry.platforms import kind_label


def _called(channel: Channel) -> str:
    return f"“{channel.name}”{kind_label(channel.kind, channel.platform)}"


@registry.source("newmedia.notice_title", "公告标题")
def title(inquiry: Inquiry) -> str:
    if inquiry.subject is None:
        return ""
    what = {"account.closing": "关停", "account.cancellation": "注销"}.get(inquiry.procedure.code)
    called = _called(inquiry.subject)
    return f"关于{what}{called}的公告" if what else f"关于变更{called}主办单位的公告"


@registry.source("newmedia.notice_text", "公告正文")
def text(inquiry: Inquiry) -> str:
    if inquiry.subject is None:
        return ""
    return "\n".join([*_said(inquiry, inquiry.subject), "特此公告。", *_signed(inquiry)])


def _said(inquiry: Inquiry, channel: Channel) -> Iterable[str]:
    handle = f"（账号：{channel.handle}）" if channel.handle else ""
    host, asked = channel.host.name, inquiry.asked
    yield "按照政府网站和政务新媒体管理有关规定，经区政府办公室批准，现将有关事项公告如下："
    if inquiry.procedure.code == "account.host_change":
        new = unit_of(str(asked.get("new_host") or ""))
        yield f"{_called(channel)}{handle}的主办单位由{host}变更为{new.name if new else ''}。"
        yield "账号变更后继续提供服务，原发布内容予以保留。"
        return
    yield f"{host}主办的{_called(channel)}{handle}即日起停止更新，并按程序注销。"
    if asked.get("whereto"):
        yield f"原有内容和服务去向：{asked['whereto']}"


def _signed(inquiry: Inquiry) -> Iterable[str]:
    supervisor, day = office(), business_date(inquiry.at)
    yield supervisor.name if supervisor else ""
    yield f"{day.year}年{day.month}月{day.day}日"
