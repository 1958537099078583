"""Python runs this as it starts: where END_WITH_PARENT is set, the process ends when its standard input does; where
IS_EMULATOR is set, it is moto.

The other end of its standard input is its parent's, which may be killed. The program itself has an empty one.
"""

import os
import threading


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

if os.environ.pop("IS_EMULATOR", None):
    import fanout_emulator  # noqa: F401
