"""How a command ends that fails on purpose: in words on stderr, with its exit status."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from samgraf.errors import SamgrafError


def say(text: str) -> None:
    """Tell progress on stderr."""
    click.echo(text, err=True)


@contextmanager
def in_words() -> Iterator[None]:
    """Turn an error raised on purpose into its words and its exit status."""
    try:
        yield
    except SamgrafError as error:
        say(f"Error: {error}")
        sys.exit(error.exit_status)
    except MemoryError:
        told = "there is not enough memory for this: nothing was changed; free some, try again"
        say(f"Error: {told}")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
