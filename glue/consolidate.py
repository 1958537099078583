"""Consolidates the parts of a task into one CSV file: a Glue job of type glueetl or pythonshell.

| argument               | meaning                                                          |
| ---------------------- | ---------------------------------------------------------------- |
| `--task_id`            | the task; metadata `task-id` of the CSV, percent-encoded         |
| `--run`                | the run that stored the parts: their metadata `run`              |
| `--source_bucket`      | the bucket of the parts                                          |
| `--source_prefix`      | what their keys begin with, ending in a slash: `tmp/{task}/`     |
| `--destination_bucket` | the bucket of the CSV                                            |
| `--destination_key`    | the key of the CSV                                               |
| `--columns`            | the names of the columns in their order, a JSON array            |

A part's key is `{source_prefix}{location}/{type}/{offset}`: location and type percent-encoded (in JSONata
`$encodeUrlComponent`), the offset a number without leading zeros. A part is a JSON array of row objects whose fields are
columns; a field that is missing is null, and one that is neither a string nor null is written as its JSON, numbers
with the digits that they have there. A part whose metadata names another
run, one that failed before or one that has begun since, is neither consolidated nor deleted.

The CSV (RFC 4180, UTF-8, every field quoted, a header) holds the rows by location, type and offset. Beside it,
`{destination_key}.summary.json` says what was written: `task_id`, `run`, `rows`, `parts`, `bytes` (of the CSV),
`parts_deleted` and `empty_columns` (those without a value in any row). Order of work: the CSV is completed, the summary written with `parts_deleted` false, the parts deleted,
the summary written again with true. So a run that is repeated gives the same bytes wherever the one before it ended:

- before the CSV was complete: its upload is aborted and all parts are read anew;
- while parts were deleted: those not newer than the summary are in the CSV already, and only their deletion goes on;
- at its end: no parts are left, and the summary of the same run says that nothing remains to do.

A run that has neither parts nor a summary fails. Whatever fails ends the job with one sentence and exit status 1, with
the upload aborted and no part deleted that is not in a complete CSV. In memory are at most `PARTS_AHEAD` parts, two
pieces of the upload, and eight bytes for each part's offset.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from array import array
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from types import TracebackType
from typing import (
    Any,
    Callable,
    Deque,
    Dict,
    Generator,
    Iterable,
    Iterator,
    List,
    Mapping,
    NoReturn,
    Optional,
    Set,
    Tuple,
    Type,
    TypeVar,
)
from urllib.parse import quote, unquote

import boto3
from awsglue.utils import getResolvedOptions
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

TEXT_ARGUMENTS = ("task_id", "run", "source_bucket", "source_prefix", "destination_bucket", "destination_key")
ARGUMENTS = (*TEXT_ARGUMENTS, "columns")

READERS = 16
PARTS_AHEAD = 64
# An upload has at most 10,000 pieces: 160 GB.
PIECE_BYTES = 16 * 1024 * 1024
KEYS_PER_DELETE = 1000
DELETE_ATTEMPTS = 3

T = TypeVar("T")
U = TypeVar("U")


class NumberText(str):
    """A JSON number, as it was written."""


class ConsolidationError(Exception):
    """Why the parts could not be consolidated, in one sentence."""


@dataclass(frozen=True)
class Job:
    """What is to be done; the arguments of the job."""

    task_id: str
    run: str
    source_bucket: str
    source_prefix: str
    destination_bucket: str
    destination_key: str
    columns: Tuple[str, ...]

    @staticmethod
    def of(options: Mapping[str, str]) -> Job:
        """Checks the arguments.

        Raises ConsolidationError where one of them cannot be meant.
        """
        job = Job(**{name: options[name] for name in TEXT_ARGUMENTS}, columns=parse_columns(options["columns"]))
        for name in TEXT_ARGUMENTS:
            if not options[name].strip():
                raise ConsolidationError(f"--{name} is empty.")
        if not job.source_prefix.endswith("/") or not job.source_prefix.strip("/"):
            raise ConsolidationError(f"--source_prefix is '{job.source_prefix}'; it must be such as 'tmp/{{task}}/'.")
        if job.source_bucket == job.destination_bucket and job.destination_key.startswith(job.source_prefix):
            raise ConsolidationError(f"--destination_key is '{job.destination_key}', which would be one of the parts.")
        return job

    @property
    def summary_key(self) -> str:
        """The key of the summary."""
        return f"{self.destination_key}.summary.json"


@dataclass(frozen=True)
class Summary:
    """What a run wrote, and whether it has deleted the parts."""

    task_id: str
    run: str
    rows: int
    parts: int
    bytes: int
    parts_deleted: bool
    empty_columns: List[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part that was read: its rows as CSV, how many they are, and which columns have a value in any of them."""

    key: str
    text: bytes
    rows: int
    filled: Set[str]


