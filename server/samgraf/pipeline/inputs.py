"""What a build depends on: the graph's four folders, the package and two settings."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from samgraf import resources
from samgraf.config import Settings

FOLDERS = {"data": ".csv", "ontology": ".ttl", "shapes": ".ttl", "queries": ".rq"}


def digest_of_inputs(settings: Settings) -> str:
    """Return one SHA-256 for everything that can change what a build makes."""
    digest = hashlib.sha256(str(settings.build.data_date).encode())
    for name, content in _inputs():
        digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def digests(folder: str) -> dict[str, str]:
    """Return the SHA-256 of each input file of one folder by its name, in a stable order."""
    return {
        resources.name_of(file): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in resources.files(folder, FOLDERS[folder])
    }


def _inputs() -> Iterator[tuple[str, bytes]]:
    for folder, ending in FOLDERS.items():
        for file in resources.files(folder, ending):
            yield resources.name_of(file), file.read_bytes()
    package = Path(__file__).parents[1]
    for file in sorted(package.rglob("*.py")):
        yield str(file.relative_to(package)), file.read_bytes()
