"""What the portal itself writes down: that what stood was not what was built."""

from zhengtong.engine.ledger.registry import verb

BROKEN = verb("portal.broken", "门户文件核验发现异常", clause="7.2")
