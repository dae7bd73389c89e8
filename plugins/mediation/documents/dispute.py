"""纠纷 and 当事人 as every document of one dispute shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.documents.wording import long_day

Fields = tuple[tuple[str, str], ...]

APPLICANT = "申请人"
RESPONDENT = "被申请人"


def filled(fields: Iterable[tuple[str, str]]) -> Fields:
    """Only the fields that have a value."""
    return tuple((label, value) for label, value in fields if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocAgent:
    """委托代理人 of a party, or the representative of an organisation at the table."""

    name: str
    relation: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocParty:
    """当事人: one of two or more. ``side`` is 申请人 or 被申请人.

    Natural persons use the first group of fields, organisations the second.
    """

    side: str
    name: str
    is_organisation: bool = False
    phone: str = ""
    address: str = ""
    agent: DocAgent | None = None

    gender: str = ""
    ethnicity: str = ""
    birth_date: date | None = None
    age: int | None = None
    id_number: str = ""
    occupation: str = ""
    workplace: str = ""

    credit_code: str = ""
    legal_representative: str = ""
    legal_representative_post: str = ""

    @property
    def fields(self) -> Fields:
        """Label and value of everything known about the party, in the order of the form."""
        own = self._organisation_fields if self.is_organisation else self._person_fields
        return own + self._agent_fields

    @property
    def signing(self) -> str:
        """How the party signs (人民调解法 §29); an organisation by its representative and seal."""
        return "代表签名并盖章" if self.is_organisation else "签名、盖章或捺印"

    @property
    def _person_fields(self) -> Fields:
        return filled(
            (
                ("性别", self.gender),
                ("民族", self.ethnicity),
                ("出生日期", long_day(self.birth_date) if self.birth_date else ""),
                ("年龄", "" if self.age is None else f"{self.age}岁"),
                ("公民身份号码", self.id_number),
                ("职业或职务", self.occupation),
                ("工作单位", self.workplace),
                ("住址", self.address),
                ("联系方式", self.phone),
            )
        )

    @property
    def _organisation_fields(self) -> Fields:
        return filled(
            (
                ("统一社会信用代码", self.credit_code),
                ("法定代表人（负责人）", self.legal_representative),
                ("职务", self.legal_representative_post),
                ("住所地", self.address),
                ("联系方式", self.phone),
            )
        )

    @property
    def _agent_fields(self) -> Fields:
        if self.agent is None:
            return ()
        return filled(
            (
                ("委托代理人", self.agent.name),
                ("与当事人关系", self.agent.relation),
                ("代理人身份证件号码", self.agent.id_number),
                ("代理人联系方式", self.agent.phone),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocDispute:
    """纠纷: what every document of one dispute says about it.

    ``number`` is the whole display number: （2026）昭君街道人调字第 12 号.
    """

    committee: str
    number: str
    name: str
    kind: str
    parties: tuple[DocParty, ...]
    mediators: tuple[str, ...]
    recorder: str = ""

    @property
    def copies(self) -> int:
        """One for every party and one for the committee (人民调解法 §29)."""
        return len(self.parties) + 1
