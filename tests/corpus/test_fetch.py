from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import httpx
import pytest

from corpus import addresses
from corpus.errors import AddressRefused, SourceUnavailable
from corpus.fetch import TRIES, Fetcher, Rules

URL = "https://www.gov.uk/code"
RULES = Rules(limit=1_000, hosts=("www.gov.uk", "assets.publishing.service.gov.uk"))


def fetcher(answer: Callable[[httpx.Request], httpx.Response], slept: list[float] | None = None) -> Fetcher:
    return Fetcher(httpx.MockTransport(answer), (slept if slept is not None else []).append)


def test_a_download_carries_its_hash_and_what_a_later_condition_needs() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200,
            content=b"tea",
            headers={"ETag": '"a"', "Last-Modified": "then", "Content-Type": "text/html; charset=x"},
        )

    told: list[tuple[int, int | None]] = []
    found = fetcher(answer).get(URL, RULES, report=lambda done, total: told.append((done, total)))
    assert found is not None
    assert (found.content, found.etag, found.last_modified, found.content_type) == (b"tea", '"a"', "then", "text/html")
    assert found.sha256 == hashlib.sha256(b"tea").hexdigest()
    assert told == [(3, 3)]


def test_a_document_that_has_not_changed_is_not_downloaded_again() -> None:
    asked: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers)
        return httpx.Response(304)

    assert fetcher(answer).get(URL, RULES, etag='"a"', last_modified="then") is None
    assert asked[0]["If-None-Match"] == '"a"'
    assert fetcher(answer).get(URL, RULES, last_modified="then") is None
    assert asked[1]["If-Modified-Since"] == "then"


def test_failures_are_tried_again_with_growing_waits() -> None:
    answers = iter(
        [httpx.Response(503), httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(200, content=b"x")]
    )
    slept: list[float] = []
    found = fetcher(lambda request: next(answers), slept).get(URL, RULES)
    assert found is not None
    assert slept == [1.0, 7.0]


def test_after_the_last_try_a_sentence_says_what_to_do() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    slept: list[float] = []
    with pytest.raises(SourceUnavailable, match=r"no route; tried 4 times.*--from PATH"):
        fetcher(answer, slept).get(URL, RULES)
    assert len(slept) == TRIES - 1


def test_a_missing_page_is_not_tried_again() -> None:
    slept: list[float] = []
    with pytest.raises(SourceUnavailable, match="answered 404"):
        fetcher(lambda request: httpx.Response(404), slept).get(URL, RULES)
    assert slept == []


@pytest.mark.parametrize("stated", [True, False])
def test_more_than_the_limit_is_not_read(stated: bool) -> None:
    def chunks() -> Iterator[bytes]:
        yield from [b"x" * 600] * 3

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"x" * 1_800) if stated else httpx.Response(200, content=chunks())

    with pytest.raises(SourceUnavailable, match="larger than"):
        fetcher(answer).get(URL, RULES)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/code", "http://www.gov.uk/code", "https://www.gov.uk.evil.example/", "file:///etc/passwd"],
)
def test_redirects_off_the_site_or_off_https_are_not_followed(target: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": target})

    with pytest.raises(AddressRefused):
        fetcher(answer).get(URL, RULES)
    assert asked == [URL]


def test_redirects_within_the_site_are_followed_a_few_times() -> None:
    def once(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/code":
            return httpx.Response(301, headers={"Location": "https://assets.publishing.service.gov.uk/x"})
        return httpx.Response(200, content=b"ok")

    assert fetcher(once).get(URL, RULES) is not None
    with pytest.raises(SourceUnavailable, match="redirects more than"):
        fetcher(lambda request: httpx.Response(302, headers={"Location": "/again"})).get(URL, RULES)


def test_a_pinned_address_is_the_one_that_is_asked_and_each_redirect_is_checked() -> None:
    asked: list[tuple[str, str, str]] = []

    def pin(host: str, port: int) -> str:
        return addresses.checked(
            host, port, lambda name, _: {"public.example": ["93.184.215.14"], "inside": ["10.0.0.5"]}[name]
        )

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.host, request.headers["Host"], str(request.extensions["sni_hostname"])))
        return httpx.Response(302, headers={"Location": "https://inside/secret"})

    with pytest.raises(AddressRefused, match="inside is an address in a private"):
        fetcher(answer).get("https://public.example/a", Rules(1_000, pin=pin))
    assert asked == [("93.184.215.14", "public.example", "public.example")]


@pytest.mark.parametrize("url", ["https://user:secret@public.example/", "ftp://x/", "https://", "nonsense"])
def test_addresses_that_are_none_are_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        fetcher(lambda request: httpx.Response(200)).get(url, Rules(1_000))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "::"],
)  # fmt: skip
def test_private_and_special_addresses_are_refused(address: str) -> None:
    assert not addresses.is_public(address)
    with pytest.raises(AddressRefused):
        addresses.checked("x.example", 443, lambda host, port: ["93.184.215.14", address])


def test_public_addresses_pass() -> None:
    assert addresses.is_public("93.184.215.14")
    assert addresses.is_public("2606:4700::1111")
    assert addresses.is_public("64:ff9b::5db8:d70e")  # 93.184.215.14 as networks without IPv4 reach it
