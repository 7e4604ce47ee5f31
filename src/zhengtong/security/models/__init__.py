from zhengtong.security.models.accounts import End, Outcome, PastPassword, SignIn, Sitting
from zhengtong.security.models.custody import Custody, CustodyKind, Handover, HandoverOutcome, SignInMethod

__all__ = [
    "Custody",
    "CustodyKind",
    "End",
    "Handover",
    "HandoverOutcome",
    "Outcome",
    "PastPassword",
    "SignIn",
    "SignInMethod",
    "Sitting",
]
