"""Runs after runs that ended, well or not."""

from __future__ import annotations

from .cloud import CloudTestCase, consolidate, row


class RepeatedRunTests(CloudTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.extract()

    def extract(self, parts: int = 200) -> None:
        self.put_many({f"l/failed/{n}": b'[{"discount_code": "%d"}]' % n for n in range(parts)})

    def expect_all(self, parts: int = 200) -> None:
        self.assertEqual(self.rows(), [[str(n), "", ""] for n in range(parts)])
        self.assertEqual((self.summary()["rows"], self.summary()["parts_deleted"]), (parts, True))
        self.assertEqual((self.parts(), self.uploads()), ([], []))

    def test_a_second_run_leaves_what_the_first_wrote(self) -> None:
        first = self.consolidate()
        written = self.s3.head_object(Bucket="output", Key="results/t-1.csv")

        second = self.consolidate()

        self.assertEqual(second, first)
        self.assertEqual(self.s3.head_object(Bucket="output", Key="results/t-1.csv")["ETag"], written["ETag"])
        self.expect_all()

    def test_the_same_parts_give_the_same_bytes(self) -> None:
        self.consolidate()
        first = self.output()
        self.extract()

        self.consolidate()

        self.assertEqual(self.output(), first)
        self.expect_all()

    def test_parts_that_are_extracted_anew_replace_what_was_written(self) -> None:
        self.consolidate()
        self.put("l/failed/0", [row("new")])

        self.consolidate()

        self.assertEqual(self.rows(), [["new", "m", "failed"]])
        self.assertEqual((self.summary()["rows"], self.parts()), (1, []))

    def test_a_run_that_was_killed_while_reading_is_made_up_for(self) -> None:
        self.run_and_kill("GetObject", call=150)
        self.assertEqual((self.uploads(), len(self.parts())), (["results/t-1.csv"], 200))

        self.consolidate()

        self.expect_all()

    def test_a_run_that_was_killed_before_its_summary_is_made_up_for(self) -> None:
        self.run_and_kill("PutObject")
        self.assertEqual(len(self.parts()), 200)

        self.consolidate()

        self.expect_all()

    def test_a_run_that_was_killed_while_deleting_is_made_up_for(self) -> None:
        self.extract(consolidate.KEYS_PER_DELETE + 1)
        self.run_and_kill("DeleteObjects", call=2)
        self.assertEqual((len(self.parts()), self.summary()["parts_deleted"]), (1, False))

        self.consolidate()

        self.expect_all(consolidate.KEYS_PER_DELETE + 1)

    def test_a_run_that_was_killed_before_it_said_so_is_made_up_for(self) -> None:
        self.run_and_kill("PutObject", call=2)
        self.assertEqual((self.parts(), self.summary()["parts_deleted"]), ([], False))

        self.consolidate()

        self.expect_all()

    def test_uploads_of_other_keys_are_left_alone(self) -> None:
        self.s3.create_multipart_upload(Bucket="output", Key="results/t-1.csv.bak")

        self.consolidate()

        self.assertEqual(self.uploads(), ["results/t-1.csv.bak"])
