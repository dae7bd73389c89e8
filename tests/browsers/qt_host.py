"""A bare window of an old Qt WebEngine, a process of its own: `qt_host.py WIDTH HEIGHT SCRIPT(1|0)`.

Takes lines of JSON, `[command, argument, file to make when done]`, on its standard input.
"""

import ctypes
import importlib
import json
import os
import queue
import sys
import threading
from importlib import metadata
from pathlib import Path


def _rename_table_of_sip() -> None:
    """PyQt5 before 5.11 looks for a module `sip` whose C table is `sip._C_API`; a newer one names it otherwise."""
    sip = importlib.import_module("PyQt5.sip")
    rename = ctypes.pythonapi.PyCapsule_SetName
    rename.argtypes, rename.restype = [ctypes.py_object, ctypes.c_void_p], ctypes.c_int
    _rename_table_of_sip.label = ctypes.create_string_buffer(b"sip._C_API")  # must outlive the capsule
    rename(sip._C_API, ctypes.addressof(_rename_table_of_sip.label))
    sys.modules["sip"] = sip


def main(width: int, height: int, script: bool) -> None:
    if tuple(map(int, metadata.version("PyQt5").split(".")[:2])) < (5, 11):
        _rename_table_of_sip()
    from PyQt5 import QtCore, QtWidgets
    from PyQt5 import QtWebEngineWidgets as Web

    app = QtWidgets.QApplication(["host", "--no-sandbox", "--disable-gpu"])

    class Page(Web.QWebEnginePage):
        """Dialogs are answered, never shown."""

        def javaScriptConfirm(self, origin, text):  # noqa: N802  Qt's name
            return True

    view = Web.QWebEngineView()
    view.setPage(Page(view))
    view.settings().setAttribute(Web.QWebEngineSettings.JavascriptEnabled, script)
    view.resize(width, height)
    view.show()
    view.setHtml("<title>ready</title>")
    orders = queue.Queue()

    def listen() -> None:
        for line in sys.stdin:
            orders.put(line)
        orders.put('["quit", "", ""]')

    threading.Thread(target=listen, daemon=True).start()

    def obey() -> None:
        while not orders.empty():
            command, argument, done = json.loads(orders.get())
            if command == "quit":
                app.quit()
                return
            if command == "grab":
                view.grab().save(argument)
            Path(done).touch()

    timer = QtCore.QTimer()
    timer.timeout.connect(obey)
    timer.start(30)
    app.exec_()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "1")
