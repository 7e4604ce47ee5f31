from typing import Any

from zhengtong.engine.console.actions import VERIFY
from zhengtong.engine.jobs.registry import daily, task
from zhengtong.engine.ledger.models import Entry
from zhengtong.engine.ledger.queries import broken

SHOWN = 200


@task(VERIFY, label="核验留痕", atomic=False)
def verify() -> dict[str, Any]:
    """Check the chain from its first line to its last; the first breaks are kept with the job."""
    breaks = broken()
    return {
        "lines": Entry.objects.count(),
        "breaks": len(breaks),
        "messages": [found.message for found in breaks[:SHOWN]],
    }


daily(VERIFY, hour=2, minute=30)
