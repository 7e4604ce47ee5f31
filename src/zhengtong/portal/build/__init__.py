"""The public site made from what is public: rendered, written, taken away, and proved.

`everything` says what should stand at every address; `changes` says which addresses a change can touch. Both use the same
functions for each page, so what is built piece by piece equals what is built whole, byte for byte.
"""

from zhengtong.portal.build.actions import build_all, build_article, build_entry, catch_up
from zhengtong.portal.build.staging import Report
from zhengtong.portal.build.verification import Difference, verify

__all__ = ["Difference", "Report", "build_all", "build_article", "build_entry", "catch_up", "verify"]