class Parts:
    """The keys of parts: the offsets of each location and type."""

    _NAME = re.compile(r"(?P<location>[^/]+)/(?P<type>[^/]+)/(?P<offset>0|[1-9][0-9]{0,17})")

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._offsets: Dict[Tuple[str, str], array[int]] = {}

    def add(self, key: str) -> None:
        """Adds a key.

        Raises ConsolidationError where it is not that of a part.
        """
        name = self._NAME.fullmatch(key[len(self._prefix) :])
        if name is None:
            raise ConsolidationError(
                f"The key '{key}' is not that of a part: after '{self._prefix}' it must be 'location/type/offset', "
                "the offset a number."
            )
        group = (name["location"], name["type"])
        self._offsets.setdefault(group, array("Q")).append(int(name["offset"]))

    def __len__(self) -> int:
        return sum(len(offsets) for offsets in self._offsets.values())

    def __iter__(self) -> Iterator[str]:
        for location, kind in sorted(self._offsets, key=lambda group: (unquote(group[0]), unquote(group[1]), group)):
            for offset in sorted(self._offsets[location, kind]):
                yield f"{self._prefix}{location}/{kind}/{offset}"


class Upload:
    """A multipart upload, to be used in a `with` block: aborted where the block fails before `complete`."""

    def __init__(self, s3: Any, job: Job) -> None:
        self._s3 = s3
        self._target = {"Bucket": job.destination_bucket, "Key": job.destination_key}
        self._metadata = {"task-id": quote(job.task_id)}
        self._buffer = bytearray()
        self._pieces: List[Dict[str, Any]] = []
        self._completed = False
        self.size = 0

    def __enter__(self) -> Upload:
        started = self._s3.create_multipart_upload(
            **self._target, ContentType="text/csv; charset=utf-8", Metadata=self._metadata
        )
        self._target["UploadId"] = started["UploadId"]
        return self

    def write(self, content: bytes) -> None:
        """Adds content, which goes out when there is a piece of it."""
        self._buffer += content
        self.size += len(content)
        while len(self._buffer) >= PIECE_BYTES:
            self._send(bytes(self._buffer[:PIECE_BYTES]))
            del self._buffer[:PIECE_BYTES]

    def complete(self) -> None:
        """Makes what was written an object."""
        if self._buffer:
            self._send(bytes(self._buffer))
        self._s3.complete_multipart_upload(**self._target, MultipartUpload={"Parts": self._pieces})
        self._completed = True

    def _send(self, content: bytes) -> None:
        number = len(self._pieces) + 1
        sent = self._s3.upload_part(**self._target, PartNumber=number, Body=content)
        self._pieces.append({"PartNumber": number, "ETag": sent["ETag"]})

    def __exit__(
        self, kind: Optional[Type[BaseException]], problem: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if self._completed:
            return
        try:
            self._s3.abort_multipart_upload(**self._target)
        except (BotoCoreError, ClientError) as failure:
            print(f"The upload {self._target['UploadId']} was not aborted: {failure}", file=sys.stderr)


def parse_columns(text: str) -> Tuple[str, ...]:
    """Reads the names of the columns.

    Raises ConsolidationError where the text is not a JSON array of names that differ.
    """
    try:
        names = json.loads(text)
    except ValueError:
        names = None
    is_usable = isinstance(names, list) and names and all(isinstance(name, str) and name.strip() for name in names)
    if not is_usable or len(set(names)) < len(names):
        raise ConsolidationError(
            f"--columns is '{text}'; it must be a JSON array of different names such as [\"id\", \"status\"]."
        )
    return tuple(names)


def consolidate(s3: Any, job: Job) -> Summary:
    """Writes the CSV and its summary and deletes the parts.

    Raises ConsolidationError and what boto3 raises.
    """
    earlier = read_summary(s3, job)
    listed, consolidated = list_parts(s3, job, earlier)
    written = write_csv(s3, job, listed)
    if written is not None:
        summary, own = written
        write_summary(s3, job, summary)
    elif earlier is not None:
        summary, own = earlier[0], Parts(job.source_prefix)
    else:
        raise ConsolidationError(
            f"There are no parts of the run '{job.run}' under s3://{job.source_bucket}/{job.source_prefix}."
        )
    delete(s3, job, consolidated)
    delete(s3, job, own)
    done = replace(summary, parts_deleted=True)
    if done != summary:
        write_summary(s3, job, done)
    return done


def read_summary(s3: Any, job: Job) -> Optional[Tuple[Summary, datetime]]:
    """Reads what the job wrote for the same task and run before, and when; None where it did not."""
    try:
        found = s3.get_object(Bucket=job.destination_bucket, Key=job.summary_key)
    except s3.exceptions.NoSuchKey:
        return None
    try:
        summary = Summary(**json.loads(found["Body"].read()))
    except (TypeError, ValueError):
        raise ConsolidationError(
            f"s3://{job.destination_bucket}/{job.summary_key} is not a summary that this job wrote; remove it or "
            "choose another --destination_key."
        ) from None
    is_own = (summary.task_id, summary.run) == (job.task_id, job.run)
    return (summary, found["LastModified"]) if is_own else None


def write_summary(s3: Any, job: Job, summary: Summary) -> None:
    """Writes the summary beside the CSV."""
    body = json.dumps(asdict(summary)).encode()
    s3.put_object(Bucket=job.destination_bucket, Key=job.summary_key, Body=body, ContentType="application/json")


def list_parts(s3: Any, job: Job, earlier: Optional[Tuple[Summary, datetime]]) -> Tuple[Parts, Parts]:
    """Lists the parts to consolidate, and those that an earlier run has consolidated and not deleted."""
    written = earlier[1] if earlier is not None and not earlier[0].parts_deleted else None
    parts, consolidated = Parts(job.source_prefix), Parts(job.source_prefix)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=job.source_bucket, Prefix=job.source_prefix)
    for page in pages:
        for found in page.get("Contents", []):
            is_consolidated = written is not None and found["LastModified"] <= written
            (consolidated if is_consolidated else parts).add(found["Key"])
    return parts, consolidated


