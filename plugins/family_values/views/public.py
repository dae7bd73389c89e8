"""Pages for groups without an account: the halls of a unit, what is free, and the form; and what is done by the code."""

from flask import abort, request, url_for

from plugins.family_values import calendars
from plugins.family_values.blueprint import bp
from plugins.family_values.forms.bookings import PublicBookingForm, PublicFeedbackForm
from plugins.family_values.models import Booking, Hall
from plugins.family_values.settings import rules_of
from portal.extensions import db, limiter
from portal.org.models import OrgUnit
from portal.records.public_guards import PER_READER, public_unit
from portal.records.public_pages import Poster, PublicAsk, mount_public
from portal.web.forms.fields import parse_day
from portal.web.http.guards import public
from portal.web.pages.calendar import Span
from portal.web.pages.rendering import LARGEST_ID, render


def _hall(unit: OrgUnit, hall_id: int) -> Hall | None:
    """A hall of `unit` or below that receives groups."""
    hall = db.session.scalar(Hall.of(unit).where(Hall.id == hall_id))
    return hall if hall and hall.running_slots else None


def _rule(unit: OrgUnit, hall: Hall) -> str:
    rules = rules_of(hall.unit)
    notice = f"{rules.group_size} 人以上请提前 {rules.notice_days} 天预约。" if rules.notice_days else ""
    return f"{hall.name}，{hall.address}。{notice}{rules.answer_days} 天内答复。电话 {hall.phone}。{hall.about_visit}"


def _slots(form: PublicBookingForm, unit: OrgUnit, hall: Hall) -> None:
    form.slot_id.choices = {slot.id: str(slot) for slot in hall.running_slots}


def _pressed(unit: OrgUnit, hall: Hall) -> dict:
    return {"day": parse_day(request.args.get("day")), "slot_id": request.args.get("slot", type=int), "guided": True}


def _told(booking: Booking) -> list[tuple[str, str]]:
    """What whoever knows the code sees; nobody's telephone."""
    guide = booking.guide.name if booking.guide else ""
    return [
        ("家风馆", f"{booking.hall.name}（{booking.hall.address}）"),
        ("参观时间", booking.when),
        ("单位", booking.title),
        ("人数", f"{booking.people} 人"),
        *([("讲解员", guide)] if guide else []),
        *([("馆里的话", booking.message)] if booking.message else []),
        ("馆里电话", booking.hall.phone),
    ]


requests = mount_public(
    bp,
    Booking.apply,
    PublicAsk(
        PublicBookingForm,
        title="预约参观家风馆",
        button="提交预约",
        done=lambda booking: f"已收到预约，{rules_of(booking.unit).answer_days} 天内答复；可以凭编号和查询码查看。",
        explanation=_rule,
        start=_pressed,
        prepare=_slots,
        error_at="day",
    ),
    at="bookings",
    new="halls/<int:hall_id>/bookings/new",
    about=_hall,
    tells=_told,
    steps={
        Booking.say: PublicAsk(
            PublicFeedbackForm, title="参观反馈", button="提交反馈", at="feedback", done="谢谢您的反馈。"
        ),
        Booking.withdraw: PublicAsk(title="取消预约", at="withdrawal", done="已取消预约。", danger=True),
    },
    sheet=Poster(
        lambda unit, hall: f"预约参观{hall.name}",
        needs="family_values.view",
        lines=(
            "一、选日期和时段，写明单位、人数、联系人和电话。",
            "二、提交后抄下编号和查询码，凭它查看答复，也可以取消。",
            "三、不方便用手机的，请打电话或者到馆里登记。",
        ),
    ),
)


@bp.get("/public/<int:unit_id>/halls")
@limiter.limit(PER_READER)
@public
def public_halls(unit_id: int):
    """The halls of a unit."""
    unit = public_unit(unit_id)
    return render(
        "family_values/public/halls.html",
        unit=unit,
        halls=db.session.scalars(Hall.of(unit)).unique().all(),
        follow_url=requests.following.url("follow", unit),
        home_url=url_for("home.landing", unit_id=unit.id),
    )


@bp.get("/public/<int:unit_id>/halls/<int:hall_id>")
@limiter.limit(PER_READER)
@public
def public_hall(unit_id: int, hall_id: int):
    """One hall: what is free, a month or a week."""
    unit = public_unit(unit_id)
    hall = (_hall(unit, hall_id) if hall_id <= LARGEST_ID else None) or abort(404)
    span = Span.read(request.args.get("of"))

    def book(day, slot) -> str:
        return f"{requests.url(unit, hall.id)}?day={day}&slot={slot.id}"

    return render(
        "family_values/public/hall.html",
        unit=unit,
        hall=hall,
        span=span,
        weeks=calendars.for_everybody(hall, span, book),
        at=lambda key: url_for("family_values.public_hall", unit_id=unit.id, hall_id=hall.id, of=key),
        book_url=requests.url(unit, hall.id),
        rule=_rule(unit, hall),
        home_url=url_for("family_values.public_halls", unit_id=unit.id),
    )
