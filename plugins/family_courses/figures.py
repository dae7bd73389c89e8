"""统计: what was learnt. Never by family: nobody is ranked."""

from sqlalchemy import Select

from plugins.family_courses.blueprint import bp
from plugins.family_courses.choices import RATINGS, SERIES
from plugins.family_courses.models import Course, Enrolment
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, local_year
from portal.records.statistics import mount_statistics

attended = Enrolment.status == "attended"


def _courses(statement: Select) -> Select:
    return statement.join(Enrolment.course)


LEARNING = Statistics(
    "课程讲座统计",
    Enrolment,
    "family_courses.view",
    (
        Figure(
            "series",
            "按系列",
            Axis("系列", Course.series, SERIES, whole=True),
            (
                Count("报名人次", Enrolment.status.in_(("enrolled", "attended", "absent"))),
                Count("到课人次", attended),
                Count("其中未成年人", attended & Enrolment.age.is_not(None)),
                Sum("学时（分钟）", Enrolment.minutes, attended, in_fen=False),
            ),
            of=_courses,
        ),
        Figure(
            "year",
            "按年份",
            Axis("年份", local_year(Course.starts_at), write="{} 年".format),
            (Count("到课人次", attended), Count("候补", Enrolment.status == "waiting")),
            of=_courses,
        ),
        Figure(
            "rating", "满意度", Axis("评价", Enrolment.rating, {**RATINGS, "": "没有评价"}), (Count("人次", attended),)
        ),
    ),
)
mount_statistics(
    bp,
    LEARNING,
    at="/learning",
    endpoint="learning",
    show="family_courses.show_enrolment",
    ident="enrolment_id",
    crumb=("课程讲座", "family_courses.courses"),
)
