"""Whether questions can be answered: the adviser is put together in a thread while the server already listens."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from api.errors import NotReady

if TYPE_CHECKING:
    from api.wiring import House

LOG = logging.getLogger(__name__)
PATIENCE: Final = 10.0


class Readiness:
    """Warms a house once. A failure is kept and shown; the next request that needs the adviser tries again."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._turn = threading.Lock()
        self._ready = False
        self.error: Exception | None = None

    @property
    def ready(self) -> bool:
        """True once an adviser stands on an open index."""
        return self._ready

    @property
    def note(self) -> str:
        """Why an older index answers than the one that should, where it does."""
        return str(getattr(self._house.index, "note", "")) if self._ready else ""

    def check(self) -> None:
        """Whether the engine that searches answers just now.

        Raises:
            EngineUnavailable
        """
        self._house.index.retriever.check()

    def start(self) -> threading.Thread:
        """Warm in a thread of its own."""
        thread = threading.Thread(target=self._try, name="warm", daemon=True)
        thread.start()
        return thread

    def _try(self) -> None:
        try:
            self.require()
        except Exception as error:  # it is kept for /readyz, and raised again to the next caller
            LOG.warning("not ready: %s", error)

    def require(self) -> None:
        """Return once the adviser stands.

        Raises:
            NotReady: another thread is still building after :data:`PATIENCE` seconds.
            Exception: whatever keeps the adviser from being put together.
        """
        if self._ready:
            return
        if not self._turn.acquire(timeout=PATIENCE):
            raise NotReady("The index is still being built. Please try again in a few seconds.")
        try:
            if not self._ready:
                _ = self._house.adviser
                self._ready, self.error = True, None
        except Exception as error:
            self.error = error
            raise
        finally:
            self._turn.release()
