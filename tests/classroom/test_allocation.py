"""Who reviews whose work. Never touches the database."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from classroom.allocation import spread


def loads(pairs: list[tuple[int, int]], works: int) -> list[int]:
    """How many reviews each work gets."""
    counted = Counter(work for _person, work in pairs)
    return [counted[work] for work in range(works)]


def test_three_who_review_one_each_go_round() -> None:
    assert spread({"a": [1], "b": [2], "c": [3]}, 1) == [(1, "b"), (2, "c"), (3, "a")]


def test_who_is_alone_has_nobody_to_review() -> None:
    assert spread({"a": [1]}, 3) == []


def test_where_there_are_too_few_everybody_reviews_all_others() -> None:
    assert sorted(spread({"a": [1], "b": [2]}, 5)) == [(1, "b"), (2, "a")]


def test_who_comes_late_gets_work_and_is_reviewed_while_the_rest_stays() -> None:
    before = [(1, "b"), (2, "a")]
    added = spread({"a": [1], "b": [2], "c": [3]}, 1, before)
    assert added == [(3, "a")] or added == [(3, "b")]


@given(st.integers(2, 30), st.integers(1, 5))
def test_of_single_authors_each_gets_as_many_as_any_other(people: int, count: int) -> None:
    pairs = spread({n: [n] for n in range(people)}, count)
    got = loads(pairs, people)
    assert max(got) - min(got) <= 1
    given_out = Counter(person for person, _work in pairs)
    assert set(given_out.values()) == {min(count, people - 1)}


@given(st.lists(st.integers(1, 4), min_size=2, max_size=10), st.integers(1, 5))
def test_nobody_reviews_the_own_work_or_one_twice(sizes: list[int], count: int) -> None:
    authors = {n: [(n, member) for member in range(size)] for n, size in enumerate(sizes)}
    pairs = spread(authors, count)
    assert len(set(pairs)) == len(pairs)
    assert all(person not in authors[work] for person, work in pairs)
    given_out = Counter(person for person, _work in pairs)
    assert set(given_out.values()) == {min(count, len(sizes) - 1)}
