#!/usr/bin/env python3
"""The house rule that programmes are data, in production code and in tests."""

import sys
import unittest
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

sys.dont_write_bytecode = True
LOADER = SourceFileLoader("check_tidy", str(Path(__file__).resolve().parent / "check_tidy"))
check_tidy = module_from_spec(spec_from_loader(LOADER.name, LOADER))
LOADER.exec_module(check_tidy)


def faults(path, *lines):
    return [number for number, _ in check_tidy.faults_of_lines(path, lines)]


class KeepsShippedProgrammesOutOfCode(unittest.TestCase):
    def test_names_a_shipped_programme_in_a_services_code_and_in_its_tests(self):
        for path in ("services/scheduling/domain/pool.cc", "services/scheduling/domain/pool_test.cc",
                     "services/gateway/testing_gateway.h"):
            for word in ("W-01", "D07", "S-KFT", "S-PAUSE", "H-PAUSE"):
                self.assertEqual(faults(path, "clean", f'  Use("{word}");'), [2], (path, word))

    def test_lets_tests_make_theirs_up_and_cite_the_rules_they_prove(self):
        for line in ('  Use("T-01");', "// 004 W-11 item 3", "  // every D01 to D09"):
            self.assertEqual(faults("services/scheduling/domain/pool_test.cc", line), [], line)

    def test_lets_tests_of_the_whole_name_what_is_shipped(self):
        self.assertEqual(faults("tests/integration/story_itest.cc", '  Use("W-01");'), [])
        self.assertEqual(faults("libs/base/programmes.cc", '  Use("W-01");'), [1])


if __name__ == "__main__":
    unittest.main()
