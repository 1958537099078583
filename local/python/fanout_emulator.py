"""What moto does otherwise here than where it is started alone."""

import logging
from typing import Any


def take_line_feeds() -> None:
    """Routes keys of objects with line feeds, which S3 takes: without it they are answered with a page of 404."""
    from moto.moto_server.utilities import RegexConverter

    make = RegexConverter.__init__

    def make_for_all_characters(self: RegexConverter, url_map: Any, *items: Any) -> None:
        make(self, url_map, *items)
        self.regex = f"(?s:{self.regex})"

    RegexConverter.__init__ = make_for_all_characters


def list_modules_once() -> None:
    """Lists its own folders once: with each request to S3 they took longer than its answer."""
    from moto import backends

    modules = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules


def write_present_types() -> None:
    """Writes the type that a value of DynamoDB has, without looking for the nine others under all their names."""
    from moto.core.serialize import ResponseSerializer

    write = ResponseSerializer._serialize_structure_member

    def write_present(self: ResponseSerializer, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.parent.name != "AttributeValue" or not isinstance(value, dict) or key in value:
            write(self, serialized, value, shape, key)

    ResponseSerializer._serialize_structure_member = write_present


# A line of each request, which nobody reads; what goes wrong is told as before.
logging.getLogger("werkzeug").setLevel(logging.ERROR)
take_line_feeds()
list_modules_once()
write_present_types()
