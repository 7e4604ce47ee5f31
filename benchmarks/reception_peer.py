"""The peer of `bench_reception`: the same pages, but the letter is registered in the database before the page answers."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengtong.settings")

from zhengtong.wsgi import application  # noqa: I001
from zhengtong.interaction import actions, tray
from zhengtong.interaction.actions import reception

_receive = reception.receive


def receive_at_once(said, *, nonce, at, mark=""):
    """What a plain form view does: the request waits until the row, its clocks and its ledger line are there."""
    receipt = _receive(said, nonce=nonce, at=at, mark=mark)
    reception._register_from_tray(reception.codes.mark_of(receipt.code), at)
    return receipt


actions.receive = reception.receive = receive_at_once
__all__ = ["application", "tray"]
