"""Citations as files and on pages, the head of pages, and what walkers and search engines read."""

import json
import re
from datetime import date
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from samgraf import queries
from samgraf.terms import BASE
from samgraf.web.latex import latex
from samgraf.web.references import Reference, bibtex, ris

from .asking import Reply, send
from .serving import Server

HOSTILE = "</script><script>alert(1)"
TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
THINGS = ["actor/no-nes", "event/no-nes-merger-2020", "dataset", "actor/dk-hostile"]
CSL = {"id", "type", "title", "author", "publisher", "issued", "version", "URL", "note"}
SLUGS = [query.slug for query in queries.library()[::4]]
"""Of one question in four."""

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def get(server: Server, path: str, accept: str = "*/*") -> Reply:
    reply = send(server.port, "GET", path, Accept=accept)
    assert reply.status == 200, (path, reply.body)
    return reply


def page(server: Server, path: str) -> str:
    return get(server, path, "text/html").body.decode()


def data_blocks(text: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return [json.loads(block) for block in found]


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("ending", TYPES)
def test_a_citation_has_version_day_and_both_addresses(
    linked: Server, thing: str, ending: str
) -> None:
    reply = get(linked, f"/cite/{thing}.{ending}")
    assert reply.headers["content-type"] == TYPES[ending]
    text = reply.body.decode()
    iri = BASE if thing == "dataset" else f"{BASE}id/{thing}"
    version = re.search(r"1970-01-01-[0-9a-f]{8}", text)
    assert version, text
    assert iri in text
    assert f"http://127.0.0.1:{linked.port}/" in text
    assert f"?version={version[0]}" in text


def test_a_citation_of_a_day_names_the_day(linked: Server) -> None:
    asked = "/cite/actor/no-nes.txt?on=2012-01-01"
    text = get(linked, asked).body.decode()
    assert "Nes on 2012-01-01" in text
    assert re.search(r"/page/actor/no-nes\?version=[^)]*&on=2012-01-01\)", text)
    assert "2012-" not in get(linked, "/cite/actor/no-nes.txt?on=yesterday").body.decode()
    shown = unescape(page(linked, "/page/actor/no-nes?on=2012-01-01"))
    assert text.strip() in shown
    assert '"/cite/actor/no-nes.bib?on=2012-01-01"' in shown


@pytest.mark.parametrize(
    "path", ["actor/dk-nobody", "code/topic/nothing", "x", "actor/a/b", "code"]
)
def test_what_is_not_known_has_no_citation(linked: Server, path: str) -> None:
    assert send(linked.port, "GET", f"/cite/{path}.bib").status == 404
    assert send(linked.port, "GET", "/cite/actor/no-nes.docx").status == 404
    assert send(linked.port, "GET", "/cite/actor/dk-retired.bib").status == 410


@pytest.mark.parametrize("path", ["/code/role/member", "/code/role"])
def test_a_code_can_be_cited(linked: Server, path: str) -> None:
    shown = page(linked, path)
    assert 'id="cite"' in shown
    assert BASE + path[1:] in get(linked, f"/cite{path}.ris").body.decode()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Åby & Øy 100 %", r"{\r{A}}by \& {\O}y 100 \%"),
        ("a_b #1 $2 {x}", r"a\_b \#1 \$2 \{x\}"),
        ("æðþŋ ö ä é š ç", r"{\ae}{\dh}{\th}{\ng} {\"{o}} {\"{a}} {\'{e}} {\v{s}} {\c{c}}"),
        ("~^\\", r"\textasciitilde{}\textasciicircum{}\textbackslash{}"),
        ("1996\u20132020 \u201cso\u201d", "1996--2020 ``so''"),
        ("a\nb\u2028c\u202ed", "a b cd"),
        ("Москва", "Москва"),
    ],
)
def test_text_for_latex_means_itself(text: str, written: str) -> None:
    assert latex(text) == written


def _reference(title: str) -> Reference:
    day = date(2026, 11, 21)
    address = "https://example.org/{x}"
    return Reference("samgraf:x", title, title, "v1", day, BASE, address, whole=False)


