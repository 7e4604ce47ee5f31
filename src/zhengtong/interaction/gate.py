"""What stands before a public form: a signed one-time token instead of a cookie, a mark against abuse, an accessible question.

No third party, no tracking: nothing is stored in the browser, an address is kept only as a keyed digest that changes every day.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from zhengtong.engine.clocks.rules import business_date
from zhengtong.engine.refusals import Refusal, Refused
from zhengtong.regulation import parameter

TOKEN_LASTS = timedelta(hours=24)
COUNTED_FOR = timedelta(minutes=10)
NUMERALS = "零一二三四五六七八九十"
CLAUSE = "5.7"
_WORDS = re.compile(r"(?:([一二三四五六七八九])?(十))?([零一二三四五六七八九])?")


@dataclass(frozen=True)
class Token:
    """A form that was handed out: its nonce makes a double click one submission."""

    nonce: str
    issued_at: datetime


def issue(purpose: str, at: datetime) -> str:
    """A token for one form, bound to what it is for."""
    return signing.dumps([secrets.token_urlsafe(12), int(at.timestamp())], salt=f"interaction.form.{purpose}")


def opened(token: str, purpose: str, at: datetime) -> Token:
    """Raises `Refused` for a token that is forged, of another form, or older than a day: the text stays in the form."""
    try:
        nonce, stamp = signing.loads(token, salt=f"interaction.form.{purpose}")
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Refused([Refusal("form.forged", "页面已失效，请核对下方内容后再次提交。", CLAUSE)]) from error
    issued = datetime.fromtimestamp(stamp, UTC)
    if not timedelta(0) <= at - issued + timedelta(minutes=5) <= TOKEN_LASTS:
        raise Refused([Refusal("form.expired", "页面打开已超过一天，请核对下方内容后再次提交。", CLAUSE)])
    return Token(nonce, issued)


def nonce_of(token: str, purpose: str, at: datetime) -> str:
    """The nonce of a token. Raises `Refused` as `opened` does."""
    return opened(token, purpose, at).nonce


def keyed(what: str, text: str) -> str:
    """A digest that only this installation can make (64 hexadecimal characters)."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{what}\n{text}".encode(), hashlib.sha256).hexdigest()


def sender_mark(address: str | None, agent: str, at: datetime, purpose: str = "message") -> str:
    """The visitor of this day for this purpose; tomorrow the same visitor has another mark."""
    return keyed(f"sender.{purpose}.{business_date(at):%Y%m%d}", f"{address}\n{agent}")[:32]


def count_visit(mark: str) -> int:
    """How many submissions this process has seen under the mark in the last minutes, this one included."""
    key = f"interaction.visits.{mark}"
    cache.add(key, 0, COUNTED_FOR.total_seconds())
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        return 1


def asks_question(visits: int, at: datetime) -> bool:
    """Whether a form asks its question: nobody is shut out, whoever sends very much is asked to answer it."""
    return visits > parameter("message.challenge.count", on=business_date(at)).number


def question_for(nonce: str) -> str:
    """A sum in words: readable aloud, without a picture, without anybody else's service."""
    first, second = _terms(nonce)
    return f"{NUMERALS[first]}加{NUMERALS[second]}等于几？"


def why_not_answered(nonce: str, said: str) -> list[Refusal]:
    if _number(said) == sum(_terms(nonce)):
        return []
    return [Refusal("form.question", f"请回答问题：{question_for(nonce)}可以填数字，也可以填汉字。", CLAUSE)]


def _terms(nonce: str) -> tuple[int, int]:
    digest = keyed("question", nonce)
    return int(digest[:8], 16) % 10 + 1, int(digest[8:16], 16) % 9 + 2


def _number(said: str) -> int | None:
    """A number up to 99 in figures of any width or in Chinese words; None for anything else."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", said))[:10]
    if text.isdecimal():
        return int(text)
    found = _WORDS.fullmatch(text)
    if not text or found is None:
        return None
    tens, ten, ones = found.groups(default="")
    worth = NUMERALS.index
    return (worth(tens) if tens else 1 if ten else 0) * 10 + (worth(ones) if ones else 0)
