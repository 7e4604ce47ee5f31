"""Sorting incoming texts: who should handle one, which others are like it, which are about the same matter.

Plain Python, no model to download (docs/decisions/0017). Everything is a proposal that says its words; a person decides.
A text is its title on the first line and its body after it; a text without line breaks is all body.
"""

from .clusters import Cluster, clusters
from .likeness import COPY, SAME_MATTER, Near, Nearest, copied, marks, matter, similarity
from .router import Router, Suggestion

__all__ = [
    "COPY",
    "SAME_MATTER",
    "Cluster",
    "Near",
    "Nearest",
    "Router",
    "Suggestion",
    "clusters",
    "copied",
    "marks",
    "matter",
    "similarity",
]
