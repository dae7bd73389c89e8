"""With what the records of 家庭教育讲座 are begun, and each of their steps is taken once."""

from datetime import timedelta

from plugins.family_courses.models import Course, Enrolment
from portal import clock
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, today

REASON = {"reason": "本人来电退出。"}
COURSE = {
    "title": "怎样跟青春期的孩子说话",
    "series": "parents",
    "speaker": "白玉兰，国家二级心理咨询师",
    "place_name": "党群服务中心三楼",
    "starts_at": lambda course, stage: clock.now(),
    "minutes": 90,
    "capacity": 1,
    "enrols_until": today,
}


def a_course(record, stage: Stage) -> int:
    """A course with one place, new for each record."""
    return COURSES.begin(stage).id


def someone(record, stage: Stage) -> Contact:
    return Contact(name="王桂兰", phone="13804770003")


def wait(enrolment: Enrolment, stage: Stage) -> None:
    """Stands in the waiting list, where only the course can put it."""
    enrolment.status = "waiting"


def moved_up(enrolment: Enrolment, stage: Stage) -> None:
    wait(enrolment, stage)
    enrolment.promote(by=None)


def put_off(enrolment: Enrolment, stage: Stage) -> None:
    """The lesson is tomorrow."""
    enrolment.course.starts_at += timedelta(days=1)
    enrolment.course.day += timedelta(days=1)


COURSES = Samples(
    Course,
    {
        Course.plan: Sample("director", COURSE),
        Course.change: Sample("director", COURSE | {"capacity": 2}, days=0),
        Course.sign_in: Sample("clerk", {"present": []}, days=0),
        Course.add_material: Sample("clerk", {"upload": lambda course, stage: stage.picture("KEJIAN")}, days=0),
        Course.finish: Sample("clerk", days=0),
        Course.cancel: Sample("director", {"reason": "主讲人生病。"}, days=0),
    },
)
ENROLMENTS = Samples(
    Enrolment,
    {
        Enrolment.enrol: Sample(
            "clerk",
            {"course_id": a_course, "learner": someone},
            form={"learner": "王桂兰", "phone": "13804770003", "grown": True},
        ),
        Enrolment.sign: Sample("clerk", days=0),
        Enrolment.arrive: Sample("", {"door": lambda enrolment, stage: enrolment.course.door_code}, days=0),
        Enrolment.rate: Sample("", {"rating": "good"}, at="attended", days=0),
        Enrolment.tell: Sample("clerk", first=(moved_up,), days=0),
        Enrolment.cancel: Sample("clerk", REASON, days=0),
        Enrolment.withdraw: Sample("", first=(put_off,), days=0),
        Enrolment.promote: Sample("", first=(wait,), at="waiting", days=0),
        Enrolment.miss: Sample("", days=0),
    },
)
SAMPLES = (COURSES, ENROLMENTS)
