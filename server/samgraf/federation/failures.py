"""Why another endpoint gave nothing."""

from samgraf.errors import SamgrafError


class SourceFailed(SamgrafError):
    """Another endpoint gave no table, in words that go on to whoever asked."""
