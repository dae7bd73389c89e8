"""Driving an old Chromium through its debugging port: open, fill in, press, read, look."""

import base64
import contextlib
import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import websocket

from portal.testing.server import free_port
from tests.browsers.engines import EngineMissing, fetch

HERE = Path(__file__).parent
HANDS = (HERE / "js" / "hands.js").read_text()
IE11_LACKS = (HERE / "js" / "ie11_lacks.js").read_text()
PATIENCE = 40
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-zygote",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--no-first-run",
    "--lang=zh-CN",
    "--remote-allow-origins=*",
    "--remote-debugging-address=127.0.0.1",
)
ARRIVED = """!window.__left && document.readyState === 'complete' &&
  (!window.PerformancePaintTiming || performance.getEntriesByType('paint').length > 0)"""  # newer ones drop clicks before
DEVICE = {"deviceScaleFactor": 1, "mobile": False, "fitWindow": False}


class OldBrowser:
    """One window of the engine `name`. `ie11` takes away what IE11 lacks; `errors` collects what the console says."""

    def __init__(self, name: str, *, size: tuple[int, int] = (1024, 768), script: bool = True, ie11: bool = False):
        self.engine, self.errors = fetch(name), []
        self.folder = tempfile.mkdtemp(prefix="old-browser-")
        self._number, self._loads = 0, 0
        port = free_port()
        self._log = open(Path(self.folder) / "engine.log", "wb")  # noqa: SIM115  open as long as the engine runs
        command, settings = self._command(port, size, script)
        self._process = subprocess.Popen(
            command,
            env=settings,
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            preexec_fn=_end_with_us,
        )
        self._socket = websocket.create_connection(self._page_address(port), timeout=60, suppress_origin=True)
        for domain in ("Page", "Runtime", "Console", "Log"):
            self._try(f"{domain}.enable")
        self._size = size
        if not self.engine.is_qt:
            self.tell("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], **DEVICE)
            self.tell("Emulation.setScriptExecutionDisabled", value=not script)
        if ie11:
            self.tell("Page.addScriptToEvaluateOnNewDocument", source=IE11_LACKS)

    def _command(self, port: int, size: tuple[int, int], script: bool) -> tuple[list[str], dict[str, str]]:
        home = self.engine.home
        settings = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        settings |= {
            "HOME": self.folder,
            "XDG_CACHE_HOME": self.folder,
            "XDG_CONFIG_HOME": self.folder,
            "LANG": "C.UTF-8",
        }
        if self.engine.is_qt:
            settings |= {
                "PYTHONPATH": str(home),
                "DISPLAY": _display(),
                "QT_QPA_PLATFORM": "xcb",
                "QTWEBENGINE_DISABLE_SANDBOX": "1",
                "QT_LOGGING_RULES": "*=false",
                "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
            }
            return [sys.executable, "-u", str(HERE / "qt_host.py"), *map(str, size), str(int(script))], settings
        if (home / "lib").exists():
            settings["LD_LIBRARY_PATH"] = ":".join(str(path) for path in home.glob("lib/**/lib"))
        return [
            str(home / "chromium"),
            *FLAGS,
            f"--remote-debugging-port={port}",
            f"--user-data-dir={self.folder}",
            f"--window-size={size[0]},{size[1]}",
            "about:blank",
        ], settings

    def _page_address(self, port: int) -> str:
        opener, until = build_opener(ProxyHandler({})), time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
            with (
                contextlib.suppress(OSError, ValueError),
                opener.open(f"http://127.0.0.1:{port}/json", timeout=2) as answer,
            ):
                for target in json.load(answer):
                    if target.get("type", "page") == "page" and "webSocketDebuggerUrl" in target:
                        return target["webSocketDebuggerUrl"].replace("localhost", "127.0.0.1")
        said = Path(self._log.name).read_text(errors="replace")[-600:]
        self.close()
        raise EngineMissing(f"{self.engine.name} does not start here: {said}")

    @property
    def pid(self) -> int:
        """The engine's first process."""
        return self._process.pid

    # -- the protocol ----------------------------------------------------------------------------------------------

    def tell(self, method: str, **parameters) -> dict:
        """Send a command and wait for its answer. Raises RuntimeError with what the engine objects to."""
        self._number += 1
        number = self._number
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error'].get('message')}")
                return message.get("result", {})
            self._hear(message)

    def _try(self, method: str, **parameters) -> None:
        with contextlib.suppress(RuntimeError):
            self.tell(method, **parameters)

    def _hear(self, message: dict) -> None:
        method, said = message.get("method"), message.get("params", {})
        if method == "Page.loadEventFired":
            self._loads += 1
        elif method == "Runtime.exceptionThrown":
            details = said["exceptionDetails"]
            self.errors.append((details.get("exception") or {}).get("description") or details.get("text"))
        elif method == "Log.entryAdded" and said["entry"]["level"] == "error":
            self.errors.append(f"{said['entry']['text']} {said['entry'].get('url', '')}")
        elif method == "Console.messageAdded" and said["message"]["level"] == "error":
            self.errors.append(said["message"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self._number += 1
            self._socket.send(
                json.dumps({"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}})
            )

    def _listen(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._socket.settimeout(left)
            with contextlib.suppress(websocket.WebSocketTimeoutException):
                self._hear(json.loads(self._socket.recv()))
        self._socket.settimeout(60)

    # -- what a person does ----------------------------------------------------------------------------------------

    def js(self, expression: str):
        """The value of an expression in the page. Raises RuntimeError with what it throws."""
        answer = self.tell(
            "Runtime.evaluate",
            returnByValue=True,
            expression=f"(function(){{if(!window.__hands){{{HANDS}}}\nreturn ({expression})}})()",
        )
        if answer.get("exceptionDetails") or answer.get("wasThrown"):
            raise RuntimeError(answer.get("result", {}).get("description") or str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def open(self, url: str) -> None:
        """Go to `url` and wait until it is loaded."""
        self._wait_for_load(lambda: self.tell("Page.navigate", url=url))

    def fill(self, selector: str, value: str) -> None:
        self.js(f"__hands.fill({json.dumps(selector)},{json.dumps(value)})")

    def press(self, selector: str) -> None:
        """A real mouse click, once `selector` can be pressed; for what leads to another page use `follow`."""
        spot = self.wait(f"__hands.spot({json.dumps(selector)})")
        for kind, button in (("mouseMoved", "none"), ("mousePressed", "left"), ("mouseReleased", "left")):
            self.tell(
                "Input.dispatchMouseEvent",
                type=kind,
                x=int(spot["x"]),
                y=int(spot["y"]),
                button=button,
                clickCount=0 if button == "none" else 1,
            )

    def follow(self, selector: str) -> None:
        """Click, and wait until another page is loaded."""
        self._wait_for_load(lambda: self.press(selector))

    def _wait_for_load(self, act) -> None:
        """Do `act`, which leads to another page, and wait until that is loaded and painted; a late word of the page that
        is left does not count."""
        self.js("window.__left = true")
        before = self._loads
        act()
        self._until(lambda: self._loads > before and self._arrived(), "another page")

    def _arrived(self) -> bool:
        try:
            return self.js(ARRIVED)
        except RuntimeError:  # between two pages
            return False

    def _until(self, fits, what: str):
        until = time.monotonic() + PATIENCE
        while not (found := fits()):
            if time.monotonic() > until:
                raise TimeoutError(f"{self.engine.name}: waited {PATIENCE} s in vain for {what}")
            self._listen(0.05)
        return found

    def text(self, selector: str = "main") -> str:
        return self.js(f"(document.querySelector({json.dumps(selector)})||{{textContent:''}}).textContent")

    def wait(self, expression: str):
        """Wait until the expression is true; answers its value."""
        return self._until(lambda: self.js(expression), expression)

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """What is seen; `whole`: the page to its end (not in a Qt window)."""
        if self.engine.is_qt:
            done = Path(self.folder) / "done"
            self._process.stdin.write(f"{json.dumps(['grab', str(path), str(done)])}\n".encode())
            self._process.stdin.flush()
            self._until(done.exists, "the picture")
            done.unlink()
            return
        if whole:
            height = self.js("document.documentElement.scrollHeight")
            self.tell("Emulation.setDeviceMetricsOverride", width=self._size[0], height=height, **DEVICE)
            self._listen(0.2)
        path.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot", format="png")["data"]))
        if whole:
            self.tell("Emulation.setDeviceMetricsOverride", width=self._size[0], height=self._size[1], **DEVICE)

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._socket.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)  # a session of its own: only what we started
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(5)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "OldBrowser":
        return self

    def __exit__(self, *_) -> None:
        self.close()


def _end_with_us() -> None:
    """In the child: end when this process does (Linux)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


_shared_display: dict[str, object] = {}


def _display() -> str:
    """An X display for Qt windows: the one that is named, else one of our own for as long as we run."""
    if named := os.environ.get("OLD_BROWSER_DISPLAY"):
        return named
    if not _shared_display:
        reading, writing = os.pipe()
        _shared_display["server"] = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x900x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_end_with_us,
        )
        os.close(writing)
        with os.fdopen(reading) as pipe:
            _shared_display["name"] = f":{pipe.readline().strip()}"
    return str(_shared_display["name"])
