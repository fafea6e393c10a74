"""The build before a server begins, in a process of its own.

What a build takes of memory, half a gigabyte, is given back with its process; the server would hold
it for as long as it runs.
"""

import subprocess
import sys

from samgraf import config, pipeline
from samgraf.config import Settings

from . import reporting
from .ending import in_words, say
from .processes import leave_with_parent


def apart(settings: Settings) -> None:
    """Build with some settings and say how; end this process where the build failed."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        if child.stdin is not None:  # it stays open: its end tells the child that it is alone
            child.stdin.write(config.to_json(settings).encode() + b"\n")
            child.stdin.flush()
        status = child.wait()
    if status:
        sys.exit(status if status > 0 else 128 - status)  # as a shell tells of a signal


def main() -> None:
    """Read settings from stdin and build."""
    settings = config.from_json(sys.stdin.buffer.readline().decode())
    leave_with_parent()
    with in_words():
        reporting.built(pipeline.build(settings, say), settings)


if __name__ == "__main__":
    main()
