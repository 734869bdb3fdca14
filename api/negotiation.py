"""Content negotiation by quality values (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    """Type, subtype and quality of each media range that can be read; at most 50 are looked at."""
    found = []
    for part in accept.lower().split(",")[:50]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        main, slash, sub = name.partition("/")
        if not slash or not main or not sub:
            if name != "*":
                continue
            main, sub = "*", "*"
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found.append((main, sub, quality))
    return found


def quality(accept: str, media_type: str) -> float:
    """How much a client that sends `accept` wants `media_type`: the most specific range that matches counts."""
    main, _, sub = media_type.lower().partition("/")
    best = (-1, 0.0)
    for range_main, range_sub, wanted in _ranges(accept):
        if range_main not in ("*", main) or range_sub not in ("*", sub):
            continue
        specific = (range_main != "*") + (range_sub != "*")
        best = max(best, (specific, wanted))
    return best[1]


def best(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that the client wants most, the first of equals; None when it takes none of them.

    A client that sends no ``Accept`` gets the first offer.
    """
    if not accept or not accept.strip():
        return offers[0] if offers else None
    scored = [(quality(accept, offer), -place, offer) for place, offer in enumerate(offers)]
    wanted = max(scored, default=(0.0, 0, None))
    return wanted[2] if wanted[0] > 0 else None
