"""Surveys, consultations and interviews: the one-module drawers of this half of the room (5.7).

The other half are citizens' messages, whose drawers stand beside this folder.
"""


def furnish() -> None:
    """What the engine finds by its name beside `apps.py` in other rooms, this half of the room brings along itself."""
    from zhengtong.interaction.participation import access, clocks, guards, hooks, serves, tasks, verbs

    assert all((clocks, guards, hooks, serves, tasks, verbs))  # noqa: S101 (they register what they declare by being imported)
    access.let_see()
