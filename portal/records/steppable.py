"""What a step needs of its row, and how the row says that a step is not possible."""

from collections.abc import Collection, Iterator, Mapping
from inspect import getattr_static
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar

from portal.notices.telling import Told
from portal.records.states import State, States
from portal.records.steps import Step, declared_on

if TYPE_CHECKING:
    from portal.accounts.models import User


class Steppable:
    """What a step needs to know about its row. A part of a record delegates to the record.

    `other_verbs` names what stands on its timeline without being a step of its own. `tells`: stored verb → who is told of it.
    """

    status: Any
    states: ClassVar[States]
    other_verbs: ClassVar[dict[str, str]] = {}
    tells: ClassVar[Mapping[str, Told]] = {}

    if TYPE_CHECKING:

        def allows(self, user: "User", permission: str) -> bool: ...

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Raises ValueError for a step that begins in, or leads to, a state there is none of, or whose `not_by` names no column. Of a
        table of a plugin that is told when the plugin is taken in: SQLAlchemy cannot unmap half a class, and no table would work."""
        super().__init_subclass__(**kwargs)
        wrong = cls.wrong_steps()
        if wrong and not (hasattr(cls, "__mapper__") and cls.__module__.partition(".")[0] != "portal"):
            raise ValueError(wrong[0])

    @classmethod
    def wrong_steps(cls) -> list[str]:
        """A complaint for each step between states that are none, for each whose `not_by` names what is no column, and for an `about`, which
        stands on the pages of all steps, that is to be called."""
        hidden = isinstance(getattr_static(cls, "about", None), FunctionType | classmethod | staticmethod)
        called = [f"{cls.__name__}.about is a method; pages of steps show it, so it is a property"] if hidden else []
        return called + [
            f"step {cls.__name__}.{name}: {said}"
            for name, each in declared_on(cls).items()
            for said in cls._wrong(each)
        ]

    @classmethod
    def _wrong(cls, declared: Step) -> Iterator[str]:
        states: Any = getattr(cls, "states", ())
        named = (*declared.of, declared.to) if isinstance(states, States) else ()  # of a part the record has them
        if lost := [key for key in named if key and key not in states]:
            yield f"{lost} are no states, there are {list(states.names)}"
        if hasattr(cls, "__mapper__") and (lost := [name for name in declared.not_by if not hasattr(cls, name)]):
            yield f"it is not taken by {lost}, which are no columns of {cls.__name__}"

    def entrusted_to(self, user: "User", permission: str) -> bool:
        """Whether `user` may take steps of this row that need `permission`: by default whoever holds it here; a record may ask
        for more, such as the own committee."""
        return self.allows(user, permission)

    def wrong_state(self) -> str:
        """The message when a step is not possible in the current state."""
        return f"这件事现在是“{self.status_name}”，不能这样办理。请刷新页面。"

    def refusal(self, permission: str) -> str:
        """The message when a user lacks `permission` on this row."""
        return "您没有办理这一步的权限。"

    def check_words(self, words: Mapping[str, str], vouched: Collection[str] = ()) -> str:
        """Asked with the texts among the arguments of each step that people take, by their names. Override it to raise RuleError, `at` the
        name, for what must not be said of the record, and Doubtful for what somebody must vouch for who has not `vouched` for it; what it
        answers is added to the timeline. By default anything may be said."""
        return ""

    def ask_plugins(self, verb: str, by: "User | None") -> None:
        """Raises RuleError with what the plugins in effect where the record lies object to the step."""

    # -- how it stands ---------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        return self.states[self.status]

    @property
    def status_name(self) -> str:
        return self.state.name

    @property
    def tone(self) -> str:
        return self.state.tone

    @property
    def open(self) -> bool:
        return self.state.open
