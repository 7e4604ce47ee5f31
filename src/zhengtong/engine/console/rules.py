from zhengtong.engine.jobs.models import Job, State
from zhengtong.engine.refusals import Refusal


def why_not_retry(job: Job) -> list[Refusal]:
    """Only a job that was given up can be started again; the others run by themselves."""
    if job.state == State.FAILED:
        return []
    message = f"该任务目前“{job.get_state_display()}”，只有未能完成的任务需要重新执行。"
    return [Refusal("job.not_failed", message)]