def write_csv(s3: Any, job: Job, listed: Parts) -> Optional[Tuple[Summary, Parts]]:
    """Streams the rows of the run's parts into the CSV; None where none of those listed is of the run."""
    rows, filled, written = 0, set(), Parts(job.source_prefix)
    with closing(map_in_order(lambda key: read_part(s3, job, key), listed)) as parts:
        own = (part for part in parts if part is not None)
        first = next(own, None)
        if first is None:
            return None
        abort_uploads(s3, job)
        with Upload(s3, job) as upload:
            upload.write(csv_text([job.columns]))
            for part in chain([first], own):
                upload.write(part.text)
                rows += part.rows
                filled |= part.filled
                written.add(part.key)
            upload.complete()
    empty = [name for name in job.columns if name not in filled]
    return Summary(job.task_id, job.run, rows, len(written), upload.size, parts_deleted=False, empty_columns=empty), written


def abort_uploads(s3: Any, job: Job) -> None:
    """Aborts the uploads of the CSV that earlier runs left behind."""
    pages = s3.get_paginator("list_multipart_uploads").paginate(
        Bucket=job.destination_bucket, Prefix=job.destination_key
    )
    left = [upload for page in pages for upload in page.get("Uploads", []) if upload["Key"] == job.destination_key]
    for upload in left:
        s3.abort_multipart_upload(
            Bucket=job.destination_bucket, Key=job.destination_key, UploadId=upload["UploadId"]
        )


def map_in_order(function: Callable[[T], U], items: Iterable[T]) -> Generator[U, None, None]:
    """Calls the function in parallel and gives its results in the order of the items, a bounded number ahead."""
    ahead: Deque[Future[U]] = deque()
    with ThreadPoolExecutor(READERS) as pool:
        try:
            for item in items:
                ahead.append(pool.submit(function, item))
                if len(ahead) == PARTS_AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()


