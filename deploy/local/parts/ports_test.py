#!/usr/bin/env python3
"""Ports for two stacks that start at once."""

import sys
import tempfile
import unittest
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from parts import ports  # noqa: E402

STARTS, EACH = 40, 17


class GivesPorts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.ledger = Path(folder.name) / f"kinward-ports-{ports.os.getuid()}"
        patch = mock.patch.object(ports.tempfile, "gettempdir", lambda: folder.name)
        patch.start()
        self.addCleanup(patch.stop)

    def test_never_gives_one_to_two_that_start_at_once(self):
        with ProcessPoolExecutor(4) as starts:
            given = [port for some in starts.map(ports.free, [EACH] * STARTS) for port in some]
        self.assertEqual(len(given), STARTS * EACH)
        self.assertEqual(len(set(given)), STARTS * EACH)

    def test_leaves_out_what_is_taken(self):
        taken = range(ports.FIRST, ports.LAST - 3)
        self.assertLessEqual(set(ports.free(3, taken)), set(range(ports.LAST - 3, ports.LAST)))

    def test_begins_anew_on_a_ledger_that_cannot_be_read(self):
        for text in ("{", "[1, 2]", '{"20000": "soon"}'):
            self.ledger.write_text(text)
            self.assertEqual(len(ports.free(2)), 2)

    def test_gives_an_old_port_again(self):
        self.ledger.write_text("{\"20000\": 1.0}")
        ports.free(1)
        self.assertNotIn("\"20000\": 1.0", self.ledger.read_text())


if __name__ == "__main__":
    unittest.main()
