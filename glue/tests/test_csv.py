"""What the CSV holds."""

from __future__ import annotations

from dataclasses import replace

from .cloud import CloudTestCase, consolidate, row


class CsvTests(CloudTestCase):
    def test_every_field_is_quoted_below_a_header(self) -> None:
        self.put("l/failed/0", [row('say "hi"', "two\nlines, one comma", "é\u2028😀")])

        self.consolidate()

        self.assertEqual(
            self.output().decode(),
            '"discount_code","error_message","status"\r\n"say ""hi""","two\nlines, one comma","é\u2028😀"\r\n',
        )

    def test_the_columns_are_those_of_the_job_in_their_order(self) -> None:
        self.job = replace(self.job, columns=("z", 'say "a"', "ü"))
        self.put("l/failed/0", [{"ü": 1, "z": "last"}, {'say "a"': [{"b": None}]}])

        self.consolidate()

        self.assertEqual(
            self.output().decode(), '"z","say ""a""","ü"\r\n"last","","1"\r\n"","[{""b"":null}]",""\r\n'
        )

    def test_null_is_empty_and_numbers_and_booleans_are_their_json_text(self) -> None:
        self.put("l/failed/0", b'[{"discount_code": 1.10, "error_message": null, "status": true}, {"status": -1E+5}]')

        self.consolidate()

        self.assertEqual(self.rows(), [["1.10", "", "true"], ["", "", "-1E+5"]])

    def test_rows_are_ordered_by_location_type_and_numeric_offset(self) -> None:
        names = [
            f"{location}/{kind}/{offset}"
            for location in ("a", "a-b", "a%2Fb", "b%C3%A9", "c")
            for kind in ("failed", "rejected")
            for offset in (0, 5, 10, 400, 1200, 10000000000)
        ]
        for name in reversed(names):
            self.put(name, [row(name, "first"), row(name, "second")])

        summary = self.consolidate()

        expected = [[name, turn] for name in names for turn in ("first", "second")]
        self.assertEqual([cells[:2] for cells in self.rows()], expected)
        self.assertEqual((summary.parts, summary.rows), (60, 120))
        self.assertEqual(self.parts(), [])

    def test_the_csv_names_its_task_and_the_summary_says_what_was_written(self) -> None:
        self.put("l/failed/0", [row("a"), row("b")])
        self.put("l/rejected/0", [])
        self.job = replace(self.job, task_id="task é")

        self.consolidate()

        head = self.s3.head_object(Bucket="output", Key="results/t-1.csv")
        self.assertEqual(head["Metadata"], {"task-id": "task%20%C3%A9"})
        self.assertEqual(head["ContentType"], "text/csv; charset=utf-8")
        self.assertEqual(
            self.summary(),
            {"task_id": "task é", "run": "r-1", "rows": 2, "parts": 2, "bytes": head["ContentLength"], "parts_deleted": True, "empty_columns": []},
        )

    def test_the_summary_names_the_columns_that_are_empty_in_all_rows(self) -> None:
        self.put("l/failed/0", [row(None, ""), row(None, "", None)])
        self.put("l/failed/400", [row(None, "m")])

        self.consolidate()

        self.assertEqual(self.summary()["empty_columns"], ["discount_code"])

    def test_numbers_keep_the_digits_that_they_were_written_with(self) -> None:
        numbers = ["1234567890123456", "5890840712243077", "9007199254740993", "1" * 38, "1.50", "-0", "1e400", "5e-324"]
        self.put("l/failed/0", ",".join(f'{{"discount_code": {n}, "error_message": {{"é": [{n}, null]}}}}' for n in numbers).join("[]").encode())

        self.consolidate()

        self.assertEqual(self.rows(), [[n, f'{{"é":[{n},null]}}', ""] for n in numbers])

    def test_what_is_not_under_the_prefix_is_left_alone(self) -> None:
        self.put("l/failed/0", [row("mine")])
        self.s3.put_object(Bucket="temporary", Key="tmp/t-10/l/failed/0", Body=b"[]")

        self.consolidate()

        self.assertEqual(self.rows(), [["mine", "m", "failed"]])
        self.assertEqual(self.s3.head_object(Bucket="temporary", Key="tmp/t-10/l/failed/0")["ContentLength"], 2)

    def test_an_output_of_several_pieces_is_whole(self) -> None:
        text = "x" * 130_000
        part = b'[{"discount_code": "%d", "error_message": "%s"}]'
        self.put_many({f"l/failed/{n}": part % (n, text.encode()) for n in range(130)})

        summary = self.consolidate()

        self.assertGreater(summary.bytes, consolidate.PIECE_BYTES)
        self.assertEqual(self.rows(), [[str(n), text, ""] for n in range(130)])
