"""Downloading one document with care: https, a size limit, bounded retries, redirects that are checked one by one."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from corpus.errors import AddressRefused, SourceUnavailable

TRIES: Final = 4
REDIRECTS: Final = 5
LONGEST_WAIT: Final = 30.0
AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
HEADERS: Final = {"User-Agent": "signpost", "Accept-Encoding": "identity"}
Report = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Download:
    """What came back. `content_type` is without parameters; `charset` is as the server said, or None."""

    content: bytes
    url: str
    content_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Rules:
    """What a download may do.

    Attributes:
        limit: most bytes of the answer.
        hosts: the only hosts that may be asked, redirects included; any when empty.
        pin: gives the address to connect to for a host and port, or refuses it; None leaves that to the system.
        http: whether plain http is allowed.
    """

    limit: int
    hosts: tuple[str, ...] = ()
    pin: Callable[[str, int], str] | None = None
    http: bool = False


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Downloads. Proxies of the environment count only where nothing is pinned. `transport`, `sleep`: for tests."""

    transport: httpx.BaseTransport | None = None
    sleep: Callable[[float], None] = time.sleep
    timeout: httpx.Timeout = field(default_factory=lambda: httpx.Timeout(30.0, connect=10.0))

    def get(
        self,
        url: str,
        rules: Rules,
        etag: str | None = None,
        last_modified: str | None = None,
        report: Report | None = None,
    ) -> Download | None:
        """The document at `url`; None when it has not changed since `etag` or `last_modified`.

        `report` is told (bytes so far, total or None).

        Raises:
            AddressRefused: the address or a redirect breaks the rules.
            SourceUnavailable: no answer after several tries, an error, or too large.
        """
        condition = {"If-None-Match": etag} if etag else {"If-Modified-Since": last_modified} if last_modified else {}
        with httpx.Client(
            transport=self.transport, timeout=self.timeout, trust_env=rules.pin is None, follow_redirects=False
        ) as client:
            current = url
            for _ in range(REDIRECTS + 1):
                answer = self._tried(client, current, rules, condition, report)
                if not isinstance(answer, str):
                    return answer
                current = answer
        raise SourceUnavailable(f"{url} redirects more than {REDIRECTS} times.")

    def _tried(
        self, client: httpx.Client, url: str, rules: Rules, condition: dict[str, str], report: Report | None
    ) -> Download | str | None:
        """A download, None (not modified), or the address of a redirect; tried again while that may help."""
        for attempt in range(1, TRIES + 1):
            wait = min(2.0 ** (attempt - 1), LONGEST_WAIT)
            try:
                with _asked(client, url, rules, condition) as response:
                    if response.status_code not in AGAIN:
                        return _read(response, url, rules, report)
                    problem = f"it answered {response.status_code}"
                    wait = max(wait, _retry_after(response))
            except httpx.TransportError as error:
                problem = str(error) or type(error).__name__
            if attempt < TRIES:
                self.sleep(wait)
        raise SourceUnavailable(
            f"{url} cannot be fetched ({problem}; tried {TRIES} times). What is stored stays in force. Try again "
            "later, or download it with a browser and use --from PATH."
        )


def _asked(
    client: httpx.Client, url: str, rules: Rules, condition: dict[str, str]
) -> AbstractContextManager[httpx.Response]:
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise AddressRefused(f"“{url}” is not an address that can be read.") from error
    if target.scheme != "https" and not (rules.http and target.scheme == "http"):
        raise AddressRefused(f"{url} is not an https address.")
    if not target.host or target.userinfo:
        raise AddressRefused(f"{target.copy_with(userinfo=b'')} needs a host name and no user name or password.")
    if rules.hosts and target.host not in rules.hosts:
        raise AddressRefused(f"{url} is on another site than {rules.hosts[0]}; it was not followed.")
    headers, extensions = HEADERS | condition, {}
    if rules.pin:
        address = rules.pin(target.host, target.port or (443 if target.scheme == "https" else 80))
        headers["Host"] = target.netloc.decode("ascii")
        extensions["sni_hostname"] = target.host
        target = target.copy_with(host=address)
    return client.stream("GET", target, headers=headers, extensions=extensions)


def _read(response: httpx.Response, url: str, rules: Rules, report: Report | None) -> Download | str | None:
    if response.status_code == httpx.codes.NOT_MODIFIED:
        return None
    if response.is_redirect:
        return str(httpx.URL(url).join(response.headers["Location"]))
    if response.status_code != httpx.codes.OK:
        raise SourceUnavailable(f"{url} cannot be fetched: it answered {response.status_code}.")
    too_large = SourceUnavailable(f"{url} is larger than {rules.limit / 1e6:.0f} MB; it was not read.")
    stated = response.headers.get("Content-Length", "")
    total = int(stated) if stated.isdigit() else None
    if total is not None and total > rules.limit:
        raise too_large
    content = bytearray()
    for chunk in response.iter_bytes(65_536):
        content += chunk
        if len(content) > rules.limit:
            raise too_large
        if report:
            report(len(content), total)
    media = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    headers = response.headers
    return Download(
        bytes(content), url, media, response.charset_encoding, headers.get("ETag"), headers.get("Last-Modified")
    )


def _retry_after(response: httpx.Response) -> float:
    """Seconds that the server asks to wait, at most LONGEST_WAIT."""
    value = response.headers.get("Retry-After", "")
    if value.isdigit():
        return min(float(value), LONGEST_WAIT)
    try:
        seconds = parsedate_to_datetime(value).timestamp() - time.time()
    except (TypeError, ValueError):
        return 0.0
    return min(max(seconds, 0.0), LONGEST_WAIT)
