"""Custody of credentials as pure functions (7.2, 7.4): what may not be written down, who may hold, how it changes hands.

All days are business dates (Asia/Shanghai).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhengtong.duties.models import Person
from zhengtong.duties.rules import business_date
from zhengtong.engine.refusals import Refusal
from zhengtong.registry.models import Channel, ChannelKind
from zhengtong.security.models import Custody, CustodyKind, Handover, SignInMethod
from zhengtong.security.rules.accounts import classes_of

_SITE = (CustodyKind.BACK_END, CustodyKind.DOMAIN, CustodyKind.SERVER)
_BOUND = (CustodyKind.PHONE, CustodyKind.WECHAT, CustodyKind.MAILBOX)
KINDS_OF: dict[str, tuple[CustodyKind, ...]] = {
    ChannelKind.PORTAL: _SITE,
    ChannelKind.SITE: _SITE,
    ChannelKind.SUBSITE: (CustodyKind.BACK_END,),
    ChannelKind.ACCOUNT: (CustodyKind.PLATFORM, CustodyKind.BACK_END, *_BOUND),
    ChannelKind.APP: (CustodyKind.STORE, CustodyKind.BACK_END, CustodyKind.SERVER, *_BOUND),
}
# Whoever has one of these can take the account or the site over, so they stay with the host's own people.
KEYS = frozenset({*_BOUND, CustodyKind.DOMAIN})

LONGEST = {"bound_to": 60, "resetter_named": 60, "reason": 200}
CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-_.·、,，()/]+(?=\d)")
DIGITS = re.compile(r"\d+")
MOBILE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)0\d{9,11}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx]")
SAYS_SECRET = re.compile(
    r"(?:口令|密码|验证码|密钥|恢复码|pin码?|password|passwd|pwd|secret)\s*(?:是|为|[:=])\s*\S", re.IGNORECASE
)
TOKEN = re.compile(r"[!-~]+")
PLAIN_ADDRESS = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
SHORTEST_SECRET = 6


@dataclass(frozen=True)
class Figures:
    """What the regulation packs say on the day: how a password looks, how many digits of a number may be shown."""

    password_length: int
    password_classes: int
    digits: int


@dataclass(frozen=True)
class Safeguards:
    """How credentials are secured: the way in, a second factor, since when this password, bound to what, reset by whom.

    Either `resetter`, one of the unit's or the Office's people, or `resetter_named`: a platform or other outside body in words.
    """

    method: str
    password_changed_on: date
    second_factor: bool = False
    bound_to: str = ""
    resetter: Person | None = None
    resetter_named: str = ""

    @classmethod
    def of(cls, custody: Custody) -> "Safeguards":
        return cls(
            custody.method, custody.password_changed_on, custody.second_factor, custody.bound_to, custody.resetter,
            custody.resetter_named,
        )  # fmt: skip

    def tidied(self) -> "Safeguards":
        return replace(self, bound_to=_tidy(self.bound_to), resetter_named=_tidy(self.resetter_named))


@dataclass(frozen=True)
class Standing:
    """How somebody stands in the host unit at the moment: holds a post there; works for an outside operator alone (2.5)."""

    in_post: bool
    outside: bool = False


def _tidy(text: str) -> str:
    return " ".join("".join(" " if mark in "\r\n\t" else mark for mark in text).split())


def why_not_written(text: str, label: str, figures: Figures, *, strict: bool = False) -> list[Refusal]:
    """Whether a text holds a password, a whole phone number or an identity number. `strict`: what names a place, not a reason.

    Numbers broken up, in full-width or Chinese digits are seen through.
    """
    shown = "".join(
        mark for mark in unicodedata.normalize("NFKC", text) if not unicodedata.category(mark).startswith("C")
    )
    numbers = BETWEEN_DIGITS.sub("", shown.translate(CHINESE_DIGITS))
    refusals = []
    if _looks_secret(shown, figures, strict=strict):
        message = f"{label}中疑似写有口令、验证码或密钥。本系统不保存任何口令，请删去，只用文字说明保管情况。"
        refusals.append(Refusal("custody.secret_written", message, "7.2"))
    if IDENTITY.search(numbers):
        message = f"{label}中疑似写有身份证号，请删去，人员以姓名表示。"
        refusals.append(Refusal("custody.identity_written", message, "7.2"))
    elif _whole_number(numbers, figures.digits, strict=strict):
        message = f"{label}中疑似写有完整号码，请只写用途和尾号{figures.digits}位。"
        refusals.append(Refusal("custody.number_written", message, "7.2"))
    return refusals


def _whole_number(numbers: str, most: int, *, strict: bool) -> bool:
    if strict:
        return any(len(run) > most for run in DIGITS.findall(numbers))
    return bool(MOBILE.search(numbers) or LANDLINE.search(numbers))


def _looks_secret(text: str, figures: Figures, *, strict: bool) -> bool:
    return bool(SAYS_SECRET.search(text)) or any(
        _is_secret(token, figures, strict=strict) for token in TOKEN.findall(text)
    )


def _is_secret(token: str, figures: Figures, *, strict: bool) -> bool:
    """A word that would pass for a password; what names a place may not even mix letters with digits or signs."""
    if PLAIN_ADDRESS.fullmatch(token):
        return False
    if len(token) >= figures.password_length and classes_of(token) >= figures.password_classes:
        return True
    mixed = any(mark.isalpha() for mark in token) and any(
        not mark.isalpha() for mark in token.strip("().,;:")
    )
    return strict and len(token) >= SHORTEST_SECRET and mixed


def why_not_reason(reason: str, label: str, figures: Figures, clause: str) -> list[Refusal]:
    refusals = why_not_written(reason, label, figures)
    if not reason.strip():
        refusals.append(Refusal("reason.missing", f"请填写{label}。", clause))
    if len(reason) > LONGEST["reason"]:
        refusals.append(Refusal("reason.long", f"{label}不超过{LONGEST['reason']}字。", clause))
    return refusals


def why_not_safeguards(
    told: Safeguards, what: str, custodian: Person, today: date, figures: Figures, *, resetter_in_post: bool
) -> list[Refusal]:
    """Everything against a way of securing credentials. `resetter_in_post`: in the host unit or the Office."""
    refusals = [
        *why_not_written(told.bound_to, "绑定情况", figures, strict=True),
        *why_not_written(told.resetter_named, "重置途径", figures, strict=True),
        *why_not_changed_on(told.password_changed_on, today),
        *_why_not_resetter(told, custodian, in_post=resetter_in_post),
    ]
    if told.method not in SignInMethod.values:
        refusals.append(Refusal("custody.method", "请选择登录方式。", "7.2"))
    if what in _BOUND and not told.bound_to:
        message = "请写明绑定情况，如“单位公用手机（尾号四位）”。"
        refusals.append(Refusal("custody.bound_to_what", message, "7.2"))
    for field, label in (("bound_to", "绑定情况"), ("resetter_named", "重置途径")):
        if len(getattr(told, field)) > LONGEST[field]:
            refusals.append(Refusal("custody.long", f"{label}不超过{LONGEST[field]}字。", "7.2"))
    return refusals


def _why_not_resetter(told: Safeguards, custodian: Person, *, in_post: bool) -> list[Refusal]:
    """Who holds does not reset: else one person who leaves, or whose account is stolen, locks everybody else out."""
    if (told.resetter is None) == (not told.resetter_named):
        message = "重置人与重置途径请填写且只填写一项：由本区人员重置的选择人员，由平台找回的写明途径。"
        return [Refusal("custody.one_resetter", message, "7.2")]
    if told.resetter is None:
        return []
    refusals = []
    if told.resetter.pk == custodian.pk:
        message = "保管人不得同时为重置人，请另定一人，或写明平台找回的途径。"
        refusals.append(Refusal("custody.custodian_resets", message, "7.2"))
    if not in_post:
        message = "重置人须为主办单位或区政府办公室在岗人员，外部承办人员不得作为重置人，请另选。"
        refusals.append(Refusal("custody.resetter_stranger", message, "7.2"))
    return refusals


def why_not_changed_on(on: date, today: date, *, not_before: date | None = None) -> list[Refusal]:
    if on > today:
        return [Refusal("custody.changed_later", "更换日期晚于今日，请在更换后登记。", "7.4")]
    if not_before is not None and on < not_before:
        message = f"更换日期不得早于{not_before.isoformat()}，请更换口令后填写实际日期。"
        return [Refusal("custody.not_changed_since", message, "7.4")]
    return []


def why_not_hold(what: str, person: Person, standing: Standing, clause: str = "7.2") -> list[Refusal]:
    """Only somebody in a post of the host holds its credentials; an outside operator none that could take the channel over."""
    if not person.is_active or not standing.in_post:
        return [
            Refusal("custody.custodian_stranger", f"{person}未在主办单位任职，不能保管该项凭证。", clause)
        ]
    if standing.outside and what in KEYS:
        message = f"{person}为外部承办人员，{CustodyKind(what).label}须由主办单位人员保管。"
        return [Refusal("custody.key_outside", message, "2.5")]
    return []


def why_not_take(
    channel: Channel,
    what: str,
    custodian: Person,
    told: Safeguards,
    since: date,
    today: date,
    earlier: Sequence[Custody],
) -> list[Refusal]:
    """`earlier`: the custodies of this credential so far, newest first."""
    refusals = []
    if not channel.stands:
        refusals.append(Refusal("custody.channel_gone", f"{channel}已关停（注销），不再登记保管。", "7.2"))
    if what not in KINDS_OF[channel.kind]:
        names = "、".join(kind.label for kind in KINDS_OF[channel.kind])
        message = f"{channel.get_kind_display()}的保管内容为{names}，请重新选择。"
        refusals.append(Refusal("custody.other_kind", message, "7.2"))
    if since > today:
        refusals.append(Refusal("custody.future", "保管起始日期晚于今日，请核对。", "7.2"))
    refusals += _why_not_after(earlier[0], custodian, told) if earlier else []
    return refusals


def _why_not_after(last: Custody, custodian: Person, told: Safeguards) -> list[Refusal]:
    if last.ended_at is None:
        message = f"该项凭证现由{last.custodian}保管，请办理移交。"
        return [Refusal("custody.held", message, "7.4")]
    ended = business_date(last.ended_at)
    if last.custodian_id != custodian.pk and told.password_changed_on < ended:
        message = (
            f"原保管人{last.custodian}的保管于{ended.isoformat()}终止，请先更换口令，填写此后的更换日期。"
        )
        return [Refusal("custody.not_changed_since", message, "7.4")]
    return []


def why_ended(custody: Custody) -> list[Refusal]:
    if custody.ended_at is None:
        return []
    return [Refusal("custody.ended", "该项保管已终止，不能再办理。", "7.2")]


def why_under_way(going: Handover | None) -> list[Refusal]:
    if going is None:
        return []
    message = f"该项保管正在移交{going.to}，请待其确认接收，或先撤回移交。"
    return [Refusal("handover.under_way", message, "7.4")]


def why_not_hand_over(
    custody: Custody, to: Person, standing: Standing, going: Handover | None, starter: int | None
) -> list[Refusal]:
    """Everything against starting a handover; `starter`: primary key of who starts it."""
    refusals = [*why_ended(custody), *why_under_way(going), *why_not_hold(custody.what, to, standing, "7.4")]
    if to.pk == custody.custodian_id:
        refusals.append(Refusal("handover.same_custodian", f"{to}即为现保管人，无需移交。", "7.4"))
    if starter is not None and to.pk == starter:
        message = "移交由两人办理，发起人不得为接收人，请由区政府办公室经办人员发起。"
        refusals.append(Refusal("handover.to_oneself", message, "7.4"))
    if custody.resetter_id is not None and to.pk == custody.resetter_id:
        message = f"{to}为该项凭证的重置人，请先更改保管方式，另定重置人。"
        refusals.append(Refusal("custody.custodian_resets", message, "7.2"))
    return refusals


def why_not_confirm(
    going: Handover, custody: Custody, standing: Standing, on: date, today: date, *, declared: bool
) -> list[Refusal]:
    """Received is what the taker has changed: the declaration, and a day between the start of the handover and today (7.4)."""
    if going.outcome:
        return [Refusal("handover.ended", f"该项移交{going.get_outcome_display()}，不能重复办理。", "7.4")]
    first = max(business_date(going.started_at), custody.password_changed_on)
    refusals = [
        *why_ended(custody),
        *why_not_hold(custody.what, going.to, standing, "7.4"),
        *why_not_changed_on(on, today, not_before=first),
    ]
    if not declared:
        message = "请更换口令（或重新绑定）后，勾选“已更换口令”再确认接收。"
        refusals.append(Refusal("handover.not_declared", message, "7.4"))
    return refusals


def why_not_withdraw(going: Handover | None) -> list[Refusal]:
    if going is not None and not going.outcome:
        return []
    return [Refusal("handover.none", "目前没有待确认的移交。", "7.4")]


def why_not_note(custody: Custody, on: date, today: date) -> list[Refusal]:
    refusals = [*why_ended(custody), *why_not_changed_on(on, today)]
    if on <= custody.password_changed_on:
        message = f"已登记{custody.password_changed_on.isoformat()}更换，请填写此后的更换日期。"
        refusals.append(Refusal("custody.noted_already", message, "7.2"))
    return refusals


def why_gone(custody: Custody, standing: Standing) -> list[Refusal]:
    if standing.in_post:
        return []
    return [Refusal("custody.custodian_gone", f"保管人{custody.custodian}已离岗，请先办理移交。", "7.4")]


def why_not_restate(
    custody: Custody, told: Safeguards, standing: Standing, going: Handover | None
) -> list[Refusal]:
    refusals = [*why_ended(custody), *why_under_way(going), *why_gone(custody, standing)]
    if told == Safeguards.of(custody):
        refusals.append(Refusal("custody.nothing_changed", "保管方式没有变化，无需办理。", "7.2"))
    if told.password_changed_on < custody.password_changed_on:
        message = f"更换日期不得早于已登记的{custody.password_changed_on.isoformat()}。"
        refusals.append(Refusal("custody.not_changed_since", message, "7.2"))
    return refusals


def doubts(custody: Custody, others: Iterable[Custody], *, resetter_in_post: bool) -> list[Refusal]:
    """What may stand but should be looked at. `others`: the other current custodies of the channel."""
    found = []
    if not custody.second_factor:
        found.append(Refusal("custody.no_second_factor", "尚未启用双因素认证，平台支持的请启用。", "7.2"))
    if custody.resetter is not None and not resetter_in_post:
        message = f"重置人{custody.resetter}已不在主办单位或区政府办公室任职，请更改保管方式，另定重置人。"
        found.append(Refusal("custody.resetter_stranger", message, "7.4"))
    same = [
        other
        for other in others
        if other.custodian_id == custody.custodian_id and _keyed(other) != _keyed(custody)
    ]
    if same:
        names = "、".join(other.get_what_display() for other in same)
        message = f"{custody.custodian}同时保管{names}，一人即可掌握该阵地，宜由两人分别保管。"
        found.append(Refusal("custody.one_hand", message, "7.2"))
    return found


def _keyed(custody: Custody) -> bool:
    return custody.what in KEYS
