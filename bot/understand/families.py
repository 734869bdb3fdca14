"""Nodes that answer the same question: a document, the digest's entry about it and its edition.

"What is TR 104 065?" is answered by any of them. The head that finds nodes is taught families, because phrases
about one member tell nothing against another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "about/implementation-guide": ("edition/uk-implementation-guide", "document/uk-implementation-guide"),
    "about/call-for-views": ("edition/draft-call-for-views",),
    "about/ncsc-guidelines": ("edition/ncsc-guidelines-2023", "document/ncsc-guidelines-2023"),
    "about/en-304-223": ("edition/etsi-en-304-223", "document/etsi-en-304-223"),
    "about/ts-104-223": ("edition/etsi-ts-104-223", "document/etsi-ts-104-223"),
    "about/tr-104-128": ("edition/etsi-tr-104-128", "edition/etsi-tr-104-128-revision", "document/etsi-tr-104-128"),
    "about/ts-104-216": ("edition/etsi-ts-104-216", "document/etsi-ts-104-216"),
    "about/ai-act-mapping": ("edition/etsi-tr-104-065", "document/etsi-tr-104-065"),
    "about/en-adoption": ("edition/srps-en-304-223",),
    "about/eu-ai-act": ("document/eu-ai-act",),
    "about/software-security-code": ("document/software-security-code",),
    "about/cyber-governance": ("document/cyber-governance-code",),
    "about/modular-approach": ("document/dsit-codes-collection",),
    "about/cyber-essentials": ("document/cyber-essentials",),
    "about/uk-gdpr": ("document/uk-gdpr-ico-ai",),
    "about/iso-standards": ("document/iso-42001",),
    "about/nist": ("document/nist-ai-rmf", "document/nist-ai-100-2"),
    "about/mitre": ("document/mitre-atlas",),
    "about/owasp": ("document/owasp-llm-top10", "document/owasp-ai-exchange"),
    "about/public-sector": ("document/gov-secure-by-design",),
    "about/prompt-injection": ("document/ncsc-prompt-injection-2025", "term/prompt-injection"),
    "about/agents": ("document/agentic-ai-joint-2026", "term/agentic-systems"),
    "about/other-law": ("document/csr-bill", "document/eu-cra"),
    "about/shall-should-may": ("term/shall", "term/should", "term/may"),
}
_FAMILY: Final = {member: head for head, members in _MEMBERS.items() for member in members}


def family(node: str) -> str:
    """The node that stands for all those that answer the same question; `node` itself where it stands alone."""
    return _FAMILY.get(node, node)
