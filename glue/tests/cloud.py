"""A moto server for the tests, and what they do in it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional
from unittest import TestCase

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from moto.backends import get_backend
from moto.server import ThreadedMotoServer

GLUE = Path(__file__).resolve().parents[1]
RUNTIME = GLUE.parent / "local" / "Services" / "Glue" / "runtime"
sys.path[:0] = [str(RUNTIME), str(GLUE)]

import consolidate  # noqa: E402  (it needs the path)

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
Row = Dict[str, Any]
COLUMNS = ("discount_code", "error_message", "status")


class CloudTestCase(TestCase):
    """Has a moto server with two empty buckets, and the job of a task."""

    server: ThreadedMotoServer

    @classmethod
    def setUpClass(cls) -> None:
        os.environ.update(CREDENTIALS)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        cls.server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
        cls.server.start()
        host, port = cls.server.get_host_and_port()
        cls.endpoint = f"http://{host}:{port}"

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def setUp(self) -> None:
        self.s3 = self.client()
        self.s3.create_bucket(Bucket="temporary")
        self.s3.create_bucket(Bucket="output")
        self.job = consolidate.Job("t-1", "r-1", "temporary", "tmp/t-1/", "output", "results/t-1.csv", COLUMNS)

    def tearDown(self) -> None:
        get_backend("s3").reset()

    def client(self) -> Any:
        """A client of its own, so that what is hooked into it ends with the test."""
        return boto3.session.Session().client("s3", endpoint_url=self.endpoint)

    def put(self, name: str, content: Any, run: Optional[str] = None) -> None:
        """Writes a part as Step Functions does: a JSON value as its text."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        metadata = {} if run is None else {"run": run}
        self.s3.put_object(Bucket="temporary", Key=f"tmp/t-1/{name}", Body=body, Metadata=metadata)

    def put_many(self, parts: Dict[str, bytes]) -> None:
        """Writes many parts without a request for each."""
        backend = get_backend("s3")["123456789012"]["aws"]
        for name, body in parts.items():
            backend.put_object("temporary", f"tmp/t-1/{name}", body)

    def consolidate(self) -> consolidate.Summary:
        """Runs the job in this process."""
        return consolidate.consolidate(self.s3, self.job)

    def run_script(self, prelude: Optional[str] = None, **changed: str) -> subprocess.CompletedProcess[str]:
        """Runs the script as a job, in a process of its own; the prelude is Python that runs before it."""
        job = dataclasses.asdict(self.job)
        options = {**job, "columns": json.dumps(job["columns"]), **changed}
        arguments = [text for name, value in options.items() for text in (f"--{name}", value)]
        script = str(GLUE / "consolidate.py")
        run = f"import runpy\nrunpy.run_path({script!r}, run_name='__main__')"
        program = [script] if prelude is None else ["-c", f"{prelude}\n{run}"]
        environment = {**os.environ, **CREDENTIALS, "AWS_ENDPOINT_URL": self.endpoint, "PYTHONPATH": str(RUNTIME)}
        command = [sys.executable, *program, *arguments]
        return subprocess.run(command, env=environment, text=True, capture_output=True)

    def run_and_kill(self, operation: str, call: int = 1) -> None:
        """Runs the script and kills its process before a call to S3."""
        process = self.run_script(KILL.format(operation=operation, call=call))
        self.assertEqual(process.returncode, -9, process.stderr)

    def refuse(self, operation: str, when: Callable[[str], bool] = lambda url: True) -> None:
        """Has S3 refuse an operation."""

        def refuse(request: Any, **_: Any) -> Optional[AWSResponse]:
            return AWSResponse(request.url, 403, {}, _Body(REFUSAL)) if when(request.url) else None

        self.s3.meta.events.register(f"before-send.s3.{operation}", refuse)

    def output(self) -> bytes:
        """The CSV as it is."""
        return self.s3.get_object(Bucket="output", Key="results/t-1.csv")["Body"].read()

    def rows(self) -> List[List[str]]:
        """The CSV without its header, parsed."""
        return list(csv.reader(io.StringIO(self.output().decode(), newline="")))[1:]

    def summary(self) -> Dict[str, Any]:
        """The summary."""
        return json.loads(self.s3.get_object(Bucket="output", Key="results/t-1.csv.summary.json")["Body"].read())

    def parts(self) -> List[str]:
        """The names of the parts that are there."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket="temporary", Prefix="tmp/t-1/")
        return [found["Key"][len("tmp/t-1/") :] for page in pages for found in page.get("Contents", [])]

    def uploads(self) -> List[str]:
        """The keys of the uploads under way."""
        return [upload["Key"] for upload in self.s3.list_multipart_uploads(Bucket="output").get("Uploads", [])]

    def assert_no_output(self) -> None:
        """There is no CSV and no upload of one."""
        self.assertEqual(self.uploads(), [])
        with self.assertRaises(ClientError):
            self.output()


REFUSAL = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

KILL = """
import itertools, os, signal, boto3
count = itertools.count(1)
original = boto3.client
def client(*arguments, **options):
    s3 = original(*arguments, **options)
    s3.meta.events.register("before-send.s3.{operation}", kill)
    return s3
def kill(**_):
    if next(count) == {call}:
        os.kill(os.getpid(), signal.SIGKILL)
boto3.client = client
"""


class _Body(io.BytesIO):
    def stream(self, *_: Any, **__: Any) -> List[bytes]:
        return [self.getvalue()]


def row(code: Any, message: Any = "m", status: Any = "failed") -> Row:
    """A row."""
    return {"discount_code": code, "error_message": message, "status": status}
