"""How long a plugin takes to be imported beside the portal: in a fork of a process in which the portal is imported and no plugin."""

import subprocess
import sys
from itertools import takewhile

SERVING = """
import os, sys, time
import portal.application
for name in sys.stdin:
    if os.fork():
        os.wait()
        print(chr(0), flush=True)
        continue
    begun = time.process_time()
    try:
        __import__(name.strip())
        print(time.process_time() - begun, flush=True)
    except BaseException as error:
        print(type(error).__name__ + ":", str(error).replace(chr(10), " "), flush=True)
    os._exit(0)
"""
END = "\0\n"


class Loader:
    """That process; `close` ends it."""

    def __init__(self) -> None:
        program = [sys.executable, "-c", SERVING]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def load(self, package: str) -> tuple[float, str]:
        """Seconds of the processor that importing `package` takes, and why it could not be imported, or ""."""
        print(package, file=self._process.stdin, flush=True)
        said = list(takewhile(lambda line: line != END, self._process.stdout))  # it may print something itself
        try:
            return float(said[-1]), ""
        except (IndexError, ValueError):
            return 0.0, "".join(said[-1:]).strip() or "the process that imported it ended"

    def close(self) -> None:
        self._process.communicate()
