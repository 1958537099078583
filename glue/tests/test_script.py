"""The script as a process."""

from __future__ import annotations

import ast
from pathlib import Path
from unittest import skipUnless

from .cloud import GLUE, CloudTestCase, consolidate, row

MEASURE = """
import atexit, re
from pathlib import Path
peak = lambda: re.search("VmHWM:[ \\t]*([0-9]+) kB", Path("/proc/self/status").read_text())[1]
atexit.register(lambda: print("PEAK", peak()))
"""
PEAK_LIMIT_KILOBYTES = 150_000


class ScriptTests(CloudTestCase):
    def test_it_is_python_3_9(self) -> None:
        ast.parse((GLUE / "consolidate.py").read_text(encoding="utf-8"), feature_version=(3, 9))

    def test_it_says_what_it_wrote(self) -> None:
        self.put("l/failed/0", [row("a")])

        process = self.run_script()

        self.assertEqual(
            (process.returncode, process.stdout, process.stderr),
            (
                0,
                's3://output/results/t-1.csv: {"task_id": "t-1", "run": "r-1", "rows": 1, "parts": 1, "bytes": 60, '
                '"parts_deleted": true, "empty_columns": []}\n',
                "",
            ),
        )

    def test_it_fails_with_a_sentence(self) -> None:
        cases = [
            ({}, "There are no parts of the run 'r-1' under s3://temporary/tmp/t-1/."),
            ({"source_prefix": "tmp/t-1"}, "--source_prefix is 'tmp/t-1'; it must be such as 'tmp/{task}/'."),
            ({"source_prefix": "/"}, "--source_prefix is '/'; it must be such as 'tmp/{task}/'."),
            ({"destination_key": " "}, "--destination_key is empty."),
            (
                {"destination_bucket": "temporary", "destination_key": "tmp/t-1/x.csv"},
                "--destination_key is 'tmp/t-1/x.csv', which would be one of the parts.",
            ),
            *[
                (
                    {"columns": columns},
                    f"--columns is '{columns}'; it must be a JSON array of different names such as [\"id\", \"status\"].",
                )
                for columns in ("[]", "id", '{"id": 1}', '["id", 1]', '["id", " "]', '["id", "id"]', "null")
            ],
            (
                {"source_bucket": "nowhere"},
                "An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: "
                "The specified bucket does not exist",
            ),
        ]
        for changed, reason in cases:
            with self.subTest(changed):
                process = self.run_script(**changed)

                self.assertEqual((process.returncode, process.stdout), (1, ""))
                self.assertEqual(process.stderr, f"Task 't-1' was not consolidated: {reason}\n")

    @skipUnless(Path("/proc/self/status").exists(), "the peak is read from /proc")
    def test_five_thousand_parts_need_little_memory(self) -> None:
        message = "x" * 2000
        expected = []
        parts = {}
        for location in range(5):
            for offset in range(0, 400 * 1000, 400):
                rows = [row(f"{location}-{offset + n}", message) for n in range(10)]
                expected += [list(cells.values()) for cells in rows]
                parts[f"{location}/failed/{offset}"] = consolidate.json.dumps(rows).encode()
        self.put_many(parts)

        process = self.run_script(MEASURE)

        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertEqual(self.rows(), expected)
        self.assertEqual((self.summary()["parts"], self.parts()), (5000, []))
        self.assertLess(int(process.stdout.split("PEAK")[1]), PEAK_LIMIT_KILOBYTES)
