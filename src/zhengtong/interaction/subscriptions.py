"""What clause 5.7 listens to."""

from zhengtong.engine.ledger.registry import subscribe
from zhengtong.publishing.verbs import PUBLISHED

subscribe(PUBLISHED, "interaction.article_published")
