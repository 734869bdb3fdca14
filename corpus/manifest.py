"""Where the official sources are published, what each is for, and what may be said of its licence.

The addresses are those of the ontology's documents; a redirect may lead to a host of the same publisher only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from corpus.digest import CODE_URL
from corpus.errors import SourceUnavailable

MEGABYTE: Final = 1_000_000
OGL: Final = "Open Government Licence v3.0"
OGL_URL: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


class Use(StrEnum):
    """What a source is for: quoted as the Code, quoted as the Guide, or only read to check numbers."""

    CODE = "code"
    GUIDE = "guide"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Source:
    """An official source. `limit` is in bytes; `licence` is empty where only the document itself can say."""

    name: str
    title: str
    publisher: str
    url: str
    use: Use
    hosts: tuple[str, ...]
    limit: int
    document: str
    licence: str = ""
    holder: str = ""


_GOV: Final = ("www.gov.uk", "assets.publishing.service.gov.uk")
_DSIT: Final = "Department for Science, Innovation and Technology"
_ETSI: Final = ("www.etsi.org", "etsi.org", "cdn.etsi.org")
SOURCES: Final = {
    source.name: source
    for source in (
        Source(
            "code", "Code of Practice for the Cyber Security of AI", _DSIT, CODE_URL, Use.CODE, _GOV, 8 * MEGABYTE,
            "code", OGL, "© Crown copyright 2025",
        ),
        Source(
            "guide", "Implementation Guide for the AI Cyber Security Code of Practice", _DSIT,
            "https://assets.publishing.service.gov.uk/media/679cae441d14e76535afb630/"
            "Implementation_Guide_for_the_AI_Cyber_Security_Code_of_Practice.pdf",
            Use.GUIDE, _GOV, 40 * MEGABYTE, "uk-implementation-guide",
        ),
        Source(
            "ts-104-223", "ETSI TS 104 223 V1.1.1", "ETSI",
            "https://www.etsi.org/deliver/etsi_ts/104200_104299/104223/01.01.01_60/ts_104223v010101p.pdf",
            Use.NUMBERS, _ETSI, 40 * MEGABYTE, "etsi-ts-104-223",
        ),
        Source(
            "en-304-223", "ETSI EN 304 223 V2.1.1", "ETSI",
            "https://www.etsi.org/deliver/etsi_en/304200_304299/304223/02.01.01_60/en_304223v020101p.pdf",
            Use.NUMBERS, _ETSI, 40 * MEGABYTE, "etsi-en-304-223",
        ),
    )
}  # fmt: skip


def source(name: str) -> Source:
    """The source of that name.

    Raises:
        SourceUnavailable: there is none; the message lists them.
    """
    try:
        return SOURCES[name]
    except KeyError:
        raise SourceUnavailable(f"There is no source “{name}”. Known: {', '.join(SOURCES)}.") from None
