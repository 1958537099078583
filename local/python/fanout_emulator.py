"""What moto does otherwise here than where it is started alone."""

import heapq
import io
import logging
import traceback
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


def list_pages() -> None:
    """Lists a page of a bucket's keys without sorting all of them: of 100,000 each page took a quarter of a second.

    A folder of deleted keys alone is none, and one that begins before start-after but goes on behind it is listed.
    """
    from moto.s3.models import FakeDeleteMarker, S3Backend

    longest_page = 1000
    list_all = S3Backend.list_objects_v2

    def list_page(
        self: S3Backend, bucket: Any, prefix: Any, delimiter: Any, continuation_token: Any, start_after: Any, max_keys: int
    ) -> Any:
        if continuation_token and continuation_token not in self._pagination_tokens:
            return list_all(self, bucket, prefix, delimiter, continuation_token, start_after, max_keys)
        prefix = prefix or ""
        size = min(max_keys, longest_page)
        listed = self._pagination_tokens[continuation_token] if continuation_token else ""
        after = "" if continuation_token else start_after or ""
        found: dict[str, Any] = {}
        for name, versions in dict(bucket.keys).items():
            if name > after and name.startswith(prefix) and not isinstance(versions[-1], FakeDeleteMarker):
                end = name.find(delimiter, len(prefix)) if delimiter else -1
                entry = name if end < 0 else name[: end + len(delimiter)]
                if entry > listed:
                    found[entry] = versions[-1] if end < 0 else entry
        return self._truncate_result([found[entry] for entry in heapq.nsmallest(size + 1, found)], size)

    S3Backend.list_objects_v2 = list_page


def write_present_types() -> None:
    """Writes the type that a value of DynamoDB has, without looking for the nine others under all their names."""
    from moto.core.serialize import ResponseSerializer

    write = ResponseSerializer._serialize_structure_member

    def write_present(self: ResponseSerializer, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.parent.name != "AttributeValue" or not isinstance(value, dict) or key in value:
            write(self, serialized, value, shape, key)

    ResponseSerializer._serialize_structure_member = write_present


def keep_connections() -> None:
    """Answers further requests of a connection: a connection and a thread for each took longer than most answers."""
    from werkzeug.exceptions import InternalServerError
    from werkzeug.serving import WSGIRequestHandler
    from werkzeug.test import run_wsgi_app

    def answer(self: WSGIRequestHandler) -> None:
        environ = self.make_environ()
        # Read whole, as what is left of it would be taken for the next request.
        body = environ["wsgi.input"]
        environ["wsgi.input"] = io.BytesIO(
            body.read() if environ.get("wsgi.input_terminated") else body.read(int(environ.get("CONTENT_LENGTH") or 0))
        )
        self.environ = environ
        try:
            parts, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        except Exception:
            self.log("error", "%s", traceback.format_exc())
            parts, status, headers = run_wsgi_app(InternalServerError(), environ, buffered=True)
        content = b"".join(parts)
        code, _, reason = status.partition(" ")
        has_body = self.command != "HEAD" and code not in ("204", "304")
        if has_body:
            headers["Content-Length"] = str(len(content))
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if has_body:
            self.wfile.write(content)

    WSGIRequestHandler.run_wsgi = answer
    # An answer is written at once, not its head before its body.
    WSGIRequestHandler.wbufsize = -1


# A line of each request, which nobody reads; what goes wrong is told as before.
logging.getLogger("werkzeug").setLevel(logging.ERROR)
keep_connections()
take_line_feeds()
list_modules_once()
list_pages()
write_present_types()
