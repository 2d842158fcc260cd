"""``python3 -m tests``: all tests, ending with the lines that tests/run counts."""

from __future__ import annotations

import logging
import sys
import unittest
from pathlib import Path


def main() -> int:
    """Runs them."""
    # What the client says about agents that tests kill is not news.
    logging.getLogger("kvfleet").setLevel(logging.CRITICAL)
    here = Path(__file__).parent
    suite = unittest.defaultTestLoader.discover(str(here), top_level_dir=str(here.parent))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    # A test with several bad cases is one that failed.
    bad = {_name(test) for test, _ in [*result.failures, *result.errors]} | {test.id() for test in result.unexpectedSuccesses}
    failed = len(bad)
    skipped = len(result.skipped) + len(result.expectedFailures)
    for test, reason in result.skipped:
        print(f"skipped {test.id()}: {reason}")
    for name in sorted(bad):
        print(f"failed {name}")
    print(f"  total: {result.testsRun}")
    print(f"  failed: {failed}")
    print(f"  succeeded: {result.testsRun - failed - skipped}")
    print(f"  skipped: {skipped}")
    return 1 if failed or result.testsRun == 0 else 0


def _name(test: unittest.TestCase) -> str:
    return str(getattr(test, "test_case", test).id())


if __name__ == "__main__":
    sys.exit(main())
