"""Runs a command beside what answers for an AWS account, which it finds under ACCOUNT_URL.

The preview of a stack that does not exist asks an account for two things: whose credentials these are (the program's
GetCallerIdentity), and whether a definition is one (the provider's check of each state machine whose definition is known).
What else it asks for is refused, and fails the run: it would need an account. Regions and partitions the provider knows.
"""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

ACCOUNT = "123456789012"

IDENTITY = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::{ACCOUNT}:user/preview</Arn>
    <UserId>AIDAPREVIEW</UserId>
    <Account>{ACCOUNT}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>preview</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>"""


class Account(BaseHTTPRequestHandler):
    """Answers two actions, and notes the others."""

    refused: list[str] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        action = self.headers.get("X-Amz-Target", "").rpartition(".")[2] or parse_qs(body).get("Action", [""])[0]
        if action == "GetCallerIdentity":
            self.answer(200, "text/xml", IDENTITY)
        elif action == "ValidateStateMachineDefinition":
            self.answer(200, "application/x-amz-json-1.0", json.dumps(validate(json.loads(body)["definition"])))
        else:
            self.refuse(action)

    def do_GET(self) -> None:
        self.refuse("GET")

    do_PUT = do_HEAD = do_DELETE = do_GET

    def refuse(self, action: str) -> None:
        Account.refused.append(f"{action} {self.path}")
        self.answer(400, "application/x-amz-json-1.0", json.dumps({"__type": "InvalidAction", "message": action}))

    def answer(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are no news."""


def validate(definition: str) -> dict:
    """Whether a definition has states and begins with one of them; its fields have validators of their own in the tests."""
    try:
        machine = json.loads(definition)
        problem = None if machine["StartAt"] in machine["States"] else "StartAt is none of the States."
    except (ValueError, LookupError, TypeError) as error:
        problem = f"This is no definition: {error!r}"
    if problem is None:
        return {"result": "OK", "diagnostics": [], "truncated": False}
    return {
        "result": "FAIL",
        "diagnostics": [{"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": problem}],
        "truncated": False,
    }


def main(command: list[str]) -> int:
    if not command:
        print("usage: account.py COMMAND [ARGUMENT...]", file=sys.stderr)
        return 2
    with ThreadingHTTPServer(("127.0.0.1", 0), Account) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        code = subprocess.run(command, env=os.environ | {"ACCOUNT_URL": url}, check=False).returncode
        server.shutdown()
    for request in Account.refused:
        print(f"::error::The preview asked the account for what it has not: {request}")
    return code or (1 if Account.refused else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