def read_part(s3: Any, job: Job, key: str) -> Optional[Part]:
    """Reads a part; None where it is of another run.

    Raises ConsolidationError where it cannot be read or is not an array of rows.
    """
    name = f"The part s3://{job.source_bucket}/{key}"
    try:
        found = s3.get_object(Bucket=job.source_bucket, Key=key)
        with found["Body"] as body:
            if found["Metadata"].get("run", job.run) != job.run:
                return None
            content = body.read()
        rows = [row_fields(row, number, job.columns) for number, row in enumerate(parse_part(content), start=1)]
        filled = {name for fields in rows for name, text in zip(job.columns, fields) if text}
        return Part(key, csv_text(rows), len(rows), filled)
    except (BotoCoreError, ClientError) as problem:
        raise ConsolidationError(f"{name} cannot be read: {problem}") from problem
    except (ValueError, RecursionError) as problem:
        raise ConsolidationError(f"{name} is not a JSON array of rows: {problem}") from problem


def parse_part(content: bytes) -> List[Any]:
    """Parses a part; numbers stay the text that they are.

    Raises ValueError where it is not a JSON array.
    """
    rows = json.loads(content.decode("utf-8"), parse_int=NumberText, parse_float=NumberText, parse_constant=refuse_constant)
    if not isinstance(rows, list):
        raise ValueError(f"it is {kind_of(rows)}.")
    return rows


def refuse_constant(name: str) -> NoReturn:
    """Refuses NaN and the infinities, which JSON does not have."""
    raise ValueError(f"{name} is not a JSON value.")


def row_fields(row: Any, number: int, columns: Tuple[str, ...]) -> List[str]:
    """Gives the fields of a row in the order of the columns.

    Raises ValueError where it is not an object of them.
    """
    if not isinstance(row, dict):
        raise ValueError(f"row {number} is {kind_of(row)}.")
    for name in row:
        if name not in columns:
            raise ValueError(f"row {number} has the field '{name}'; allowed: {', '.join(columns)}.")
    return [field_text(row.get(name)) for name in columns]


def field_text(value: Any) -> str:
    """Gives a field's text: of null none, of a string itself, of all else its JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json_text(value)


def json_text(value: Any) -> str:
    """Gives a value as JSON, its numbers as they were written."""
    if isinstance(value, NumberText):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json_text(name)}:{json_text(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(json_text(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def kind_of(value: Any) -> str:
    """Names the kind of a JSON value."""
    if value is None:
        return "null"
    kinds = {dict: "an object", list: "an array", bool: "a boolean", str: "a string", NumberText: "a number"}
    return kinds[type(value)]


def csv_text(rows: Iterable[Iterable[str]]) -> bytes:
    """Gives rows as CSV.

    Raises ValueError where a text cannot be written as UTF-8.
    """
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue().encode("utf-8")


def delete(s3: Any, job: Job, parts: Parts) -> None:
    """Deletes parts, a thousand with a call; those that S3 reports an error for again.

    Raises ConsolidationError where some remain.
    """
    keys = iter(parts)
    while True:
        batch = list(islice(keys, KEYS_PER_DELETE))
        if not batch:
            return
        delete_batch(s3, job, batch)


def delete_batch(s3: Any, job: Job, keys: List[str]) -> None:
    """Deletes at most a thousand objects.

    Raises ConsolidationError where some remain.
    """
    errors: List[Dict[str, str]] = []
    for _ in range(DELETE_ATTEMPTS):
        request = {"Objects": [{"Key": key} for key in keys], "Quiet": True}
        errors = s3.delete_objects(Bucket=job.source_bucket, Delete=request).get("Errors", [])
        if not errors:
            return
        keys = [error["Key"] for error in errors]
    first = errors[0]
    raise ConsolidationError(
        f"s3://{job.destination_bucket}/{job.destination_key} is complete, but {len(errors)} parts could not be "
        f"deleted, the first of them s3://{job.source_bucket}/{first['Key']}: "
        f"{first.get('Code')}: {first.get('Message')}"
    )


def main(argv: List[str]) -> None:
    """Runs the job; where it fails, ends the process with a sentence and exit status 1."""
    options = getResolvedOptions(argv, list(ARGUMENTS))
    config = Config(max_pool_connections=READERS + 1, retries={"mode": "standard", "max_attempts": 5})
    try:
        job = Job.of(options)
        summary = consolidate(boto3.client("s3", config=config), job)
    except (ConsolidationError, BotoCoreError, ClientError) as problem:
        sys.exit(f"Task '{options['task_id']}' was not consolidated: {problem}")
    print(f"s3://{job.destination_bucket}/{job.destination_key}: {json.dumps(asdict(summary))}")


if __name__ == "__main__":
    main(sys.argv)
