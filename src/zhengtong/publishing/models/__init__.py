from zhengtong.publishing.models.articles import Article, PolicyDocument, ServiceGuide
from zhengtong.publishing.models.holds import Hold
from zhengtong.publishing.models.imports import ImportedFile, ImportedPicture
from zhengtong.publishing.models.notices import CaseNotice
from zhengtong.publishing.models.places import ColumnPage, PortalHome, SubsiteFolder, SubsiteHome
from zhengtong.publishing.models.review import Hand, Publication, Seat, Signature, Submission
from zhengtong.publishing.models.topics import Topic, TopicFolder

__all__ = [
    "Article",
    "CaseNotice",
    "ColumnPage",
    "Hand",
    "Hold",
    "ImportedFile",
    "ImportedPicture",
    "PolicyDocument",
    "PortalHome",
    "Publication",
    "Seat",
    "ServiceGuide",
    "Signature",
    "Submission",
    "SubsiteFolder",
    "SubsiteHome",
    "Topic",
    "TopicFolder",
]
