"""Python runs this as it starts: where END_WITH_PARENT is set, the process ends when its standard input does.

The other end of its standard input is its parent's, which may be killed. The program itself has an empty one.
"""

import os
import threading
from typing import Any


def end_with(parent: int) -> None:
    """Waits until the parent is gone."""
    while os.read(parent, 1):
        pass
    os._exit(1)


# Not for its own children: their standard input is another.
if os.environ.pop("END_WITH_PARENT", None):
    parent = os.dup(0)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    threading.Thread(target=end_with, args=(parent,), daemon=True).start()


def take_line_feeds() -> None:
    """Lets the emulator route keys of objects with line feeds, which S3 takes: without it they are answered with a page of 404."""
    from moto.moto_server.utilities import RegexConverter

    make = RegexConverter.__init__

    def make_for_all_characters(self: RegexConverter, url_map: Any, *items: Any) -> None:
        make(self, url_map, *items)
        self.regex = f"(?s:{self.regex})"

    RegexConverter.__init__ = make_for_all_characters


if os.environ.pop("IS_EMULATOR", None):
    take_line_feeds()
