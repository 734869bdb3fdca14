from __future__ import annotations

from lxml import etree

from api.pages import linked, svg
from ontology.catalogue import Catalogue
from ontology.model import Relation

XLINK = "{http://www.w3.org/1999/xhtml}"


def test_the_whole_code_shows_each_role_exactly_what_concerns_it(catalogue: Catalogue) -> None:
    drawn = etree.fromstring(svg.whole_code(catalogue, "/here"))
    chips = drawn.xpath("//a[contains(@class, 'chip')]")
    wanted = sum(
        len({o.provision.id for o in catalogue.obligations([role], relations=tuple(Relation))})
        for role in catalogue.roles
    )
    assert len(chips) == wanted
    one = next(c for c in chips if c.get("href") == "/here/page/provision/5.4.1" and "shall" in c.get("class"))
    assert one.findtext("title").startswith("5.4.1 (shall")
    assert len(drawn.xpath("//a[@class='axis']")) == 13 + 5


def test_a_boxs_shade_is_the_provisions_strength(catalogue: Catalogue) -> None:
    drawn = etree.fromstring(svg.whole_code(catalogue))
    for chip in drawn.xpath("//a[contains(@class, 'chip')]"):
        provision = catalogue.provisions[chip.get("href").rpartition("/")[2]]
        shade, relation = chip.get("class").split()[1:]
        assert shade == ("involves" if relation == "involves" else provision.modality.value)


def test_around_a_node_every_neighbour_is_a_link_and_large_groups_are_cut_short(catalogue: Catalogue) -> None:
    for node in (catalogue.provisions["5.4.1"], catalogue.roles["developer"], catalogue.frameworks["mitre-atlas"]):
        groups = linked.groups(node, catalogue)
        drawn = etree.fromstring(svg.neighbourhood(node, groups))
        links = drawn.xpath("//a/@href")
        assert len(links) == sum(min(len(group.nodes), svg.MOST) for group in groups)
        assert len(drawn.xpath("//g[@class='lines']/path")) == len(links)
        cut = [group for group in groups if len(group.nodes) > svg.MOST]
        assert len(drawn.xpath("//text[@class='more']")) == len(cut)


def test_labels_cannot_break_out_of_the_picture(catalogue: Catalogue) -> None:
    from dataclasses import replace

    node = replace(catalogue.terms["adversarial-ai"], label='</text><script>x</script>"')
    drawn = svg.neighbourhood(node, (linked.Group("<b>", (node,)),))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    etree.fromstring(drawn)