@pytest.mark.parametrize("title", ["}{", "a { b", "\\}", "x } @misc{y,", "a\nER  - \nTY  - BOOK"])
def test_no_title_breaks_out_of_its_field(title: str, linked: Server) -> None:
    for reference in (bibtex, ris):
        text = reference(_reference(title))
        assert text.count("\n  title = ") <= 1
        bare = re.sub(r"\\[{}]", "", text)
        assert reference is ris or bare.count("{") == bare.count("}")
        assert text.startswith(("@misc{samgraf:x,\n", "TY  - DATA\r\n"))
    assert latex("") == ""


def test_ris_has_one_field_a_line(linked: Server) -> None:
    for thing in THINGS:
        text = get(linked, f"/cite/{thing}.ris").body.decode()
        lines = text.split("\r\n")
        assert (lines[0], lines[-2:]) == ("TY  - DATA", ["ER  - ", ""])
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
        assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("thing", THINGS)
def test_csl_has_the_names_and_types_of_its_schema(linked: Server, thing: str) -> None:
    (item,) = json.loads(get(linked, f"/cite/{thing}.json").body)
    assert set(item) - {"container-title"} == CSL
    assert item["type"] == "dataset"
    assert item["author"] == [{"literal": "The Samgraf project"}]
    assert item["issued"] == {"date-parts": [[1970, 1, 1]]}
    assert all(isinstance(item[name], str) for name in CSL - {"author", "issued"})


def test_the_head_of_a_page_leads_to_its_formats_and_languages(linked: Server) -> None:
    head = page(linked, "/page/actor/no-nes?on=2012-01-01&lang=da").partition("</head>")[0]
    assert f'<link rel="canonical" href="{BASE}id/actor/no-nes">' in head
    for ending in ("ttl", "jsonld", "nt", "rdf"):
        assert f'href="/data/actor/no-nes.{ending}"' in head
    here = f"http://127.0.0.1:{linked.port}/page/actor/no-nes?on=2012-01-01"
    for code in ("en", "da", "nb", "sv", "fi"):
        assert f'hreflang="{code}" href="{here}&amp;lang={code}"' in head
    assert f'hreflang="x-default" href="{here}"' in head


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/page/actor/no-nes", "GovernmentOrganization"),
        ("/page/actor/dk-hostile", "Organization"),
        ("/page/event/no-nes-merger-2020", "Event"),
        ("/code/role/member", "DefinedTerm"),
        ("/code/role", "DefinedTermSet"),
        ("/", "Dataset"),
    ],
)
def test_search_engines_read_what_a_page_is_about(linked: Server, path: str, kind: str) -> None:
    ((block),) = data_blocks(page(linked, path))
    about, *way = block["@graph"]
    assert block["@context"] == "https://schema.org"
    assert about["@type"] == kind
    assert str(about["@id"]).startswith(BASE)
    assert [node["@type"] for node in way] == ([] if path == "/" else ["BreadcrumbList"])


def test_a_hostile_name_does_not_leave_the_data_of_its_page(linked: Server) -> None:
    text = page(linked, "/page/actor/dk-hostile")
    (block,) = data_blocks(text)
    assert str(block["@graph"][0]["name"]).startswith(HOSTILE)
    assert block["@graph"][0]["sameAs"] == ["http://www.wikidata.org/entity/Q1"]
    inside = re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL)
    assert not [script for script in inside if re.search("[<>&\u2028\u2029]", script)]
    assert "<script>alert" not in text
    assert "<!--<script>" not in text


def test_a_page_says_when_another_version_was_cited(linked: Server) -> None:
    says = "which is not known here"
    asked = page(linked, "/page/actor/no-nes?version=%3Cb%3E2020")
    assert says in asked
    assert 'href="/versions"' in asked
    assert "&lt;b&gt;2020" in asked
    cited = re.search(r"\?version=(1970-01-01-\w+)", asked)
    assert cited
    assert says not in page(linked, f"/page/actor/no-nes?version={cited[1]}")


