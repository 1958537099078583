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

    def test_parts_of_another_run_are_left_alone(self) -> None:
        self.put("l/failed/0", [row("own")], run="r-1")
        for name in ("k/failed/0", "l/failed/1", "m/failed/0"):
            self.put(name, [row("other")], run="r-0")

        summary = self.consolidate()

        self.assertEqual((summary.parts, summary.rows), (199, 199))
        self.assertEqual(self.rows()[:2], [["own", "m", "failed"], ["2", "", ""]])
        self.assertEqual(self.parts(), ["k/failed/0", "l/failed/1", "m/failed/0"])

    def test_a_run_that_is_done_is_left_as_it_is_beside_parts_of_the_next(self) -> None:
        first = self.consolidate()
        self.put("l/failed/0", [row("next")], run="r-2")

        self.assertEqual(self.consolidate(), first)
        self.assertEqual((len(self.rows()), self.parts()), (200, ["l/failed/0"]))

    def test_the_next_run_replaces_what_was_written(self) -> None:
        self.consolidate()
        self.put("l/failed/0", [row("next")], run="r-2")
        self.job = consolidate.replace(self.job, run="r-2")

        self.assertEqual(self.consolidate().rows, 1)
        self.assertEqual((self.rows(), self.parts()), ([["next", "m", "failed"]], []))
