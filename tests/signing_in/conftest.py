"""A telephone that knows the secret of an account, and a district that asks for it."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.settings.changing import change
from portal.signing_in import codes
from portal.signing_in.models import Factor, RecoveryCode
from portal.signing_in.settings import KEY


class Telephone:
    """What the owner of an account holds in the hand: `now` is the code it shows, `paper` the recovery codes."""

    def __init__(self, user: User) -> None:
        self.secret, self.user_id = codes.new_secret(), user.id
        db.session.add(Factor(user_id=user.id, secret=codes.written(self.secret), last_step=0))
        self.paper = RecoveryCode.give(user)
        db.session.commit()

    @property
    def now(self) -> str:
        return self.at(0)

    def at(self, steps: int) -> str:
        """The code so many steps from now."""
        return codes.code_at(self.secret, codes.step_now() + steps)


@pytest.fixture
def phone(app, cast):
    """That of the clerk; the clock stands still, half a step from either end."""
    with clock.pretend(clock.now().replace(second=15)):
        yield Telephone(cast.clerk)


@pytest.fixture
def decide(app, cast):
    """`decide(asked="everybody")`: the district decides from today on."""

    def put(**fields: str | list[str]) -> None:
        typed = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
        change(KEY, cast.county, typed, by=cast.district, reason="网络安全等级保护", valid_from=clock.today())
        db.session.commit()

    return put


@pytest.fixture
def factor_of(app):
    """`factor_of("clerk")` is what stands in the database, or None."""
    return lambda username: db.session.scalar(
        select(Factor).join(User, User.id == Factor.user_id).where(User.username == username)
    )
