"""Lists of pages that are cut say so."""

import re
from collections.abc import Iterator

import pytest

from .asking import send
from .serving import Server
from .small import served

BODIES, MEMBERS, FUNDERS, PHASES, PLANS = 25, 205, 35, 55, 43
TABLES = {
    "actors.csv": [
        "dk-stor,CooperationBody,DNK,association-of-authorities,,,,,,,,,,a-page,",
        *(f"dk-b{n:03},CooperationBody,DNK,forum,,,,,,,,,,a-page," for n in range(BODIES)),
        *(f"dk-m{n:03},Municipality,DNK,,,,,,,,,,,a-register," for n in range(MEMBERS)),
    ],
    "names.csv": [
        "dk-stor,Det store,da,pref,,,a-page",
        *(f"dk-b{n:03},Råd {n:03},da,pref,,,a-page" for n in range(BODIES)),
        *(f"dk-m{n:03},By {n:03},da,pref,,,a-register" for n in range(MEMBERS)),
    ],
    "memberships/all.csv": [
        f"m-dk-b{n:03}--dk-m000,dk-m000,dk-b{n:03},member,2005,,,,a-page,2016,enumerated,"
        for n in range(BODIES)
    ]
    + [
        f"m-dk-stor--dk-m{n:03},dk-m{n:03},dk-stor,member,2005,,,,a-page,2016,enumerated,"
        for n in range(1, MEMBERS)
    ],
    "rosters.csv": [
        f"a-page--list,actor/dk-stor,2016,partial,{MEMBERS - 1},"
        + "|".join(f"dk-m{n:03}" for n in range(1, MEMBERS))
        + ",enumerated,normal,,,a-page,"
    ],
    "programmes.csv": [
        "Programme,dk-pulje,Puljen,da,,,,,,,,,2009,,,",
        *(f"Programme,dk-fase-{n:02},Fase {n:02},da,dk-pulje,,,,,,,,,,," for n in range(PHASES)),
        *(f"PolicyPlan,dk-plan-{n:02},Plan {n:02},da,,,,,,waste,,2010,,,," for n in range(PLANS)),
    ],
    "funding.csv": [
        f"f-dk-pulje--{n:02},dk-m{n:03},,dk-aaby,,,dk-pulje,,,granted,1200,,DKK,2015,2016,,a-page,,"
        "explicit,"
        for n in range(FUNDERS)
    ],
    "topics.csv": [
        f"k-dk-b{n:03}--plan,dk-b{n:03},,waste,dk-plan-{n:02},2010,,,,,a-page,2016,explicit,"
        for n in range(BODIES)
    ],
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over five actors and many more."""
    with served(tmp_path_factory.mktemp("many"), TABLES) as running:
        yield running


CUT = [
    (
        "/page/actor/dk-b000",
        "network",
        "These are the 20 that share most members with it",
        BODIES - 1,
    ),
    ("/page/claim/a-page--list", "said", "and 4 more", MEMBERS),
    ("/page/programme/dk-pulje", "about", "and 5 more", FUNDERS),
    ("/page/programme/dk-pulje", "calls", "and 5 more", PHASES),
    ("/code/topic/waste", "programmes", "and 3 more", PLANS),
]


@pytest.mark.parametrize(("thing", "section", "words", "number"), CUT)
def test_a_list_that_is_cut_says_so(
    many: Server, thing: str, section: str, words: str, number: int
) -> None:
    reply = send(many.port, "GET", thing, Accept="text/html")
    assert reply.status == 200, reply.body
    page = reply.body.decode()
    part = page.partition(f'<section id="{section}">')[2].partition("</section>")[0]
    assert words in re.sub(r"\s+", " ", part)
    assert 20 <= len(set(re.findall(r'href="(/[^"]+)"', part))) < number
