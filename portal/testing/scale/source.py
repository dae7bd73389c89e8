"""Rules about the source of a plugin, read without running it."""

import ast
import re

from portal.plugin.scale import BRONZE, GOLD, SILVER
from portal.testing.conformance.subject import Subject
from portal.testing.scale.declared import calls, code, imported
from portal.testing.scale.rules import rule

RUNS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "os.system",
    "os.popen",
    "os.fork",
    "pickle.loads",
    "pickle.load",
    "marshal.loads",
}
PROCESSES = ("subprocess", "ctypes", "pickle", "marshal", "shelve", "code", "pty")
NETWORK = (
    "socket",
    "http.client",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "smtplib",
    "ftplib",
    "telnetlib",
    "urllib3",
    "websocket",
)
BESIDE = ("threading", "multiprocessing", "asyncio", "concurrent", "signal", "atexit", "sched")
WRITES = {"write_text", "write_bytes", "unlink", "rmtree", "mkdir", "rename", "touch"}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "datetime.datetime.now",
    "datetime.date.today",
}
MOST_LINES, MOST_IN_A_FUNCTION, MOST_ARGUMENTS = 310, 60, 12
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


@rule(
    "runs-nothing", BRONZE, "不执行拼出来的代码，不起别的程序。", "It runs no code made of text and starts no programs."
)
def runs_nothing(subject: Subject):
    for where, module in code(subject, migrations=True):
        yield from (f"{where}:{line} calls {name}" for line, name, _ in calls(module) if name in RUNS)
        yield from (f"{where}:{line} imports {name}" for line, name in imported(module) if _within(name, PROCESSES))


@rule("no-network", BRONZE, "不向外连接网络。", "It opens no connection to anywhere.")
def stays_at_home(subject: Subject):
    for where, module in code(subject, migrations=True):
        yield from (f"{where}:{line} imports {name}" for line, name in imported(module) if _within(name, NETWORK))


@rule(
    "bound-values",
    BRONZE,
    "查询里的值都是绑定的，不拼进 SQL。",
    "Values are bound to statements, never put into their text.",
)
def binds_values(subject: Subject):
    for where, module in code(subject):
        for line, name, call in calls(module):
            if name.rpartition(".")[2] in ("text", "literal_column") and call.args and _is_composed(call.args[0]):
                yield f"{where}:{line} puts values into the text of a statement"


@rule(
    "escaped",
    BRONZE,
    "页面上的文字都转义，不把拼出来的字串当成 HTML。",
    "What is shown is escaped: no |safe, no Markup of composed text.",
)
def escapes(subject: Subject):
    for where, module in code(subject):
        for line, name, call in calls(module):
            if name.rpartition(".")[2] == "Markup" and call.args and _is_composed(call.args[0]):
                yield f"{where}:{line} makes Markup of composed text"
    for path in sorted(subject.folder.rglob("*.html")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"\|\s*safe\b|autoescape\s+false", line):
                yield f"{path.relative_to(subject.folder)}:{number} is not escaped"


@rule(
    "files-by-kit",
    BRONZE,
    "自己不写文件：附件和文书由核心保管。",
    "It writes no files: the core keeps attachments and papers.",
)
def writes_no_files(subject: Subject):
    for where, module in code(subject, played=False):
        for line, name, call in calls(module):
            owner, _, verb = name.rpartition(".")
            if (name == "open" and _mode(call).strip("rbt")) or (verb in WRITES and owner not in ("", "self", "cls")):
                yield f"{where}:{line} calls {name}"


@rule("environment", BRONZE, "不读环境变量：要定的事是设置。", "It reads no environment: what is decided is a setting.")
def reads_no_environment(subject: Subject):
    for where, module in code(subject):
        for node in ast.walk(module):
            if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")) or _is_config(node):
                yield f"{where}:{node.lineno} reads the environment"


@rule("portal-clock", SILVER, "时间都问核心的时钟。", "It asks the clock of the portal for the time.")
def asks_the_clock(subject: Subject):
    for where, module in code(subject):
        yield from (f"{where}:{line} calls {name}" for line, name, _ in calls(module) if name in CLOCKS)


@rule(
    "random-codes",
    BRONZE,
    "查询码、口令不用可以猜到的随机数。",
    "Codes are not drawn from numbers that can be guessed.",
)
def draws_securely(subject: Subject):
    for where, module in code(subject, played=False):
        yield from (f"{where}:{line} imports random" for line, name in imported(module) if name == "random")


