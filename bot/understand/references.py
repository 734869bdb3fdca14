"""Other things that a question names: frameworks and their elements, related documents, terms and threats."""

from __future__ import annotations

import re
from typing import Final

from ontology.catalogue import Catalogue

FRAMEWORKS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(r"(?<!\w)(?:" + words + r")(?!\w)", re.IGNORECASE)
    for name, words in {
        "owasp-ai-exchange": r"(?:owasp )?ai exchange|owaspai",
        "owasp-llm-2026": r"(?:owasp )?(?:llm )?top (?:10|ten)[^.?]{0,30}2026|LLM\d\d:2026|owasp[^.?]{0,20}2026",
        "owasp-llm-2025": r"(?:owasp )?(?:llm )?top (?:10|ten)|LLM\d\d(?::2025)?|owasp",
        "mitre-atlas": r"mitre|atlas|AML\.[TM]\d{4}(?:\.\d{3})?",
        "nist-ai-rmf": r"nist(?: ai)?(?: rmf)?|ai rmf|(?:GOVERN|MAP|MEASURE|MANAGE) \d+\.\d+",
        "iso-42001": r"iso(?:/iec)?[ -]?42001|42001|iso(?:/iec)?(?! ?2)|annex a controls?",
        "eu-ai-act": r"(?:eu )?ai act|regulation \(eu\) 2024/1689|2024/1689",
        "ncsc-guidelines": r"ncsc(?:'s)? (?:\w+ )?guidelines|guidelines for secure ai|ncsc guidelines|ncsc",
    }.items()
}
DOCUMENTS: Final[dict[str, re.Pattern[str]]] = {
    name: re.compile(r"(?<!\w)(?:" + words + r")(?!\w)", re.IGNORECASE)
    for name, words in {
        "uk-gdpr-ico-ai": r"(?:uk )?gdpr|ico|information commissioner\w*|data protection (?:act|law|impact)|dpia|data subject|personal data breach",
        "eu-ai-act": r"(?:eu )?ai act|ai-act|high[- ]risk (?:system|under)|annex iii",
        "eu-cra": r"cyber resilience act|cra",
        "csr-bill": r"cyber security and resilience bill|csr bill|nis(?: ?2)?(?: regulations?| directive)?",
        "cyber-essentials": r"cyber essentials",
        "iso-42001": r"iso(?:/iec)?[ -]?42001",
        "nist-ai-rmf": r"nist ai rmf|ai rmf|nist",
        "software-security-code": r"software (?:security )?code(?: of practice)?",
        "cyber-governance-code": r"(?:cyber )?governance code",
        "ncsc-caf": r"cyber assessment framework|caf",
        "etsi-en-303-645": r"303 ?645|consumer iot",
        "etsi-tr-104-128": r"(?:tr )?104 ?128",
        "etsi-ts-104-216": r"(?:ts )?104 ?216",
        "etsi-tr-104-065": r"(?:tr )?104 ?065",
        "etsi-en-304-223": r"(?:en )?304 ?223",
        "etsi-ts-104-223": r"(?:ts )?104 ?223",
        "gov-secure-by-design": r"secure by design policy|government secure by design",
        "mitre-atlas": r"mitre(?: atlas)?",
        "owasp-llm-top10": r"owasp(?: llm)? top (?:10|ten)",
        "owasp-ai-exchange": r"owasp ai exchange",
        "google-saif": r"saif",
        "agentic-ai-joint-2026": r"careful adoption of agentic",
    }.items()
}
_TARGET = re.compile(
    r"\b(LLM\d\d(?::20\d\d)?|AML\.[TM]\d{4}(?:\.\d{3})?|(?:GOVERN|MAP|MEASURE|MANAGE) ?\d+\.\d+|A\.\d+(?:\.\d+)*|"
    r"(?:article|art\.?) ?\d+|NCSC-GSAID-\d\.\d)\b",
    re.IGNORECASE,
)


class References:
    """Looks up what a question names besides provisions and roles. Identifiers are ``kind/id``."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_code: dict[str, list[str]] = {}
        for target in catalogue.targets.values():
            self._by_code.setdefault(_code(target.code), []).append(target.id)
        names = {term.label.lower(): f"term/{term.id}" for term in catalogue.terms.values()}
        for threat in catalogue.threats.values():
            for name in (threat.label, *threat.aliases):
                names.setdefault(name.lower(), f"threat/{threat.id}")
        self._names = names
        longest_first = sorted(names, key=len, reverse=True)
        self._name = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)

    def frameworks(self, question: str) -> tuple[str, ...]:
        """``framework/...`` for each framework named; the 2025 list stands for OWASP's list when no year is given."""
        found = [name for name, pattern in FRAMEWORKS.items() if pattern.search(question)]
        if "owasp-ai-exchange" in found and not re.search(r"top|LLM\d", question, re.IGNORECASE):
            found = [name for name in found if not name.startswith("owasp-llm")]
        if "owasp-llm-2026" in found and not re.search(r"2025", question):
            found = [name for name in found if name != "owasp-llm-2025"]
        return tuple(f"framework/{name}" for name in found)

    def targets(self, question: str) -> tuple[str, ...]:
        """``target/...`` for each element of a framework given by its identifier there (both editions without a year)."""
        found: list[str] = []
        for match in _TARGET.finditer(question):
            code = _code(match.group(1))
            found += self._by_code.get(code, [])
            if re.fullmatch(r"LLM\d\d", code):
                found += [t for year in (2025, 2026) for t in self._by_code.get(f"{code}:{year}", [])]
        return tuple(f"target/{target}" for target in dict.fromkeys(found))

    def documents(self, question: str) -> tuple[str, ...]:
        """``document/...`` for each related document named."""
        return tuple(f"document/{name}" for name, pattern in DOCUMENTS.items() if pattern.search(question))

    def names(self, question: str) -> tuple[str, ...]:
        """``term/...`` and ``threat/...`` for each term or threat named."""
        return tuple(dict.fromkeys(self._names[m.group(0).lower()] for m in self._name.finditer(question)))


def _code(text: str) -> str:
    """An element's identifier in one spelling."""
    folded = re.sub(r"\s+", " ", text.upper().strip())
    folded = re.sub(r"^(?:ARTICLE|ART\.?) ?(\d+)$", r"ART\1", folded)
    return re.sub(r"^(GOVERN|MAP|MEASURE|MANAGE) ?(?=\d)", r"\1 ", folded)
