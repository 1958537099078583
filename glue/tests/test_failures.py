"""What makes a run fail, and what it leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .cloud import CloudTestCase, consolidate, row

PART = "The part s3://temporary/tmp/t-1/l/failed/400"
NOT_ROWS = f"{PART} is not a JSON array of rows: "


class FailureTests(CloudTestCase):
    def failure(self) -> str:
        with self.assertRaises(consolidate.ConsolidationError) as raised:
            self.consolidate()
        return str(raised.exception)

    def test_a_part_that_is_not_an_array_of_rows_is_named(self) -> None:
        cases: "list[tuple[bytes, str]]" = [
            (b"", "Expecting value: line 1 column 1 (char 0)"),
            (b"[{]", "Expecting property name enclosed in double quotes: line 1 column 3 (char 2)"),
            (b'"[]"', "it is a string."),
            (b'{"discount_code": "a"}', "it is an object."),
            (b"null", "it is null."),
            (b'[{}, "a"]', "row 2 is a string."),
            (b'[{"code": 1}]', "row 1 has the field 'code'; allowed: discount_code, error_message, status."),
            (b"[7]", "row 1 is a number."),
            (b'[{"status": NaN}]', "NaN is not a JSON value."),
            (b'[{"status": "\xff"}]', "'utf-8' codec can't decode byte 0xff in position 13: invalid start byte"),
            (b'[{"status": "\\ud800"}]', "'utf-8' codec can't encode character '\\ud800' in position"),
        ]
        self.put("l/failed/0", [row("good")])
        for content, reason in cases:
            with self.subTest(content):
                self.put("l/failed/400", content)

                self.assertIn(NOT_ROWS + reason, self.failure())
                self.assertEqual(self.parts(), ["l/failed/0", "l/failed/400"])
                self.assert_no_output()

    def test_a_part_may_be_nested_too_deeply(self) -> None:
        self.put("l/failed/400", b"[" * 200_000)

        self.assertTrue(self.failure().startswith(NOT_ROWS))

    def test_a_key_that_is_not_that_of_a_part_is_named(self) -> None:
        for name in ("", "0", "l/failed/01", "l/failed/x", "l/x/failed/0", "l/failed/-1", "l//0"):
            with self.subTest(name):
                self.put(name, [])

                self.assertEqual(
                    self.failure(),
                    f"The key 'tmp/t-1/{name}' is not that of a part: after 'tmp/t-1/' it must be "
                    "'location/type/offset', the offset a number.",
                )
                self.assertEqual(self.parts(), [name])
                self.s3.delete_object(Bucket="temporary", Key=f"tmp/t-1/{name}")

    def test_a_task_without_parts_fails(self) -> None:
        self.assertEqual(self.failure(), "There are no parts of the run 'r-1' under s3://temporary/tmp/t-1/.")
        self.assert_no_output()

    def test_a_run_with_parts_of_another_only_fails(self) -> None:
        self.put("l/failed/0", [row("a")], run="r-0")

        self.assertEqual(self.failure(), "There are no parts of the run 'r-1' under s3://temporary/tmp/t-1/.")
        self.assertEqual(self.parts(), ["l/failed/0"])
        self.assert_no_output()

    def test_a_summary_of_another_task_does_not_count(self) -> None:
        self.put("l/failed/0", [row("a")])
        self.consolidate()
        self.job = replace(self.job, task_id="t-2")

        self.assertEqual(self.failure(), "There are no parts of the run 'r-1' under s3://temporary/tmp/t-1/.")

    def test_an_object_in_the_place_of_the_summary_is_not_overwritten(self) -> None:
        self.put("l/failed/0", [row("a")])
        for content in (b"mine", b'{"rows": 1}', b"[]"):
            with self.subTest(content):
                self.s3.put_object(Bucket="output", Key="results/t-1.csv.summary.json", Body=content)

                self.assertIn("results/t-1.csv.summary.json is not a summary that this job wrote", self.failure())

    def test_a_part_that_may_not_be_read_fails_the_run(self) -> None:
        for offset in range(0, 4000, 100):
            self.put(f"l/failed/{offset}", [row("a")])
        self.refuse("GetObject", lambda url: url.endswith("/l/failed/400"))

        self.assertEqual(
            self.failure(),
            f"{PART} cannot be read: "
            "An error occurred (AccessDenied) when calling the GetObject operation: Access Denied",
        )
        self.assertEqual(len(self.parts()), 40)
        self.assert_no_output()

    def test_whatever_is_refused_before_the_csv_is_complete_leaves_the_parts(self) -> None:
        self.put("l/failed/0", [row("a")])
        operations = ("ListObjectsV2", "ListMultipartUploads", "CreateMultipartUpload", "UploadPart")
        for operation in (*operations, "CompleteMultipartUpload"):
            with self.subTest(operation):
                self.s3 = self.client()
                self.refuse(operation)

                with self.assertRaisesRegex(Exception, rf"AccessDenied\) when calling the {operation} operation"):
                    self.consolidate()

                self.s3 = self.client()
                self.assertEqual(self.parts(), ["l/failed/0"])
                self.assert_no_output()

    def test_parts_that_cannot_be_deleted_are_tried_again_and_named(self) -> None:
        self.put("l/failed/0", [row("a")])
        calls = self.answer_deletions("l/failed/0", failures=consolidate.DELETE_ATTEMPTS)

        self.assertEqual(
            self.failure(),
            "s3://output/results/t-1.csv is complete, but 1 parts could not be deleted, the first of them "
            "s3://temporary/tmp/t-1/l/failed/0: InternalError: Try again.",
        )
        self.assertEqual((len(calls), self.rows(), self.summary()["parts_deleted"]), (3, [["a", "m", "failed"]], False))

    def test_an_error_of_one_deletion_is_made_up_for(self) -> None:
        self.put("l/failed/0", [row("a")])
        calls = self.answer_deletions("l/failed/0", failures=1)

        self.consolidate()

        self.assertEqual((len(calls), self.parts(), self.summary()["parts_deleted"]), (2, [], True))

    def answer_deletions(self, name: str, failures: int) -> "list[Any]":
        calls: "list[Any]" = []

        def fail(parsed: "dict[str, Any]", **_: Any) -> None:
            calls.append(parsed)
            if len(calls) <= failures:
                parsed["Errors"] = [{"Key": f"tmp/t-1/{name}", "Code": "InternalError", "Message": "Try again."}]

        self.s3.meta.events.register("after-call.s3.DeleteObjects", fail)
        return calls
