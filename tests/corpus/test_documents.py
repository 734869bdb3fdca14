from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import docx
import httpx
import pytest

from corpus import documents
from corpus.documents import Allowed
from corpus.errors import CollectionInvalid
from corpus.fetch import Fetcher
from corpus.library import Library
from corpus.passage import Passage
from corpus.shelf import Shelf
from tests.corpus import printed

MARKDOWN = """---
title: "Teapot policy"
---
# Teapots
Everyone *shall* rinse the [teapot](https://example.org).

## 2.1 Brewing
2.1.1 Water shall boil.

2.1.2 Leaves should be weighed.

- green
- black

| Tea | Minutes |
|-----|---------|
| Green | 2 |

```
brew --hot
```
"""


def word() -> bytes:
    document = docx.Document()
    document.core_properties.title = "Teapot standard"
    document.add_heading("Scope", level=1)
    document.add_paragraph("All teapots are in scope.")
    document.add_heading("Limits", level=2)
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("Tea", "Minutes"), ("Green", "2")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def stored(home: Path) -> list[Passage]:
    return list(Library(home).passages())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "home")


def write(folder: Path, name: str, content: bytes | str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def texts(shelf: Shelf) -> list[str]:
    return [p.text for p in stored(shelf.folder.parent)]


def test_markdown_is_cut_along_headings_clauses_and_tables(shelf: Shelf, tmp_path: Path) -> None:
    documents.add(shelf, "policies", [write(tmp_path, "tea.md", MARKDOWN)])
    found = stored(tmp_path / "home")
    assert [(p.text, p.locator) for p in found] == [
        ("Everyone shall rinse the teapot.", "Teapots"),
        ("2.1.1 Water shall boil.", "Teapots › 2.1 Brewing, clause 2.1.1"),
        ("2.1.2 Leaves should be weighed.\ngreen\nblack", "Teapots › 2.1 Brewing, clause 2.1.2"),
        ("Tea | Minutes\nGreen | 2", "Teapots › 2.1 Brewing, table"),
        ("brew --hot", "Teapots › 2.1 Brewing"),
    ]
    first = found[0]
    assert first.id.startswith("policies/tea-")
    assert (first.corpus, first.kind, first.iri, first.verbatim) == ("policies", "passage", None, True)
    assert first.title == "Teapot policy: Teapots"
    assert len({p.id for p in found}) == 5


def test_a_word_document_keeps_headings_and_tables_in_order(shelf: Shelf, tmp_path: Path) -> None:
    documents.add(shelf, "policies", [write(tmp_path, "tea.docx", word())])
    assert [(p.title, p.text, p.locator) for p in stored(tmp_path / "home")] == [
        ("Teapot standard: Scope", "All teapots are in scope.", "Scope"),
        ("Teapot standard: Limits", "Tea | Minutes\nGreen | 2", "Scope › Limits, table"),
    ]


def test_a_pdf_gives_pages_headings_clauses_and_no_running_heads(shelf: Shelf, tmp_path: Path) -> None:
    documents.add(shelf, "policies", [write(tmp_path, "tea.pdf", printed.policy())])
    found = stored(tmp_path / "home")
    assert [p.locator for p in found] == [
        "page 1, 1 Scope, clause 1.1",
        "page 1, 1 Scope, clause 1.2",
        "page 2, 2 Brewing, clause 2.1",
        "page 2, 2 Brewing, clause 2.2",
        "page 2, 2 Brewing, table",
        "page 3, 3 Disposal, clause 3.1",
        "page 3, 3 Disposal, clause 3.2",
    ]
    assert found[4].text == "Tea | Minutes\nGreen | 2\nBlack | 4"
    assert found[0].text.endswith("the result is written down at once.")
    assert not any("internal" in p.text for p in found)


def test_an_address_is_read_with_the_pages_anchors(shelf: Shelf) -> None:
    page = "<title>T</title><nav>menu</nav><main><h1 id='a'>Tea</h1><p>Rinse.</p><h2 id='b'>Cups</h2><p>Two.</p></main>"
    answers = httpx.MockTransport(lambda request: httpx.Response(200, html=page))
    documents.add(shelf, "web", ["https://tea.example/x"], Allowed(private=True), Fetcher(answers))
    found = stored(shelf.folder.parent)
    assert [(p.text, p.source_url) for p in found] == [
        ("Rinse.", "https://tea.example/x#a"),
        ("Two.", "https://tea.example/x#b"),
    ]


def test_ready_passages_are_taken_as_they_are(shelf: Shelf, tmp_path: Path) -> None:
    lines = [
        {"id": "a/1", "text": "Line\u2028one.", "title": "T", "locator": "4.2", "source_url": "https://x.example/"},
        {"id": 7, "text": "Two."},
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n\n"
    tally = documents.add(shelf, "reg", [write(tmp_path, "r.jsonl.gz", gzip.compress(content.encode()))])
    assert (tally.passages, tally.failed) == (2, [])
    first, second = stored(tmp_path / "home")
    assert (first.id, first.node, first.text, first.title) == ("reg/a/1", "a/1", "Line\u2028one.", "T")
    assert (first.locator, first.source_url) == ("4.2", "https://x.example/")
    assert (second.node, second.title) == ("7", "r.jsonl.gz")


def test_ready_passages_keep_the_document_that_they_name(shelf: Shelf, tmp_path: Path) -> None:
    lines = [
        '{"id":"a","text":"x","document":"Rule book"}',
        '{"id":"b","text":"x","document":3}',
        '{"id":"c","text":"x"}',
    ]
    documents.add(shelf, "reg", [write(tmp_path, "r.jsonl", "\n".join(lines))])
    first, second, third = (p.document for p in stored(tmp_path / "home"))
    assert (first, second) == (f"{third}/Rule book", f"{third}/3")


def test_passages_of_one_file_share_a_document_and_those_of_two_do_not(shelf: Shelf, tmp_path: Path) -> None:
    documents.add(shelf, "reg", [write(tmp_path, name, MARKDOWN) for name in ("a.md", "b.md")])
    found = stored(tmp_path / "home")
    assert len({p.document for p in found}) == 2
    assert all(p.id.startswith(p.document) for p in found)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('{"id":"a","text":"x"}\nnot json', "line 2: not valid JSON"),
        ('{"id":"a"}', "line 1: there is no text"),
        ('{"text":"a"}', "line 1: there is no id"),
        ('["a"]', "line 1: a line is an object"),
        ('{"id":"a","text":"x"}\n{"id":"a","text":"y"}', "comes twice"),
        ('{"id":"a","text":["x"]}', "text is not a text"),
        ('{"id":"a","text":"x","source_url":"javascript:alert(1)"}', "not a web address"),
        ("[" * 100_000, "not valid JSON"),
        ("\n", "holds no text"),
    ],
)
def test_ready_passages_with_a_mistake_are_refused_with_the_line(
    shelf: Shelf, tmp_path: Path, lines: str, says: str
) -> None:
    tally = documents.add(shelf, "reg", [write(tmp_path, "r.jsonl", lines)])
    assert says in tally.failed[0][1]
    assert texts(shelf) == []