@rule(
    "no-threads", SILVER, "不自己开线程、进程：慢的事交给后台任务。", "It starts no threads: what takes long is a job."
)
def starts_no_threads(subject: Subject):
    for where, module in code(subject):
        yield from (f"{where}:{line} imports {name}" for line, name in imported(module) if _within(name, BESIDE))


@rule("no-print", SILVER, "不往控制台打印。", "It prints nothing.")
def prints_nothing(subject: Subject):
    for where, module in code(subject):
        yield from (f"{where}:{line} prints" for line, name, _ in calls(module) if name in ("print", "breakpoint"))


@rule("errors-seen", SILVER, "不悄悄吞掉出错。", "It swallows no errors.")
def swallows_no_errors(subject: Subject):
    for where, module in code(subject):
        for node in ast.walk(module):
            if isinstance(node, ast.ExceptHandler) and _takes_all(node):
                yield f"{where}:{node.lineno} takes every error"


@rule(
    "one-transaction",
    SILVER,
    "模型不自己提交：一个请求一个事务。",
    "Models do not commit: one request, one transaction.",
)
def commits_once(subject: Subject):
    for where, module in code(subject, played=False):
        if where.startswith("models"):
            yield from (f"{where}:{line} commits" for line, name, _ in calls(module) if name.endswith("session.commit"))


@rule("module-docstrings", SILVER, "每个源文件开头写明里面有什么。", "Each module says what lives in it.")
def describes_modules(subject: Subject):
    for where, module in code(subject):
        if module.body and not ast.get_docstring(module):
            yield f"{where} has no docstring"


@rule(
    "class-docstrings", GOLD, "每个模型、表单都写明是什么。", "Each public class of models and forms says what it is."
)
def describes_classes(subject: Subject):
    for where, module in code(subject):
        for node in module.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                yield f"{where}:{node.lineno} {node.name} has no docstring"


@rule("finished", SILVER, "没有留待以后的标记。", "Nothing is marked as unfinished.")
def is_finished(subject: Subject):
    for path in [*subject.sources, *sorted(subject.folder.rglob("*.html"))]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if UNFINISHED.search(line):
                yield f"{path.relative_to(subject.folder)}:{number} {line.strip()[:60]}"


@rule("file-length", GOLD, f"源文件不超过 {MOST_LINES} 行。", f"No file is longer than {MOST_LINES} lines.")
def keeps_files_short(subject: Subject):
    for path in subject.sources:
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > MOST_LINES and "migrations" not in path.parts:
            yield f"{path.relative_to(subject.folder)} has {length} lines"


@rule(
    "function-length",
    GOLD,
    f"函数不超过 {MOST_IN_A_FUNCTION} 行。",
    f"No function is longer than {MOST_IN_A_FUNCTION} lines.",
)
def keeps_functions_short(subject: Subject):
    for where, module in code(subject):
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_IN_A_FUNCTION:
                yield f"{where}:{node.lineno} {node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"


@rule("no-star-imports", SILVER, "引入什么都写明名字。", "Imports name what they import.")
def names_imports(subject: Subject):
    for where, module in code(subject):
        for node in ast.walk(module):
            if isinstance(node, ast.ImportFrom) and any(each.name == "*" for each in node.names):
                yield f"{where}:{node.lineno} imports everything of {node.module}"


def _within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in packages)


def _is_composed(node: ast.AST) -> bool:
    """Whether it is text put together of parts: an f-string with values, `+`, `%` or `.format` of a plain string."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(each, ast.FormattedValue) for each in node.values)
    if isinstance(node, ast.BinOp):
        return not all(isinstance(each, ast.Constant) for each in (node.left, node.right))
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == "format" and isinstance(called.value, ast.Constant)


def _mode(call: ast.Call) -> str:
    given = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "mode")]
    return str(given[0].value) if given and isinstance(given[0], ast.Constant) else ""


def _is_config(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "config" and getattr(node.value, "id", "") == "current_app"


def _takes_all(handler: ast.ExceptHandler) -> bool:
    names = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
    broad = handler.type is None or any(getattr(each, "id", "") in ("Exception", "BaseException") for each in names)
    raises = any(isinstance(node, ast.Raise) for each in handler.body for node in ast.walk(each))
    return broad and not raises
