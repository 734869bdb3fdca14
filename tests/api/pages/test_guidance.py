from __future__ import annotations

from starlette.testclient import TestClient

from corpus import acquisition
from corpus.manifest import source
from corpus.shelf import Shelf
from tests.api.conftest import ScriptedHouse
from tests.corpus import printed


def test_a_provisions_page_shows_the_guides_measures_before_our_examples(
    house: ScriptedHouse, client: TestClient
) -> None:
    before = client.get("/page/provision/5.4.1").text
    assert 'id="examples"' in before
    assert 'id="guide"' not in before
    pdf = printed.guide(list(house.catalogue.provisions)[:40])
    acquisition.accept(Shelf(house.settings.home), house.catalogue, source("guide"), pdf, "https://example.org/g.pdf")
    del house.library  # a library shows the folder as it was when it was first read
    page = client.get("/page/provision/5.4.1").text
    places = [page.index(words) for words in ("count the teapots of 5.4.1", "Cold tea 5.4.1", 'id="examples"')]
    assert places == sorted(places)
    assert "Open Government Licence v3.0" in page
    assert "it adds no duties" in page
