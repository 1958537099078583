"""Runs a job's script as Glue does: `run_script.py ERROR_FILE SCRIPT [ARGUMENT...]`.

Where the script fails, what Glue gives as the run's ErrorMessage is written to ERROR_FILE, as UTF-8.
"""

from __future__ import annotations

import runpy
import sys
import traceback
from pathlib import Path


def main() -> None:
    """Runs the script as `__main__`, with its own arguments."""
    error_file, script = Path(sys.argv[1]), sys.argv[2]
    sys.argv = sys.argv[2:]
    try:
        runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        if end.code not in (None, 0):
            error_file.write_text(f"SystemExit: {end.code}", encoding="utf-8")
        raise
    except BaseException as problem:
        error_file.write_text(f"{type(problem).__name__}: {problem}", encoding="utf-8")
        traceback.print_exc()
        sys.exit(1)


if __name__ == "__main__":
    main()
