"""The room in the console; each part has its own file of hooks."""

from zhengtong.interaction import list_hooks  # noqa: F401
