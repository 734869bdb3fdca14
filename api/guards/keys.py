"""API keys: 256 random bits, kept only as a hash, with scopes; made and revoked by ``signpost keys``.

They live in ``keys.json``, which only its owner can read, under the home folder; replicas with homes of their own share
one by ``SIGNPOST_KEYS_FOLDER``. A key's secret is random, not chosen, so one round
of BLAKE2b is enough: there is nothing to guess from a dictionary.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

from api.errors import ApiError, KeyRefused

PREFIX: Final = "sp"
SCOPES: Final = ("ask", "read", "conversations", "assessments", "metrics")
DEFAULT_SCOPES: Final = ("ask", "read")
RESERVED: Final = frozenset({"", "anonymous", "mcp"})  # in the audit log: without a key, and over standard input
IN_SLACK: Final = "slack:"  # what the names of those who ask in Slack begin with there
_TOKEN: Final = re.compile(r"sp_([0-9a-f]{12})_([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept. ``digest`` is BLAKE2b-256 of its secret, in hexadecimal."""

    id: str
    name: str
    digest: str
    scopes: tuple[str, ...]
    created: str
    revoked: str | None = None


def digest_of(secret: str) -> str:
    return hashlib.blake2b(secret.encode(), digest_size=32, person=b"signpost-key").hexdigest()


class KeyRing:
    """The keys of a folder. Reads the file again when it has changed, whoever changed it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "keys.json"
        self._stamp: tuple[int, int] | None = None
        self._keys: dict[str, Key] = {}

    def keys(self) -> dict[str, Key]:
        """All keys by identifier, revoked ones too.

        Raises:
            ApiError: the file cannot be read.
        """
        try:
            status = self._file.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._stamp:
                rows = json.loads(self._file.read_text(encoding="utf-8"))
                self._keys = {row["id"]: Key(**{**row, "scopes": tuple(row["scopes"])}) for row in rows}
                self._stamp = stamp
        except FileNotFoundError:
            self._keys, self._stamp = {}, None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ApiError(f"The file of API keys, {self._file}, cannot be read. Restore or remove it.") from error
        return self._keys

    def create(self, name: str, scopes: tuple[str, ...] = DEFAULT_SCOPES) -> tuple[Key, str]:
        """A new key and its token, which is shown this once.

        Raises:
            ApiError: an unknown scope, a name that means somebody else, or the file cannot be written.
        """
        unknown = [scope for scope in scopes if scope not in SCOPES]
        if unknown or not scopes:
            raise ApiError(f"There is no scope “{', '.join(unknown)}”. Known: {', '.join(SCOPES)}.")
        plain = name.strip().casefold()
        if plain in RESERVED or plain.startswith(IN_SLACK):
            raise ApiError(f"The audit log calls others “{name.strip()}”. Give the key the name of whose it is.")
        secret = secrets.token_urlsafe(32)
        key = Key(secrets.token_hex(6), name, digest_of(secret), tuple(scopes), _now())
        with self._locked():
            self._write({**self.keys(), key.id: key})
        return key, f"{PREFIX}_{key.id}_{secret}"

    def revoke(self, identifier: str) -> Key:
        """Make a key useless from now on.

        Raises:
            ApiError: there is no such key.
        """
        with self._locked():
            key = self.keys().get(identifier)
            if key is None:
                raise ApiError("There is no such key; “signpost keys list” lists them.")
            gone = Key(**{**asdict(key), "revoked": key.revoked or _now()})
            self._write({**self._keys, gone.id: gone})
        return gone

    def check(self, token: str) -> Key | None:
        """The key of `token`; None for a token that isn't one of ours at all (clients that must send something do).

        Raises:
            KeyRefused: it looks like a key of ours, but is unknown or revoked.
        """
        if not token.startswith(PREFIX + "_"):
            return None
        match = _TOKEN.fullmatch(token)
        key = self.keys().get(match.group(1)) if match else None
        given = digest_of(match.group(2) if match else token)
        right = hmac.compare_digest(given, key.digest if key else "0" * 64)
        if key is None or not right or key.revoked:
            raise KeyRefused("The API key is not valid; it is unknown or has been revoked.")
        return key

    def _locked(self) -> FileLock:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._unwritable(error) from error
        return FileLock(self._file.with_suffix(".lock"), timeout=10)

    def _write(self, keys: dict[str, Key]) -> None:
        rows: list[dict[str, Any]] = [asdict(key) for key in keys.values()]
        try:
            handle, name = tempfile.mkstemp(prefix=".keys-", dir=self._file.parent)  # made with mode 0600
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(rows, file, indent=1)
            Path(name).replace(self._file)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> ApiError:
        return ApiError(
            f"The file of API keys, {self._file}, cannot be written ({error.strerror}). Check SIGNPOST_HOME."
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
