"""How often a client may ask: a bucket that refills, for each key or address. Each process counts for itself."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from api.errors import RateExceeded

MOST_CLIENTS: Final = 20_000


class Rates:
    """Allows `per_minute` requests a minute to each client, all at once if it likes, then as the bucket refills."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._refill = per_minute / 60.0
        self._clock = clock
        self._turn = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> None:
        """Count one request of `client`.

        Raises:
            RateExceeded: it has used up its share; says how long to wait.
        """
        now = self._clock()
        with self._turn:
            left, at = self._buckets.pop(client, (self._size, now))
            left = min(self._size, left + (now - at) * self._refill)
            allowed = left >= 1.0
            self._buckets[client] = (left - 1.0 if allowed else left, now)
            while len(self._buckets) > MOST_CLIENTS:
                self._buckets.popitem(last=False)
        if not allowed:
            wait = math.ceil((1.0 - left) / self._refill)
            raise RateExceeded(f"Too many requests. Please try again in {wait} s.", wait)
