"""The arguments of a job ("Accessing parameters using getResolvedOptions")."""

from __future__ import annotations

import argparse
from typing import Dict, List, NoReturn


class GlueArgumentError(Exception):
    """An argument is missing or has no value."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise GlueArgumentError(message)


def getResolvedOptions(args: List[str], options: List[str]) -> Dict[str, str]:
    """Gives the options that are asked for, by name; all others in `args` are left alone.

    Raises GlueArgumentError where one is missing.
    """
    parser = _Parser(add_help=False)
    for option in options:
        parser.add_argument(f"--{option}", required=True)
    known, _ = parser.parse_known_args(args[1:])
    return vars(known)
