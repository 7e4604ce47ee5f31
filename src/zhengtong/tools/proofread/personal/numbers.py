"""Identity cards, bank cards, telephones, passports, vehicle plates. Input is half width (see `plain`)."""

import re
from collections.abc import Iterator
from datetime import date

from ..findings import Confidence, Found, Kind
from .plain import before, found, middle_hidden

# GB 11643: six digits of the place, the birth date, three digits in order, one checksum after ISO 7064 MOD 11-2.
_PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
)
PROVINCES = frozenset(_PROVINCES.split())
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CARD = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
CARD_CUE = re.compile(r"身份证|证件号|公民身份")
CREDIT_CODE_CUE = re.compile(r"信用代码|机构代码|注册号|税号|识别号")

LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z.])\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])")
BANK_CUE = re.compile(r"卡号|银行卡|账号|帐号|账户|储蓄卡|信用卡|社保卡")
ISSUERS = re.compile(r"62|4|5[1-5]|35|60|9558")

MOBILE = re.compile(r"(?:\+?86[- ]?)?(?<!\d)(?<!\d[.,/_])(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d|[._/]\d)")
MOBILE_86 = re.compile(r"(?<!\d)\+?86[- ]?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
CALLED = re.compile(
    r"(?:^|[^A-Za-z])(?:tel|phone|mobile|dh|sj|v|vx|wx|qq|wechat|weixin|id)[.:]?$", re.IGNORECASE
)
NO_PHONE = re.compile(
    r"(?:编号|单号|文号|案号|受理号|流水号|备案号|订单|索引号|许可证|执照|工单|代码|学号)[^\d]{0,8}$"
)

LANDLINE = re.compile(
    r"(?<![\dA-Za-z.])(?:\(0(?:10|2\d|[3-9]\d\d)\) ?|0(?:10|2\d|[3-9]\d\d)[ —–－-]{0,3})[2-8]\d{6,7}(?!\d)"
)
LOCAL_LINE = re.compile(r"(?:电话|座机|传真|热线)(?:号码|为|是|[: ]){0,3}([2-8]\d{6,7})(?!\d)")

PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[EGDSPHeg]\d{8}|E[A-HJ-NP-Z]\d{7})(?![A-Za-z0-9])")
PASSPORT_CUE = re.compile(r"护照|通行证|因私|出入境证件")

PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(
    rf"[{PLACES}][A-HJ-NP-Za-hj-np-z][·•. -]?(?=[A-Za-z]{{0,4}}\d)"
    r"(?:[A-HJ-NP-Za-hj-np-z0-9]{4}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳]|[A-HJ-NP-Za-hj-np-z0-9]{6})(?![A-Za-z0-9])"
)


def identity_cards(text: str) -> Iterator[Found]:
    for match in CARD.finditer(text):
        number = match[0].upper()
        cued = bool(CARD_CUE.search(before(text, match.start(), 20)))
        if CREDIT_CODE_CUE.search(before(text, match.start(), 16)) or not (judged := _judged(number, cued)):
            continue
        confidence, why = judged
        shown = middle_hidden(number, 6, 4)
        yield found(text, match.span(), Kind.IDENTITY_CARD, confidence, why, shown)


def _judged(number: str, cued: bool) -> tuple[Confidence, str] | None:
    """How sure it is that this is an identity card, and why; None where it is none."""
    if len(number) == 15:
        if number[:2] in PROVINCES and _is_date("19" + number[6:12]):
            return (Confidence.HIGH if cued else Confidence.LOW), "15位身份证号：地区和出生日期合理"
        return None
    if number[:2] in PROVINCES and _is_date(number[6:14]) and checksum(number) == number[17]:
        return Confidence.HIGH, "18位身份证号：地区、出生日期合理，校验位正确"
    return (Confidence.MEDIUM, "前文称是身份证号，但校验位或者出生日期不符，可能写错") if cued else None


def checksum(number: str) -> str:
    """The last character that belongs to the first seventeen digits."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 11]


def _is_date(eight: str) -> bool:
    """A day on which somebody who has a card can be born: 1900 to 2099."""
    try:
        return date(int(eight[:4]), int(eight[4:6]), int(eight[6:])).year in range(1900, 2100)
    except ValueError:
        return False


def bank_cards(text: str) -> Iterator[Found]:
    for match in LONG_NUMBER.finditer(text):
        number = re.sub("[ -]", "", match[0])
        if not luhn(number) or CREDIT_CODE_CUE.search(before(text, match.start(), 16)):
            continue
        cued = bool(BANK_CUE.search(before(text, match.start())))
        if cued or ISSUERS.match(number):
            sure = Confidence.HIGH if cued else Confidence.MEDIUM if number[:2] == "62" else Confidence.LOW
            why = f"{len(number)}位数字，符合银行卡号校验规则" + ("，前文提到卡号或者账号" if cued else "")
            yield found(text, match.span(), Kind.BANK_CARD, sure, why, middle_hidden(number, 4, 4))


def luhn(number: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


def mobiles(text: str) -> Iterator[Found]:
    for pattern in (MOBILE, MOBILE_86):
        for match in pattern.finditer(text):
            ahead = before(text, match.start())
            if NO_PHONE.search(ahead) or (re.search("[A-Za-z]$", ahead) and not CALLED.search(ahead)):
                continue
            shown = middle_hidden(re.sub("[ -]", "", match[1]), 3, 4)
            yield found(text, match.span(1), Kind.MOBILE, Confidence.HIGH, "11位手机号", shown)


def landlines(text: str) -> Iterator[Found]:
    """Office numbers look the same, so a person has to say."""
    spans = [match.span() for match in LANDLINE.finditer(text)] + [
        match.span(1) for match in LOCAL_LINE.finditer(text)
    ]
    for span in spans:
        if NO_PHONE.search(before(text, span[0])):
            continue
        shown = middle_hidden(text[slice(*span)], max(0, span[1] - span[0] - 4), 0)
        why = "座机号；如为单位办公电话可以保留"
        yield found(text, span, Kind.LANDLINE, Confidence.LOW, why, shown)


def passports(text: str) -> Iterator[Found]:
    for match in PASSPORT.finditer(text):
        if PASSPORT_CUE.search(before(text, match.start(), 20)):
            shown = middle_hidden(match[0], 1, 3)
            yield found(text, match.span(), Kind.PASSPORT, Confidence.HIGH, "前文提到护照或者通行证", shown)


def plates(text: str) -> Iterator[Found]:
    for match in PLATE.finditer(text):
        shown = middle_hidden(match[0], 2, 1)
        yield found(text, match.span(), Kind.PLATE, Confidence.MEDIUM, "车牌号格式", shown)
