from zhengtong.registry.models.channels import Channel, Numbering
from zhengtong.registry.models.identifiers import Identifier
from zhengtong.registry.models.imports import ImportState, RegisterImport, RegisterImportLine, Verdict
from zhengtong.registry.models.kinds import (
    ChannelKind,
    ChannelState,
    Function,
    IdentifierKind,
    RecordState,
)

__all__ = [
    "Channel",
    "ChannelKind",
    "ChannelState",
    "Function",
    "Identifier",
    "IdentifierKind",
    "ImportState",
    "Numbering",
    "RecordState",
    "RegisterImport",
    "RegisterImportLine",
    "Verdict",
]
