"""为什么能、为什么不能: the page on which who administers and who directs ask what an account may, and why. It shows no resident."""

from flask_login import current_user
from wtforms import SelectField, StringField

from portal.access.blueprint import bp
from portal.access.finding import Found, found_at, told
from portal.access.modules import by_module
from portal.access.reasons import Answer, answer
from portal.accounts.models import User
from portal.accounts.policy import visible_to
from portal.database import reads
from portal.extensions import db
from portal.permissions import EXPLAIN
from portal.plugin.context import current_unit
from portal.web.forms import Form, Required, Short
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

OF_THE_PAGE = ""
WITHHELD = "您不能查看的一条，下面只按账号和任职答"


class WhyForm(Form):
    """谁、什么权限、哪一条."""

    account = StringField("账号", [Required("请填写账号。"), Short(40)], description="登录时输入的账号。")
    what = SelectField("权限", description="填了页面地址的，可以不选，按那一页要的权限答。")
    about = StringField("哪一条（可以不填）", [Short(200)], description="编号，或者从浏览器地址栏复制的地址。")


@bp.get("/why")
@requires(EXPLAIN)
def why():
    """The form."""
    return _page(_form())


@bp.post("/why")
@requires(EXPLAIN)
@reads
def explain():
    """The answer, in words."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    user, meant = _account(form.account.data.strip()), Found()
    if user is None:
        form.account.errors = ["您管辖的范围里没有这个账号。"]
    if (typed := form.about.data.strip()) and (meant := found_at(typed) or Found()) == Found():
        form.about.errors = ["您管辖的范围里没有找到：请核对编号或地址。"]
    permission = form.what.data or meant.permission
    if not permission and not form.about.errors:
        form.what.errors = ["请选择权限。"]
    if user is None or form.errors:
        return _page(form, status=422)
    step = meant.step_for(user) if permission == meant.permission else None
    about = told(meant.row) if meant.row is not None else WITHHELD if meant.withheld else ""
    return _page(form, user, about, answer(user, permission, meant.row, step))


def _form() -> WhyForm:
    form = WhyForm()
    groups = by_module(current_unit()).items()
    form.what.choices = {"": [(OF_THE_PAGE, "按页面")]} | {
        name: [(each.key, each.label) for each in some] for name, some in groups
    }
    return form


def _account(username: str) -> User | None:
    """The account of that name, if it belongs where the reader explains."""
    known = User.known_as(username)
    return db.session.scalar(visible_to(current_user, EXPLAIN).where(User.id == known.id)) if known else None


def _page(form: WhyForm, user: User | None = None, about: str = "", found: Answer | None = None, status: int = 200):
    return render(
        "access/why.html", status=status, form=form, user=user, about=about, found=found, crumbs=[("权限查询", "")]
    )
