"""What changed since the version before, made as soon as a version is in use.

It is kept beside the versions (``differences.keeping``): a version must have the same bytes
whichever came before it. Whoever asks for it later has it made then, so nothing depends on this.
"""

from samgraf.differences import history, keeping
from samgraf.errors import LimitExceeded, StoreError
from samgraf.limits import Limits
from samgraf.store.versions import Versions

from .telling import Say, step


def compare(versions: Versions, version: str, limits: Limits, say: Say) -> None:
    """Compare a version with the one before it; say so where that cannot be done."""
    old = history.before(versions, version)
    if old is None or versions.origin(old):
        return
    try:
        with step(say, f"compare with {old}"):
            keeping.difference(versions, old, version, limits)
    except (LimitExceeded, StoreError) as error:
        say(f"not compared with {old}: {error}")
