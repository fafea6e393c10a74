"""Makes the files of the version below a folder: ``python -m samgraf.dumps FOLDER VERSION DAY``."""

import gc
import sys
from pathlib import Path

from .making import make
from .origin import Origin

if __name__ == "__main__":
    gc.disable()  # nothing here goes in circles, and the process soon ends
    folder, version, day = sys.argv[1:]
    try:
        make(Path(folder), Origin(version, day))
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.errno or 1)  # no room, say: whoever waits knows it by that