def test_the_sitemap_names_every_page_of_every_thing(linked: Server) -> None:
    index = ET.fromstring(get(linked, "/sitemap.xml").body)
    origin = f"http://127.0.0.1:{linked.port}"
    listed: list[str] = []
    for part in index.iter(f"{SPACE}loc"):
        tree = ET.fromstring(get(linked, str(part.text).removeprefix(origin)).body)
        listed += [str(loc.text) for loc in tree.iter(f"{SPACE}loc")]
        assert {d.text for d in tree.iter(f"{SPACE}lastmod")} == {"1970-01-01"}
    assert len(listed) == len(set(listed)) <= 50_000
    for path in ("/", "/page/actor/no-nes", "/code/role/member", "/code/role"):
        assert origin + path in listed
    assert not [address for address in listed if "#" in address or "/meta" in address]
    for address in [one for one in listed if "/queries/" not in one][::4]:
        get(linked, address.removeprefix(origin), "text/html")
    assert send(linked.port, "GET", "/sitemap-9.xml").status == 404


@pytest.mark.parametrize("slug", SLUGS)
def test_the_sitemap_names_the_page_of_a_question(linked: Server, slug: str) -> None:
    address = f"http://127.0.0.1:{linked.port}/queries/{slug}"
    assert f"<loc>{address}</loc>" in get(linked, "/sitemap-1.xml").body.decode()
    get(linked, f"/queries/{slug}", "text/html")


def test_walkers_are_told_where_the_sitemap_is(linked: Server) -> None:
    text = get(linked, "/robots.txt").body.decode()
    assert f"Sitemap: http://127.0.0.1:{linked.port}/sitemap.xml\n" in text
    assert "Disallow: /\n" not in text


def test_the_page_of_a_problem_is_about_nothing(linked: Server) -> None:
    for path in ("/page/actor/dk-nobody", "/page/actor/dk-retired", "/nowhere?lang=da&version=x"):
        reply = send(linked.port, "GET", path, Accept="text/html")
        text = reply.body.decode()
        assert reply.status in (404, 410)
        assert data_blocks(text) == []
        assert 'id="cite"' not in text
        assert '<meta name="robots" content="noindex">' in text
        assert 'rel="canonical"' not in text


# Answers to questions

ASKED = "partners-of-actor"


def test_an_answer_is_cited_with_what_it_asks_and_its_version(linked: Server) -> None:
    given = "actor=actor/no-nes"
    text = page(linked, f"/queries/{ASKED}?{given}")
    cited = text.partition('<section id="cite"')[2].partition("</section>")[0]
    assert "Everybody an actor has worked with: Nes" in cited
    assert f"/queries/{ASKED}?actor=actor%2Fno-nes&amp;version=1970-01-01-" in cited
    files = re.findall(r'href="(/cite/[^"]*)"', cited)
    assert len(files) == len(TYPES)
    for file in files:
        reply = get(linked, unescape(file))
        assert "Everybody an actor has worked with: Nes" in reply.body.decode()
        ending = file.partition("?")[0].rpartition(".")[2]
        assert reply.headers["content-type"] == TYPES[ending]
    assert f"@misc{{samgraf:queries/{ASKED}/actor-no-nes," in unescape(cited)
    assert "<b>Nes" in text.partition("<h1>")[2].partition("<form")[0]


def test_the_citation_of_a_first_answer_names_its_values(linked: Server) -> None:
    text = page(linked, "/queries/cq02-bodies-in-year")
    assert "/cite/queries/cq02-bodies-in-year.bib?" in text.partition('id="cite"')[2]
    assert "year=" in text.partition('id="cite"')[2]


def test_what_cannot_be_asked_cannot_be_cited(linked: Server) -> None:
    bad = send(linked.port, "GET", f"/cite/queries/{ASKED}.bib?actor=actor/nowhere")
    assert bad.status == 400
    assert b"actor=actor/nowhere" in bad.body
    for path in (f"{ASKED}.odt", "no-such-question.bib"):
        assert send(linked.port, "GET", f"/cite/queries/{path}").status == 404
    refused = send(linked.port, "GET", f"/queries/{ASKED}?actor=actor/nowhere", Accept="text/html")
    assert b'id="cite"' not in refused.body


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_can_be_cited(linked: Server, slug: str) -> None:
    assert get(linked, f"/cite/queries/{slug}.json").body.startswith(b"[")
