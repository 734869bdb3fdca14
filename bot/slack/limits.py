"""How much one person or one channel may ask: so many questions in any minute, counted in each process."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from enum import StrEnum

MINUTE = 60.0
REMEMBERED = 10_000


class Verdict(StrEnum):
    """What to do with a question."""

    GO = "go"
    TELL = "tell"  # too many; say so
    DROP = "drop"  # too many, and that has been said within the minute


class Limits:
    """A sliding window for each person and channel; at most 10,000 of either are remembered.

    Args:
        user, channel: questions in any minute; 0 is no limit.
        clock: seconds, monotonic.
    """

    def __init__(self, user: int, channel: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = {"user": user, "channel": channel}
        self._clock = clock
        self._asked: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()
        self._told: dict[tuple[str, str], float] = {}

    def ask(self, user: str, channel: str) -> Verdict:
        """Count a question of `user` in `channel`, unless it is one too many."""
        now = self._clock()
        keys = [key for key in (("user", user), ("channel", channel)) if self._limits[key[0]] and key[1]]
        windows = [self._window(key, now) for key in keys]
        full = [k for k, window in zip(keys, windows, strict=True) if len(window) >= self._limits[k[0]]]
        if full:
            said = self._told.get(("user", user))
            if said is not None and now - said < MINUTE:
                return Verdict.DROP
            self._told[("user", user)] = now
            self._told = {key: at for key, at in self._told.items() if now - at < MINUTE}
            return Verdict.TELL
        for window in windows:
            window.append(now)
        return Verdict.GO

    def _window(self, key: tuple[str, str], now: float) -> deque[float]:
        window = self._asked.setdefault(key, deque())
        self._asked.move_to_end(key)
        while window and now - window[0] >= MINUTE:
            window.popleft()
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return window
