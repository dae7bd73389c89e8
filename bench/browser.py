"""How long a person waits at an old PC: Chromium 69, its CPU six times slower, 1 Mbit/s, 150 ms there and back.

A page is interactive when it is painted, its script has run and no long task follows. Each run is a browser that is in
use but was never here. Two values tell whether the machine was quiet enough: `waited_ms`, how long the page's thread was
kept off the cores by others, and `server_ms`, what the server itself took. Slowing down multiplies every disturbance.
"""

from pathlib import Path
from statistics import median

from bench.measuring import children_of, report, waited_of
from bench.office import Office
from bench.slow_link import SlowLink
from tests.browsers.demo import demo_portal
from tests.browsers.engines import EngineMissing
from tests.browsers.old import OldBrowser
from tests.browsers.wire import Wire

ENGINE, RUNS = "c69", 7
SLOWER, KBIT, ROUND_TRIP = 6, 1000, 0.150
BUDGETS = {"sign-in, first": 1200, "list, first": 1200, "list, again": 600}
LONG_TASKS = """
  window.__busy_until = 0;
  new PerformanceObserver(function (list) {
    list.getEntries().forEach(function (task) { window.__busy_until = task.startTime + task.duration; });
  }).observe({entryTypes: ['longtask']});
"""
MOMENTS = """(function () {
  var at = performance.timing, found = {
    html: at.responseEnd - at.navigationStart,
    ready: at.domContentLoadedEventEnd - at.navigationStart,
    busy: window.__busy_until
  };
  performance.getEntriesByType('paint').forEach(function (paint) { found[paint.name] = paint.startTime; });
  performance.getEntriesByType('resource').forEach(function (file) {
    found['file ' + file.name.replace(/.*[.]/, '')] = file.responseEnd;
  });
  return found;
})()"""
WORK = {
    "ScriptDuration": "script_ms",
    "RecalcStyleDuration": "style_ms",
    "LayoutDuration": "layout_ms",
    "TaskDuration": "task_ms",
}


def measure(place: Office) -> None:
    """The sign-in page; the list of cases for a browser that knows nothing; the list again."""
    try:
        with demo_portal(place.folder / "demo") as address:
            clerk = Wire(address)
            clerk.sign_in("clerk")
            runs = [_run(address, clerk.cookies) for _ in range(RUNS)]
    except EngineMissing as error:
        report("browser", missing=str(error))
        return
    for name, budget in BUDGETS.items():
        seen = {key: median(run[name][key] for run in runs) for key in runs[0][name]}
        waits = [run[name]["interactive_ms"] for run in runs]
        report(
            "browser",
            page=name,
            **seen,
            shortest_ms=min(waits),
            longest_ms=max(waits),
            budget_ms=budget,
            within=seen["interactive_ms"] <= budget,
        )


def _run(address: str, cookies: dict[str, str]) -> dict[str, dict[str, float]]:
    with _slow_line(address) as link, _slow_browser(address) as browser:
        sign_in = _opened(browser, link, "/login")
    with _slow_line(address) as link, _slow_browser(address) as browser:
        for name, value in cookies.items():
            browser.tell("Network.setCookie", url=link.address, name=name, value=value)
        return {
            "sign-in, first": sign_in,
            "list, first": _opened(browser, link, "/cases"),
            "list, again": _opened(browser, link, "/cases"),
        }


def _slow_line(address: str) -> SlowLink:
    return SlowLink(address, kbit=KBIT, round_trip=ROUND_TRIP)


def _slow_browser(address: str) -> OldBrowser:
    """One that has shown a Chinese page before, so that its fonts are there; from another port, so that nothing is kept."""
    browser = OldBrowser(ENGINE)
    browser.open(f"{address}/login")
    browser.tell("Performance.enable")
    browser.tell("Page.addScriptToEvaluateOnNewDocument", source=LONG_TASKS)
    browser.tell("Emulation.setCPUThrottlingRate", rate=SLOWER)
    return browser


def _opened(browser: OldBrowser, link: SlowLink, path: str) -> dict[str, float]:
    link.reset()
    page_thread = next(
        pid for pid in children_of(browser.pid) if "--type=renderer" in Path(f"/proc/{pid}/cmdline").read_text()
    )
    work, waited = _work(browser), waited_of(page_thread)
    browser.open(link.address + path)
    browser.wait("performance.getEntriesByName('first-contentful-paint').length === 1")
    at = browser.js(MOMENTS)
    painted = at["first-contentful-paint"]
    found = {
        "interactive_ms": max(at["ready"], at["busy"], painted),
        "painted_ms": painted,
        "html_ms": at["html"],
        "style_sheet_ms": at.get("file css", 0),
        "script_file_ms": at.get("file js", 0),
    }
    found |= {name: spent - work[name] for name, spent in _work(browser).items()}
    return found | {
        "waited_ms": (waited_of(page_thread) - waited) * 1000,
        "server_ms": sum(link.server_seconds) * 1000,
        "requests": link.requests,
        "connections": link.connections,
        "bytes": link.down.sent,
    }


def _work(browser: OldBrowser) -> dict[str, float]:
    """What the page's thread has spent so far, in milliseconds."""
    metrics = {each["name"]: each["value"] for each in browser.tell("Performance.getMetrics")["metrics"]}
    return {ours: metrics[theirs] * 1000 for theirs, ours in WORK.items()}
