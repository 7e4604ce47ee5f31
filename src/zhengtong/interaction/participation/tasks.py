"""What the worker does for rounds: they open and close by their days, not by hand (5.7)."""

from datetime import datetime

from zhengtong.engine.jobs.registry import every, task
from zhengtong.interaction.actions import rounds


@task("interaction.keep_windows", label="征集互动按期开始和截止")
def keep_windows(at: datetime) -> None:
    """Open what begins today, close what ended yesterday."""
    rounds.keep_windows(at)


# Not once a day: a worker that stood still at midnight opens and closes as soon as it is back.
every("interaction.keep_windows", minutes=10)
