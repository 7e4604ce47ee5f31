from zhengtong.engine.console.actions import VERIFY
from zhengtong.engine.jobs.models import Job, State


def verifications(limit: int = 10) -> list[Job]:
    """The latest checks of the ledger, newest first."""
    return list(Job.objects.filter(task=VERIFY).order_by("-created_at", "-pk")[:limit])


def last_verification() -> Job | None:
    """The latest check that came to an end; its result is {"lines": …, "breaks": …, "messages": […]}."""
    return Job.objects.filter(task=VERIFY, state=State.DONE).order_by("-finished_at", "-pk").first()
