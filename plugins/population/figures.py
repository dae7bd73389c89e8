"""统计: households by place and grade, premises by place and use, for who may see them."""

from sqlalchemy import Select

from plugins.population.blueprint import bp
from plugins.population.choices import GRADES, SEE_GRADES, USES, VIEW
from plugins.population.models import Household, Premises
from plugins.population.register import GRADE_NAMES
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics
from portal.records.statistics import mount_statistics

HERE = Household.status == "here"
STANDING = Premises.status == "here"


def of_community(model):
    """Joins the community, for whatever lies in one."""

    def joined(statement: Select) -> Select:
        return statement.outerjoin(OrgUnit, OrgUnit.id == model.community_id)

    return joined


GRADE_FIGURES = Statistics(
    "户的类别统计",
    Household,
    SEE_GRADES,
    (
        Figure(
            "grade",
            "按类别",
            Axis("类别", Household.grade, write=lambda grade: GRADE_NAMES.called(grade) or "没有定类"),
            (Count("户数", HERE),),
        ),
        Figure(
            "community",
            "按村社区",
            Axis("村社区", OrgUnit.short_name, write=lambda name: name or "没有归到村社区"),
            (
                Count("在册", HERE),
                *(
                    Count(f"第{number}类", HERE & (Household.grade == each))
                    for number, each in zip("一二三", GRADES, strict=True)
                ),
                Count("没有定类", HERE & (Household.grade == "")),
            ),
            of=of_community(Household),
        ),
    ),
)
PREMISES_FIGURES = Statistics(
    "房屋统计",
    Premises,
    VIEW,
    (
        Figure("use", "按用途", Axis("用途", Premises.use, USES, whole=True), (Count("处数", STANDING),)),
        Figure(
            "community",
            "按村社区",
            Axis("村社区", OrgUnit.short_name, write=lambda name: name or "没有归到村社区"),
            (
                Count("在册", STANDING),
                *(Count(name, STANDING & (Premises.use == use)) for use, name in USES.items()),
            ),
            of=of_community(Premises),
        ),
    ),
)
mount_statistics(
    bp,
    GRADE_FIGURES,
    at="/grades/statistics",
    show="population.household",
    ident="household_id",
    crumb=("户的类别", "population.grades"),
    endpoint="grade_figures",
)
mount_statistics(
    bp,
    PREMISES_FIGURES,
    at="/premises/statistics",
    show="population.premises",
    ident="premises_id",
    crumb=("房屋", "population.premises_list"),
    endpoint="premises_figures",
)
