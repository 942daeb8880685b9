"""Whatever comes in, out comes a canvas that can be exported again, or a refusal. Nothing else."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvas.exchange import vinculo_canvas
from canvas.exchange.vinculo_canvas import BrokenDocument
from relationships.blueprint import Blueprint
from relationships.content import shipped
from tests.canvas.exchange.documents import Document, documents, full

RELAXED = settings(
    max_examples=75,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

HOSTILE_VALUES = st.one_of(
    st.sampled_from(
        [
            None,
            True,
            0,
            -1,
            10**30,
            40.0,
            "",
            " ",
            "\x00",
            "\ud800",
            "\u202e",
            "n1",
            "s1",
            "x" * 3000,
        ]
    ),
    st.sampled_from(["[]", "{}", '[["a"]]', '[{"ref": []}]', '{"ref": {}}']).map(json.loads),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=6,
    ),
)


def outcome(text: str | bytes) -> Blueprint | None:
    """The canvas, sound to the last; `None` where it is refused with reasons."""
    try:
        blueprint = vinculo_canvas.parse(text, shipped())
    except BrokenDocument as broken:
        refused = broken
    else:
        assert_stable(blueprint)
        return blueprint
    assert refused.total == len(refused.faults) > 0
    assert [f for f in refused.faults if not (f.path.startswith("$") and f.path.isascii())] == []
    assert [f for f in refused.faults if not 0 < len(f.message) < 200] == []
    return None


def assert_stable(blueprint: Blueprint) -> None:
    written = vinculo_canvas.dump(blueprint)
    assert vinculo_canvas.parse(written, shipped()) == blueprint
    assert vinculo_canvas.restore(written) == blueprint
    assert vinculo_canvas.dump(vinculo_canvas.restore(written)) == written


@RELAXED
@given(documents())
def test_what_is_exported_and_imported_again_is_equal(document: Document):
    blueprint = vinculo_canvas.decode(document, shipped())
    assert outcome(json.dumps(document)) == blueprint
    assert_stable(blueprint)


@RELAXED
@given(st.data())
def test_a_hostile_change_is_refused_or_harmless(data: st.DataObject):
    document = full()
    for _ in range(data.draw(st.integers(1, 4))):
        maim(document, data)
    outcome(json.dumps(document))


@RELAXED
@given(st.data())
def test_a_key_written_twice_is_always_refused(data: st.DataObject):
    text = json.dumps(full())
    colons = [at for at in range(len(text)) if text.startswith('": ', at)]
    end = data.draw(st.sampled_from(colons)) + 1
    start = text.rindex('"', 0, end - 1)
    value = json.dumps(data.draw(HOSTILE_VALUES))
    assert outcome(f"{text[:start]}{text[start:end]}: {value}, {text[start:]}") is None


@RELAXED
@given(st.data())
def test_a_maimed_text_is_refused_or_harmless(data: st.DataObject):
    whole = json.dumps(full(), ensure_ascii=data.draw(st.booleans())).encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 30)))
    between = data.draw(
        st.binary(max_size=4)
        | st.sampled_from([b"[" * 3000, b"\xef\xbb\xbf", b'"', b"\\ud800", b"NaN"])
    )
    outcome(whole[:start] + between + whole[end:])


@settings(RELAXED, max_examples=40)
@given(HOSTILE_VALUES)
def test_any_value_at_all_is_refused_or_harmless(value: Any):
    outcome(json.dumps(value))


def maim(document: Document, data: st.DataObject) -> None:
    """Takes out, replaces, adds or repeats something somewhere in a document."""
    holder, key = data.draw(st.sampled_from(places(document)))
    match data.draw(st.sampled_from(["take out", "replace", "add", "repeat"])):
        case "take out":
            del holder[key]
        case "replace":
            holder[key] = data.draw(HOSTILE_VALUES)
        case "add" if isinstance(holder, dict):
            holder[data.draw(st.text(max_size=4) | st.just("ref"))] = data.draw(HOSTILE_VALUES)
        case _ if isinstance(holder, list):
            holder.insert(data.draw(st.integers(0, len(holder))), holder[key])


def places(value: Any) -> list[tuple[Any, Any]]:
    """Each list or object with each of its indexes or keys, at any depth."""
    keys: Any = ()
    if isinstance(value, dict):
        keys = value
    elif isinstance(value, list):
        keys = range(len(value))
    found = [(value, key) for key in keys]
    return found + [place for key in keys for place in places(value[key])]
