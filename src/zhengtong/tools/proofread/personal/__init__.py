"""The formal layer for personal data: numbers with their checksums, addresses to the door, names by what stands around."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..findings import Found, without_overlaps
from . import accounts, addresses, names, numbers
from .plain import plain

Detector = Callable[[str], Iterator[Found]]
DETECTORS: tuple[Detector, ...] = (
    numbers.identity_cards,
    numbers.bank_cards,
    numbers.mobiles,
    numbers.landlines,
    numbers.passports,
    numbers.plates,
    accounts.emails,
    accounts.qq_numbers,
    accounts.wechat_ids,
    addresses.doors,
    names.names,
)


def personal_data(text: str) -> list[Found]:
    """What in this text may be somebody's private data, in order of place and without overlaps. Same text, same answer.

    An empty list is no proof that there is none: names without a cue around them and facts told in words are not found.
    """
    seen = plain(text)
    found = without_overlaps(one for detector in DETECTORS for one in detector(seen))
    return [replace(one, excerpt=text[one.start : one.end]) for one in found]
