"""The verbs of the register. Nothing else writes a channel or an identifier."""

from zhengtong.registry.actions.channels import admit, change_by_case, correct, register, subsites_place
from zhengtong.registry.actions.identifiers import end_identifier, set_identifier
from zhengtong.registry.actions.loading import load_channels
from zhengtong.registry.actions.states import set_state

__all__ = [
    "admit", "change_by_case", "correct", "end_identifier", "load_channels", "register", "set_identifier", "set_state",
    "subsites_place",
]  # fmt: skip
