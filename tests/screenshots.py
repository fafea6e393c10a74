"""``make screenshots``: pictures of well-known pages for docs/screenshots, wide and narrow.

Each page is taken in full, up to ``TALLEST``, light and dark. A picture has as many colours as fit
into ``LARGEST``; its name depends on nothing but page, width and scheme.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from samgraf import config, pipeline
from samgraf.limits import Limits

from .serving import Server
from .small import ROOT
from .test_browser import FLAGS

FOLDER = ROOT / "docs" / "screenshots"
PAGES = {
    "trekantomraadet": "dk-trekantomraadet",
    "vestegnssamarbejdet": "dk-vestegnssamarbejdet",
    "knutepunkt-soerlandet": "no-knutepunkt-soerlandet-1996",
    "kl": "dk-kl",
    "tillvaxtverket": "se-tillvaxtverket",
    "kristiansand": "no-kristiansand",
    "kristiansand-until-2019": "no-kristiansand-until-2019",
    "haderslev": "dk-haderslev",
}
SCHEMES = ("light", "dark")
TALLEST = {1280: 2000, 390: 3400}
"""Pixels of height for each width."""

LARGEST = 100_000
COLOURS = (256, 128, 96, 64, 48)


def names() -> dict[str, tuple[str, int, str]]:
    """Return the name of each picture with its page, width and scheme."""
    return {
        f"{name}-{width}-{scheme}.png": (f"/page/actor/{key}", width, scheme)
        for name, key in PAGES.items()
        for width in TALLEST
        for scheme in SCHEMES
    }


def small(picture: bytes) -> bytes:
    """Return a picture with as many colours of its own as fit, cut below where none do."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    while True:
        for colours in COLOURS:
            packed = io.BytesIO()
            reduced = image.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            reduced.save(packed, "PNG", optimize=True)
            if packed.tell() <= LARGEST:
                return packed.getvalue()
        image = image.crop((0, 0, image.width, image.height * 9 // 10))


def taken(browser: Browser, address: str, width: int, scheme: str) -> bytes:
    """Take one page from its top."""
    dark = scheme == "dark"
    with browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    ) as context:
        page = context.new_page()
        reply = page.goto(address)
        if reply is None or reply.status != 200:
            raise RuntimeError(f"{address} is not there; name its actor anew in PAGES")
        page.evaluate("document.fonts.ready.then(() => true)")
        height = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST[width])
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


def main(folder: Path, say: Callable[[str], object]) -> None:
    """Build where needed, serve, and take all pictures into a folder."""
    settings = config.read(None, os.environ, lambda line: None)
    if not pipeline.is_fresh(settings):
        pipeline.build(settings, lambda line: None)
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("pictures need Debian's chromium: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with Server(settings.build.dir.resolve(), Limits()) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS, headless=True)
        for name, (path, width, scheme) in names().items():
            picture = small(taken(browser, f"http://127.0.0.1:{server.port}{path}", width, scheme))
            (folder / name).write_bytes(picture)
            say(f"{name}: {len(picture) // 1000} kB\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, sys.stdout.write)
