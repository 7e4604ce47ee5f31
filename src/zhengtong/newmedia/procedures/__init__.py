"""The procedures of chapter 4 (`*.toml`) and the words they use: what is known, what is checked, what changes."""

from pathlib import Path

from zhengtong.engine.procedures import registry
from zhengtong.newmedia.procedures import checks, effects, known, notices

__all__ = ["checks", "effects", "known", "notices"]

registry.declare_folder(Path(__file__).parent)
