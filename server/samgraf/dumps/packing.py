"""Files compressed so that the same content gives the same bytes: no name and no time in them."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping

import zstandard

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 10
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP file can tell."""


def gzipped(content: bytes) -> bytes:
    """Compress by gzip (RFC 1952), its MTIME zero."""
    return gzip.compress(content, compresslevel=_GZIP_LEVEL, mtime=0)


def zstandardised(content: bytes) -> bytes:
    """Compress by Zstandard (RFC 8878) in one frame, with a checksum."""
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compress(content)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Pack files into one ZIP file, in their order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_GZIP_LEVEL) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return sink.getvalue()


def plain(content: bytes) -> bytes:
    """Leave it as it is."""
    return content


PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "": plain,
    ".gz": gzipped,
    ".zst": zstandardised,
}
"""How a file is packed, by the ending that its name gets."""
