"""The reader's language: by address or browser, in words, labels, dates, numbers and links."""

import pytest

from samgraf.web.languages import accepted


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("en-GB,da;q=0.9,en;q=0.8", "en"),
        ("da-DK,da;q=0.9,en-US;q=0.8,en;q=0.7", "da"),
        ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.6,en-US;q=0.5,en;q=0.4", "nb"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("no-NO,en;q=0.9", "nb"),
        ("sv-FI,fi;q=0.8", "sv"),
        ("sv-SE,sv;q=0.8,en-US;q=0.5,en;q=0.3", "sv"),
        ("fi", "fi"),
        ("FI-fi", "fi"),
        ("fo,da;q=0.9,en;q=0.5", "da"),
        ("kl-GL", "da"),
        ("is-IS,is;q=0.9,da;q=0.8", "da"),
        ("is", "en"),
        ("de-DE,de;q=0.9,fr;q=0.8", "en"),
        ("de,sv;q=0.1", "sv"),
        ("da;q=0.5,sv;q=0.5", "da"),
        ("sv;q=0.2,fi;q=0.4", "fi"),
        ("*", "en"),
        ("da,*;q=0.5", "da"),
        ("de,*;q=0.5", "en"),
        ("en;q=0,*", "da"),
        ("en;q=0", "en"),
        ("da;q=0,sv;q=0.1", "sv"),
        ("da;q=nonsense,fi;q=0.1", "fi"),
        (";;;,,,=;q", "en"),
        ("\x00\u202e<script>,da", "da"),
        ("de," * 63 + "da", "da"),
        ("de," * 64 + "da", "en"),
        ("a" * 100_000, "en"),
    ],
)
def test_a_browser_gets_the_language_it_likes_best_of_ours(header: str, language: str) -> None:
    assert accepted(header) == language
