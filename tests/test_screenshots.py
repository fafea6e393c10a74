"""Pictures for the documents: named alike each time, and small."""

import io
import random

import pytest
from PIL import Image

from . import screenshots


def test_each_page_is_taken_at_two_widths_light_and_dark() -> None:
    assert len(screenshots.names()) == 8 * 2 * 2
    assert "haderslev-390-dark.png" in screenshots.names()


def test_a_picture_is_made_small_whatever_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screenshots, "LARGEST", 5000)
    noise, whole = random.Random(1).randbytes(100 * 120 * 3), io.BytesIO()
    Image.frombytes("RGB", (100, 120), noise).save(whole, "PNG")
    packed = screenshots.small(whole.getvalue())
    assert len(packed) <= 5000 < len(whole.getvalue())
    assert Image.open(io.BytesIO(packed)).size < (100, 120)
    assert screenshots.small(whole.getvalue()) == packed
