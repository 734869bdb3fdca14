"""What a list is limited to, and whose it is: the strength, the relation, the phase or principle, and the roles.

Whose it is: the asker's, by what they call themselves, say to do, leave to others, and by what a head reads; or that of
somebody else of whom the question tells (:mod:`bot.understand.targets`), by what that one does.
"""

from __future__ import annotations

from dataclasses import replace

from bot.understand import acting, asking, denials, lexicon, places, retelling, role_words, roles
from bot.understand.heads import HeadReading, Heads
from bot.understand.roles import RoleFinder
from bot.understand.weighing import Weights
from ontology.catalogue import Catalogue
from ontology.model import Relation


class Limits:
    """Reads the limits and the roles of a list.

    Args:
        finder: finds roles by name and by what people say of themselves.
        heads: small trained heads; silent ones are fine.
        weights: the fitted rules between heads and words.
    """

    def __init__(self, catalogue: Catalogue, finder: RoleFinder, heads: Heads, weights: Weights) -> None:
        self._catalogue, self._finder, self._heads, self._weights = catalogue, finder, heads, weights

    def read(
        self, question: str, whole: HeadReading, principles: tuple[int, ...]
    ) -> tuple[asking.Asking, tuple[str, ...], tuple[tuple[str, str], ...]]:
        """The limits and roles of the list that `question` asks for, with the reasons.

        `whole`: what the heads read in it; `principles`: those given by number.
        """
        asked, why = asking.read(question, whole, principles, self._weights)
        if asked.principles and not principles:
            asked = replace(asked, principles=places.themes(question, asked.principles[0], self._heads))
        if not (asked.principles or asked.phases) and (before := places.pointed_at(question, self._heads)):
            asked = replace(asked, principles=(before,))
        found, words = self._holders(question, whole, owed=asked.relations == (Relation.INVOLVES,))
        if lexicon.ANYBODY.search(question) and not self._finder.named(question):
            return asked, (), why
        if asked.modality and not asked.relations and self._only_served(asked, found):
            asked = replace(asked, relations=(Relation.INVOLVES,))
        return asked, found, ((("roles", words), *why) if words else why)

    def _holders(self, question: str, whole: HeadReading, *, owed: bool) -> tuple[tuple[str, ...], str]:
        """Whose list it is, and the reason in words; `owed`: it is about what others are to do for them."""
        for_other = retelling.meant(question, owed=owed)
        named, does = self._finder.named(question), () if for_other else acting.told(question)
        sure, barred = self._finder.settled(question, named, does, owed=owed)
        if not for_other:
            barred = (*barred, *(role for role in denials.elsewhere(question) if role not in sure))
        beside = roles.BESIDE_OWED if owed else roles.BESIDE_SURE if sure else roles.BESIDE
        described, head = self._finder.described(question), whole.get("roles", {})
        found, words = roles.decide(named, described, head, self._weights.roles, sure, barred, beside)
        if retold := retelling.retold(question, owed=owed):
            (reading,) = self._heads.read([retold])
            target = roles.surely(reading.get("roles", {}), self._weights.roles, acting.told(retold))
            fewer = set(target) < set(found) and acting.TWO_HATS.search(question)
            if target and not fewer:
                both = acting.told(question) if retelling.OURS_TOO.search(question) else ()
                return tuple(
                    role for role in role_words.ROLES if role in (*target, *both)
                ), f"by what they do: {retold}"
        if not found and (own := retelling.of_own(question)):
            (reading,) = self._heads.read([own])
            found = roles.surely(reading.get("roles", {}), self._weights.roles, acting.told(own))
            words = f"by what the asker's own people do: {own}" if found else words
        return found, words

    def _only_served(self, asked: asking.Asking, found: tuple[str, ...]) -> bool:
        """Whether these roles have no duty of the strength asked for, nor could have, but is served."""

        def any_of(*relations: Relation) -> bool:
            return bool(
                self._catalogue.obligations(
                    found,
                    modality=asked.modality,
                    phases=asked.phases,
                    principles=asked.principles,
                    relations=relations,
                )
            )

        return found == role_words.OUTSIDE and not any_of(*asking.DUTIES) and any_of(Relation.INVOLVES)
