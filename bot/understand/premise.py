"""False premises that a provision corrects: the question says *should* where the Code says *shall*, or the reverse."""

from __future__ import annotations

from bot.understand import cues
from ontology.catalogue import Catalogue
from ontology.model import Modality


def corrections(question: str, provisions: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """What to say first, when the question takes a strength for granted that the provision found does not have."""
    if not provisions or not cues.PREMISE.search(question):
        return ()
    provision = catalogue.provisions[provisions[0]]
    soft, firm = bool(cues.SAYS_SOFT.search(question)), bool(cues.SAYS_FIRM.search(question))
    if soft and not firm and provision.modality is Modality.SHALL:
        return (f"It is not optional: {provision.id} is a requirement (*shall*) for whoever follows the Code.",)
    if firm and not soft and provision.modality is Modality.SHOULD:
        return (f"It is not required: {provision.id} is a recommendation (*should*).",)
    return ()