def test_two_files_of_a_collection_may_not_share_an_id(shelf: Shelf, tmp_path: Path) -> None:
    one, two = (write(tmp_path, f"{n}.jsonl", '{"id":"a","text":"x"}') for n in "ab")
    tally = documents.add(shelf, "reg", [one, two])
    assert (tally.added, [name for name, _ in tally.failed]) == ([one], [two])
    assert documents.add(shelf, "other", [two]).added == [two]


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(shelf: Shelf, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    bad = {
        "fake.pdf": b"not a pdf", "cut.pdf": printed.policy()[:900], "fake.docx": b"PK\x03\x04 no",
        "bin.txt": b"\x00\x01tea",
        "empty.md": b"", "blank.html": b"<html></html>", "zip.docx": _zip({"x": b"y"}),
        "r.jsonl.gz": b"\x1f\x8bxx",
    }  # fmt: skip
    for name, content in bad.items():
        write(docs, name, content)
    write(docs, "good.txt", "Rinse the pot.")
    tally = documents.add(shelf, "mixed", [str(docs), str(tmp_path / "none.md"), str(tmp_path)])
    assert tally.added == [str(docs / "good.txt")]
    assert {Path(name).name for name, _ in tally.failed} == {*bad, "none.md"}
    assert all(reason.endswith(".") and "Error" not in reason for _, reason in tally.failed)
    assert texts(shelf) == ["Rinse the pot."]


def _zip(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_an_archive_that_would_unpack_to_far_more_is_not_opened(shelf: Shelf, tmp_path: Path) -> None:
    bomb = _zip({"word/document.xml": b"\x00" * 30_000_000})
    assert len(bomb) < 100_000
    many = _zip({f"p{n}": b"" for n in range(5_001)})
    packed = gzip.compress(b" " * 2_000_000)
    files = [
        write(tmp_path, "bomb.docx", bomb),
        write(tmp_path, "many.docx", many),
        write(tmp_path, "b.jsonl.gz", packed),
    ]
    tally = documents.add(shelf, "x", files, Allowed(limit=1_000_000))
    assert ["unpack to 30 MB" in tally.failed[0][1], "5001 parts" in tally.failed[1][1]] == [True, True]
    assert "unpacks to more than 1 MB" in tally.failed[2][1]


def test_entities_in_a_word_document_are_not_expanded(shelf: Shelf, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    doctype = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    parts["word/document.xml"] = (
        body.replace("<w:document", doctype + "<w:document", 1).replace("All teapots", "&a;All").encode()
    )
    documents.add(shelf, "x", [write(tmp_path, "e.docx", _zip(parts))])
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "?"
    assert not any(hostname and hostname in text for text in texts(shelf))


def test_a_file_over_the_limit_is_not_read(shelf: Shelf, tmp_path: Path) -> None:
    tally = documents.add(shelf, "x", [write(tmp_path, "big.txt", "tea " * 1_000)], Allowed(limit=1_000))
    assert "larger than" in tally.failed[0][1]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfcaf\xc3\xa9",
        "café".encode("utf-16"),
        "café".encode(),
        "Im Café gibt es grünen Tee und Brötchen.".encode("cp1252"),
    ],
)
def test_encodings_are_recognised(shelf: Shelf, tmp_path: Path, content: bytes) -> None:
    documents.add(shelf, "x", [write(tmp_path, "a.txt", content)])
    assert "é" in texts(shelf)[0]


@pytest.mark.parametrize(
    "content", ["> " * 5_000 + "tea", "* " * 2_000 + "tea", "[" * 5_000 + "tea", "#" * 9_000, "|" * 9_000]
)
def test_deeply_nested_markdown_does_no_harm(shelf: Shelf, tmp_path: Path, content: str) -> None:
    documents.add(shelf, "x", [write(tmp_path, "deep.md", content)])


def test_long_paragraphs_are_cut_at_sentences_and_nothing_is_lost(shelf: Shelf, tmp_path: Path) -> None:
    sentences = [f"Sentence {n} is about tea." for n in range(300)]
    documents.add(shelf, "x", [write(tmp_path, "a.txt", " ".join(sentences) + "\n\n" + "x" * 5_000)])
    found = texts(shelf)
    assert all(len(text) <= 1_200 for text in found)
    assert found[0].endswith(".")
    assert "".join(found).replace("\n", "").replace(" ", "") == ("".join(sentences) + "x" * 5_000).replace(" ", "")


def test_unchanged_files_are_not_read_again(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path, "a.md", "Tea.")
    documents.add(shelf, "x", [file])
    fingerprint = Library(tmp_path / "home").fingerprint()
    monkeypatch.setattr("corpus.documents._passages", lambda *a: pytest.fail("read again"))
    assert documents.add(shelf, "x", [file]).unchanged == [file]
    assert documents.add(shelf, "x", []).unchanged == [file]
    assert Library(tmp_path / "home").fingerprint() == fingerprint


def test_a_changed_file_replaces_its_passages_and_keeps_its_identifier(shelf: Shelf, tmp_path: Path) -> None:
    file = write(tmp_path, "a.md", "Tea.")
    documents.add(shelf, "x", [file])
    before = stored(tmp_path / "home")[0]
    write(tmp_path, "a.md", "Coffee.")
    assert documents.add(shelf, "x", [file]).updated == [file]
    after = stored(tmp_path / "home")
    assert [(p.id, p.kind, p.text) for p in after] == [(before.id, "document", "Coffee.")]


def test_a_removed_file_leaves_but_a_missing_drive_does_not_empty_the_collection(shelf: Shelf, tmp_path: Path) -> None:
    a, b = write(tmp_path / "d", "a.md", "Tea."), write(tmp_path / "d" / "e", "b.md", "Milk.")
    documents.add(shelf, "x", [str(tmp_path / "d")])
    Path(a).unlink()
    assert documents.add(shelf, "x", [str(tmp_path / "d")]).removed == [a]
    assert texts(shelf) == ["Milk."]
    (tmp_path / "d").rename(tmp_path / "elsewhere")
    assert documents.add(shelf, "x", []).removed == []
    assert texts(shelf) == ["Milk."]
    assert documents.remove(shelf, "x", [b]) == [b]
    assert Library(tmp_path / "home").collections() == ()


def test_a_file_that_becomes_unreadable_keeps_what_was_read(shelf: Shelf, tmp_path: Path) -> None:
    file = write(tmp_path, "a.pdf", printed.policy())
    documents.add(shelf, "x", [file])
    before = texts(shelf)
    write(tmp_path, "a.pdf", b"broken")
    assert len(documents.add(shelf, "x", [file]).failed) == 1
    assert texts(shelf) == before


@pytest.mark.parametrize(
    "name", ["../x", "", "official", "guide", "digest", "A", "a/b", "a" * 65, ".x", "a b", "é", "x\n"]
)
def test_names_that_cannot_be_a_collections_are_refused(shelf: Shelf, tmp_path: Path, name: str) -> None:
    with pytest.raises(CollectionInvalid, match="cannot name a collection"):
        documents.add(shelf, name, [write(tmp_path, "a.md", "Tea.")])
    assert not shelf.folder.exists()


def test_private_addresses_and_plain_http_need_the_flag(shelf: Shelf) -> None:
    answers = Fetcher(httpx.MockTransport(lambda request: httpx.Response(200, text="Tea.")), lambda seconds: None)
    targets = ["https://127.0.0.1/a.txt", "https://[::1]/a.txt", "http://127.0.0.1/a.txt", "file:///etc/passwd"]
    tally = documents.add(shelf, "x", targets, Allowed(), answers)
    assert [name for name, _ in tally.failed] == targets
    tally = documents.add(shelf, "x", targets[:3], Allowed(private=True), answers)
    assert tally.added == targets[:3]


def test_links_in_a_folder_are_not_followed(shelf: Shelf, tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "s.md", "Secret.")
    write(tmp_path / "docs", "a.md", "Tea.")
    write(tmp_path / "docs" / ".git", "b.md", "Hidden.")
    (tmp_path / "docs" / "link.md").symlink_to(secret)
    (tmp_path / "docs" / "more").symlink_to(tmp_path / "secret")
    documents.add(shelf, "x", [str(tmp_path / "docs")])
    assert texts(shelf) == ["Tea."]


def test_progress_counts_bytes_to_the_end(shelf: Shelf, tmp_path: Path) -> None:
    write(tmp_path / "d", "a.md", "Tea.")
    write(tmp_path / "d", "b.md", "Milk, please.")
    told: list[tuple[str, int, int]] = []
    documents.add(shelf, "x", [str(tmp_path / "d")], progress=lambda *step: told.append(step))
    assert [(done, total) for _, done, total in told] == [(0, 17), (4, 17), (17, 17)]


def test_removing_what_is_not_there_says_what_is(shelf: Shelf, tmp_path: Path) -> None:
    documents.add(shelf, "tea", [write(tmp_path, "a.md", "Tea.")])
    with pytest.raises(CollectionInvalid, match="Known: tea"):
        documents.remove(shelf, "milk")
    with pytest.raises(CollectionInvalid, match="holds nothing from"):
        documents.remove(shelf, "tea", ["b.md"])
