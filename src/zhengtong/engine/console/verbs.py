from zhengtong.engine.ledger.registry import verb

JOB_RETRIED = verb("job.retried", "重新执行后台任务")
