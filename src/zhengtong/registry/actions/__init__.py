"""The verbs of the register. Nothing else writes a channel or an identifier."""

from zhengtong.registry.actions.channels import admit, change_by_case, correct, register, subsites_place
from zhengtong.registry.actions.identifiers import end_identifier, set_identifier
from zhengtong.registry.actions.imports import confirm_list, drop_list, enter_list, read_list
from zhengtong.registry.actions.loading import load_channels
from zhengtong.registry.actions.states import set_state

__all__ = [
    "admit", "change_by_case", "confirm_list", "correct", "drop_list", "end_identifier", "enter_list", "load_channels",
    "read_list", "register", "set_identifier", "set_state", "subsites_place",
]  # fmt: skip
