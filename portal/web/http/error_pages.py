"""Error pages in plain Chinese that say what to do next; a RuleError becomes 403, 409 or 422."""

import logging
import re

from flask import Flask, Response, current_app, render_template, request, session
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.errors import RuleError
from portal.extensions import db
from portal.web.http.full_disk import disk_is_full

log = logging.getLogger(__name__)

PAGES = {
    400: ("请求不完整", "请返回上一页，刷新后再试一次。"),
    403: ("您没有这项权限", "如果工作需要，请联系系统管理员为您开通。"),
    404: ("没有找到这个页面", "网址可能写错了，或者记录不在您的管辖范围内。"),
    405: ("不能这样打开这个页面", "请从菜单或按钮进入。"),
    409: ("现在不能这样办理", "别人可能刚刚处理过这条记录，请看看最新情况。"),
    413: ("文件太大", "请压缩照片或分批上传，单个文件不超过 20 MB。"),
    422: ("现在不能这样办理", "请返回上一页，核对后再试一次。"),
    429: ("操作太频繁", "请稍等几分钟再试。"),
    500: ("系统出了点问题", "您刚才的操作没有生效，可以稍后再试；如果反复出现，请联系管理员。"),
    507: (
        "磁盘已满",
        "这一次没有存上，以前存好的都还在。请马上告诉管理员清理服务器的磁盘；清理以后返回上一页再提交一次。",
    ),
}

RECORD = re.compile(r"(/[a-z_]+)+/\d+(?=/)")
KEPT_HEADERS = ("Allow", "Retry-After")
TRIED = {400, 403, 413, 429}  # what somebody may be trying on; a row that is not in sight answers 404, whoever asks


def init_app(app: Flask) -> None:
    """Answer every error with a page of our own."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(RuleError, _rule_broken)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(IntegrityError, _overtaken)
    app.register_error_handler(Exception, _unexpected)


def page(code: int, detail: str = "") -> Response:
    """The error page for `code`, or plain text for htmx; `detail` replaces the standard advice."""
    title, advice = PAGES.get(code, PAGES[400 if code < 500 else 500])
    if request.headers.get("HX-Request"):
        return Response(f"{title}。{detail or advice}", code, mimetype="text/plain")
    words = {"code": code, "title": title, "what_to_do": detail or advice}
    if code in (409, 422) and (record := _record()):
        words |= {"link": record, "link_text": "看看最新情况"}
    return Response(render_template("errors/error.html", **words), code)


def _record() -> str | None:
    """The URL of the record to which the current URL belongs (/cases/12 for /cases/12/triage), if it exists."""
    found = RECORD.match(request.path)
    return found[0] if found and current_app.url_map.bind("").test(found[0], "GET") else None


def _http_error(error: HTTPException):
    db.session.rollback()
    if error.code is None or error.code < 400:
        return error
    note_refusal(error.code)
    ours = error.description if _is_chinese(error.description) else ""
    answer = page(error.code, ours)
    answer.headers.extend((name, value) for name, value in error.get_headers() if name in KEPT_HEADERS)
    return answer


def _rule_broken(error: RuleError):
    db.session.rollback()
    note_refusal(error.status)
    return page(error.status, str(error))


def note_refusal(code: int) -> None:
    """In the log who was refused what, from where: without what stands behind `?`, which may name residents."""
    account, _, _ = session.get("_user_id", "").partition(".")
    if code in TRIED or (code == 404 and account and RECORD.match(f"{request.path}/")):
        log.warning(
            "%s %r refused: %s, account %s, address %s",
            request.method,
            request.path,
            code,
            account or "-",
            request.remote_addr,
        )


def _overtaken(error: StaleDataError | IntegrityError):
    db.session.rollback()
    log.warning("%s %s came too late: %s", request.method, request.path, type(error.__cause__ or error).__name__)
    return page(409)


def _unexpected(error: Exception):
    db.session.rollback()
    log.exception("%s %s failed", request.method, request.path)
    if disk_is_full(error):
        return page(507)
    plugin = getattr(error, "portal_plugin", "")
    return page(
        500, f"功能模块“{plugin}”出了错，您刚才的操作没有生效。请告诉管理员，停用这个模块后就能办理。" if plugin else ""
    )


def _is_chinese(text: str | None) -> bool:
    return any("一" <= char <= "鿿" for char in text or "")
