"""`frozen` does what a frozen dataclass with slots of the standard library does."""

from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace

import pytest

from appsec.model.frozen import frozen, slotted


@frozen
class Point:
    """Two numbers."""

    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list, compare=False)
    shown: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Peer:
    """The same by the standard library."""

    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list, compare=False)
    shown: str = field(default="", repr=False)


@frozen
class Doubled(Point):
    twice: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "twice", 2 * self.x)


@frozen
class Nothing:
    pass


@frozen
class Own:
    """Whatever a class says itself is kept."""

    x: float

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Own)

    def __hash__(self) -> int:
        return 1

    def __repr__(self) -> str:
        return "own"


def test_makes_compares_hashes_and_shows_as_the_standard_library_does():
    for arguments in ((1,), (1, 3), (1, 3, ["a"]), (1, 3, [], "z")):
        ours, theirs = Point(*arguments), Peer(*arguments)
        assert asdict(ours) == asdict(theirs)
        assert hash(ours) == hash(theirs)
        assert repr(ours) == repr(theirs).replace("Peer", "Point")
        assert ours == Point(*arguments)
        assert ours != theirs
    assert Point(1, tags=["a"]) == Point(x=1, tags=["b"])
    assert Point(1) != Point(2)
    assert {Point(1): 1}[Point(1)] == 1
    assert Point.__match_args__ == Peer.__match_args__
    assert [one.name for one in fields(Point)] == [one.name for one in fields(Peer)]


def test_each_has_a_default_of_its_own():
    assert Point(1).tags is not Point(1).tags
    assert replace(Point(1), y=5) == Point(1, 5)


@pytest.mark.parametrize("wrong", [Point, lambda: Point(1, 2, [], "", 5), lambda: Point(z=1)])
def test_refuses_wrong_arguments_the_first_time_and_later(wrong):
    for _ in range(2):
        with pytest.raises(TypeError):
            wrong()


def test_refuses_every_change():
    one = Point(1)
    with pytest.raises(FrozenInstanceError):
        one.x = 2
    with pytest.raises(FrozenInstanceError):
        one.other = 2
    with pytest.raises(FrozenInstanceError):
        del one.x
    assert not hasattr(one, "__dict__")


def test_derived_classes_have_the_fields_of_both():
    one = Doubled(4)
    assert one == Doubled(4)
    assert (one.x, one.y, one.twice) == (4, 2, 8)
    assert one != Point(4)
    assert repr(one) == "Doubled(x=4, y=2, tags=[], twice=8)"


def test_has_no_fields_or_one():
    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(())
    assert repr(Nothing()).endswith("Nothing()")
    nan = float("nan")

    @frozen
    class One:
        x: float

    assert One(nan) == One(nan)  # as tuples are compared: the same object
    assert hash(One(1.5)) == hash((1.5,))


def test_keeps_what_a_class_says_itself():
    assert Own(1.0) == Own(2.0)
    assert hash(Own(1.0)) == 1
    assert repr(Own(1.0)) == "own"


@slotted
class Open:
    """May be changed."""

    name: str
    found: list[int] = field(default_factory=list)


@slotted
class Wider(Open):
    count: int = 0


def test_a_slotted_one_may_be_changed_and_is_compared_by_its_fields():
    one, other = Open("a"), Open("a")
    one.found.append(1)
    assert (one == other, other == Open("a", []), one == "a") == (False, True, False)
    other.found = [1]
    assert one == other
    assert repr(one) == "Open(name='a', found=[1])"
    with pytest.raises(TypeError):
        hash(one)
    with pytest.raises(AttributeError):
        one.other = 1


def test_a_slotted_one_that_is_wider_has_the_fields_of_both():
    assert (Wider("a", count=2).count, Wider("a").found) == (2, [])
    assert Wider("a") != Open("a")
    with pytest.raises(TypeError):
        Wider()
