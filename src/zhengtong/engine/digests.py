"""One way to name content by its hash: SM3 (GB/T 32905), self-describing, over bytes or canonical JSON."""

import hashlib
import json
from typing import Any

PREFERRED = "sm3" if "sm3" in hashlib.algorithms_available else "sha256"


def digest(data: bytes, algorithm: str = PREFERRED) -> str:
    """Return "sm3:<hex>" (or "sha256:<hex>" where OpenSSL has no SM3)."""
    return f"{algorithm}:{hashlib.new(algorithm, data).hexdigest()}"


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(value: Any, algorithm: str = PREFERRED) -> str:
    return digest(canonical(value), algorithm)


def matches(value: Any, recorded: str) -> bool:
    """Whether the value still has the recorded hash, judged by the algorithm that the record names."""
    algorithm, _, _ = recorded.partition(":")
    return algorithm in hashlib.algorithms_available and digest_of(value, algorithm) == recorded
