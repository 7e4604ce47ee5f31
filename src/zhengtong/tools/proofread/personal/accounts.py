"""E-mail addresses, QQ numbers, WeChat ids. Input is half width (see `plain`)."""

import re
from collections.abc import Iterator

from ..findings import Confidence, Found, Kind
from .plain import found, middle_hidden

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12}(?![A-Za-z])"
)
OFFICE = re.compile(r"\.gov\.cn$|@cq\.gov|\.gov$", re.IGNORECASE)
BETWEEN = r"(?:号码?|账号|帐号|同号|名|[:为是 \"“'(])"
QQ = re.compile(rf"(?:QQ|扣扣|企鹅号)(群)?{BETWEEN}{{0,4}}(?<!\d)([1-9]\d{{4,10}})(?!\d)", re.IGNORECASE)
WECHAT = re.compile(
    rf"(?:微信(?!公众|公共|小程序|群|平台|端|支付)|薇信|V信|(?<![A-Za-z])(?:vx|wx|wechat))"
    rf"{BETWEEN}{{0,4}}([A-Za-z][A-Za-z0-9_-]{{5,19}})(?![A-Za-z0-9_.@-])",
    re.IGNORECASE,
)
NO_ID = {"wechat", "weixin", "wechatpay", "xiaochengxu"}


def emails(text: str) -> Iterator[Found]:
    for match in EMAIL.finditer(text):
        name, _, host = match[0].partition("@")
        office = bool(OFFICE.search(match[0]))
        sure = Confidence.LOW if office else Confidence.HIGH
        why = "政府邮箱；如为单位公开邮箱可以保留" if office else "电子邮箱地址"
        yield found(text, match.span(), Kind.EMAIL, sure, why, f"{name[:1]}****@{host}")


def qq_numbers(text: str) -> Iterator[Found]:
    for match in QQ.finditer(text):
        group = match[1] is not None
        sure = Confidence.LOW if group else Confidence.HIGH
        why = "QQ群号；如为单位公开的群可以保留" if group else "前文提到QQ"
        yield found(text, match.span(2), Kind.QQ, sure, why, middle_hidden(match[2], 2, 2))


def wechat_ids(text: str) -> Iterator[Found]:
    for match in WECHAT.finditer(text):
        if match[1].lower() not in NO_ID:
            shown = middle_hidden(match[1], 2, 1)
            yield found(text, match.span(1), Kind.WECHAT, Confidence.HIGH, "前文提到微信", shown)
