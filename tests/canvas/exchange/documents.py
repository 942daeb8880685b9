"""Documents to test with: one with something of everything, and random ones."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from canvas.exchange import limits
from relationships.content import shipped
from relationships.vocabulary import (
    NOTE_BLOCKS,
    Block,
    Capability,
    Color,
    Language,
    Motivation,
    Ownership,
    Phase,
    Stage,
    Status,
    Trust,
    Verdict,
)

Document = dict[str, Any]

_FULL: Document = {
    "format": "vinculo-canvas/1",
    "title": "Oficina de bicicletas",
    "description": "Conserto no mesmo dia.\nBusca em casa.",
    "language": "pt-br",
    "stage": "growth",
    "currency": "BRL",
    "monthly_budget": "1500.00",
    "team_hours_per_month": 320,
    "hourly_rate": "35.50",
    "notes": [
        {
            "ref": "n1",
            "block": "value_propositions",
            "text": "Pronta no mesmo dia",
            "color": "green",
        },
        {"ref": "n2", "block": "key_resources", "text": "Dois mecânicos", "color": ""},
    ],
    "segments": [
        {
            "ref": "s1",
            "name": "Quem pedala para o trabalho",
            "description": "",
            "customers": 220,
            "value_per_month": "18.00",
            "value_propositions": ["n1"],
            "expects": ["personal-indirect", "self-service"],
            "habits": [
                {"what": "revisão", "where": "na oficina do bairro", "how_often": "a cada semestre"}
            ],
            "factors": [
                {
                    "factor": "time-saving",
                    "importance": 3,
                    "detail": "precisa dela no dia seguinte",
                },
                {"factor": "guarantee", "importance": 0, "detail": ""},
            ],
            "trust": "product",
            "trust_goal": "needs",
        },
        {
            "ref": "s2",
            "name": "Entregadores",
            "description": "",
            "customers": None,
            "value_per_month": None,
            "value_propositions": [],
            "expects": [],
            "habits": [],
            "factors": [],
            "trust": None,
            "trust_goal": None,
        },
    ],
    "channels": [
        {
            "ref": "c1",
            "name": "Balcão",
            "kind": "store",
            "ownership": "own",
            "capabilities": ["two_way", "human", "live", "transaction"],
            "hours": "8-18",
            "monthly_cost": "900.00",
        },
        {
            "ref": "c2",
            "name": "Mensagens",
            "kind": "messaging",
            "ownership": "own",
            "capabilities": [],
            "hours": "",
            "monthly_cost": None,
        },
    ],
    "touchpoints": [
        {"segment": "s1", "channel": "c1", "phases": ["awareness", "purchase", "after_sales"]},
        {"segment": "s2", "channel": "c1", "phases": ["delivery"]},
        {"segment": "s1", "channel": "c2", "phases": ["evaluation"]},
    ],
    "relationships": [
        {
            "ref": "r1",
            "segment": "s1",
            "type": "personal-indirect",
            "channel": "c1",
            "strategies": ["complaint-care", "satisfaction-surveys"],
            "motivation": "retention",
            "objective": "Resolver cada queixa no dia",
            "justification": "Quem volta traz outro",
            "setup_cost": "0.00",
            "monthly_cost": "40.00",
            "hours_per_month": 20,
            "stage": "launch",
            "status": "running",
            "minimum_viable": True,
            "metric": "queixas resolvidas no dia",
            "target": "90 %",
            "experiments": [
                {
                    "hypothesis": "Preferem mensagem a telefone",
                    "measure": "respostas",
                    "threshold": "10",
                    "customers": 20,
                    "result": "",
                    "verdict": None,
                },
                {
                    "hypothesis": "Aceitam esperar um dia",
                    "measure": "",
                    "threshold": "",
                    "customers": None,
                    "result": "quase ninguém",
                    "verdict": "drop",
                },
            ],
        },
        {
            "ref": "r2",
            "segment": "s2",
            "type": "transactional",
            "channel": None,
            "strategies": [],
            "motivation": "retention",
            "objective": "",
            "justification": "",
            "setup_cost": None,
            "monthly_cost": None,
            "hours_per_month": None,
            "stage": None,
            "status": "planned",
            "minimum_viable": False,
            "metric": "",
            "target": "",
            "experiments": [],
        },
    ],
}

MINIMAL: Document = {
    "format": "vinculo-canvas/1",
    "title": "Idea",
    "language": "en",
    "stage": "idea",
    "currency": "EUR",
}


def full() -> Document:
    """A document with something of everything, written as an export writes it."""
    return deepcopy(_FULL)


def changed(*steps: str | int, to: object) -> Document:
    """The full document with one value replaced, or added where there was none."""
    document = full()
    _holder(document, steps)[steps[-1]] = to
    return document


def without(*steps: str | int) -> Document:
    document = full()
    del _holder(document, steps)[steps[-1]]
    return document


def doubled(key: str, *, again: object) -> Callable[[str], str]:
    """Writes a key of a JSON text a second time, right after the first."""

    def double(text: str) -> str:
        at = text.index(json.dumps(key) + ":")
        return text[:at] + f"{json.dumps(key)}: {json.dumps(again)}, " + text[at:]

    return double


def _holder(document: Document, steps: tuple[str | int, ...]) -> Any:
    holder: Any = document
    for step in steps[:-1]:
        holder = holder[step]
    return holder


# --- Random documents: valid, but not written as an export writes them ---------------------------

_SIGNS = st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n\t é🙂")
_CATALOG = shipped()


def _texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    """Texts with spaces and odd newlines around them; seldom near their limit."""
    core = st.text(_SIGNS, max_size=min(most, 12)) | st.just("x" * most)
    if least:
        core = core.filter(lambda text: bool(text.strip()))
    around = st.sampled_from(["", " ", "\n", "\r\n", "\t \u3000"])
    return st.builds(lambda left, text, right: left + text + right, around, core, around)


def _money() -> st.SearchStrategy[str | None]:
    return st.none() | st.from_regex(r"(0|[1-9][0-9]{0,9})(\.[0-9]{1,2})?", fullmatch=True)


def _whole(most: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, most)


def _some(names: Any, least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(name) for name in names]), unique=True, min_size=least)


def _one(names: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([str(name) for name in names])


def _record(**needed: st.SearchStrategy[Any]) -> Callable[..., st.SearchStrategy[Document]]:
    def with_optional(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
        return st.fixed_dictionaries(needed, optional=optional)

    return with_optional


def _habits() -> st.SearchStrategy[Document]:
    short = _texts(limits.SHORT_TEXT)
    return _record(what=_texts(limits.SHORT_TEXT, 1))(where=short, how_often=short)


def _factors() -> st.SearchStrategy[list[Document]]:
    mark = _record(factor=_one(_CATALOG.factors), importance=st.integers(0, 3))(
        detail=_texts(limits.SHORT_TEXT)
    )
    return st.lists(mark, max_size=4, unique_by=lambda row: row["factor"])


def _experiments() -> st.SearchStrategy[Document]:
    short = _texts(limits.SHORT_TEXT)
    return _record(hypothesis=_texts(limits.SHORT_TEXT, 1))(
        measure=short,
        threshold=short,
        customers=_whole(limits.CUSTOMERS),
        result=short,
        verdict=st.none() | _one(Verdict),
    )


def _note(ref: str) -> st.SearchStrategy[Document]:
    return _record(ref=st.just(ref), block=_one(NOTE_BLOCKS), text=_texts(limits.SHORT_TEXT, 1))(
        color=st.just("") | _one(Color)
    )


def _segment(ref: str, propositions: list[str]) -> st.SearchStrategy[Document]:
    linked = _some(propositions) if propositions else st.just([])
    return _record(ref=st.just(ref), name=_texts(limits.NAME, 1))(
        description=_texts(limits.LONG_TEXT),
        customers=_whole(limits.CUSTOMERS),
        value_per_month=_money(),
        value_propositions=linked,
        expects=_some(_CATALOG.types),
        habits=st.lists(_habits(), max_size=2),
        factors=_factors(),
        trust=st.none() | _one(Trust),
        trust_goal=st.none() | _one(Trust),
    )


def _channel(ref: str) -> st.SearchStrategy[Document]:
    return _record(
        ref=st.just(ref),
        name=_texts(limits.NAME, 1),
        kind=_one(_CATALOG.kinds),
        ownership=_one(Ownership),
    )(
        capabilities=_some(Capability),
        hours=_texts(limits.SHORT_TEXT),
        monthly_cost=_money(),
    )


def _relationship(
    ref: str, segments: list[str], channels: list[str]
) -> st.SearchStrategy[Document]:
    long, short = _texts(limits.LONG_TEXT), _texts(limits.SHORT_TEXT)
    return _record(ref=st.just(ref), segment=_one(segments), type=_one(_CATALOG.types))(
        channel=st.none() | _one(channels) if channels else st.none(),
        strategies=_some(_CATALOG.strategies),
        motivation=st.none() | _one(Motivation),
        objective=long,
        justification=long,
        setup_cost=_money(),
        monthly_cost=_money(),
        hours_per_month=_whole(limits.HOURS),
        stage=st.none() | _one(Stage),
        status=_one(Status),
        minimum_viable=st.booleans(),
        metric=short,
        target=short,
        experiments=st.lists(_experiments(), max_size=2),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A valid document: refs of any shape, keys in any order, what may be left out left out."""
    refs = draw(
        st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True), unique=True, max_size=10)
    )
    cuts = sorted(draw(st.lists(st.integers(0, len(refs)), min_size=3, max_size=3)))
    note_refs, segment_refs = refs[: cuts[0]], refs[cuts[0] : cuts[1]]
    channel_refs, relationship_refs = refs[cuts[1] : cuts[2]], refs[cuts[2] :]
    notes = [draw(_note(ref)) for ref in note_refs]
    propositions = [n["ref"] for n in notes if n["block"] == Block.VALUE_PROPOSITIONS]
    pairs = [(segment, channel) for segment in segment_refs for channel in channel_refs]
    document = draw(
        _record(
            format=st.just("vinculo-canvas/1"),
            title=_texts(limits.NAME, 1),
            language=_one(Language),
            stage=_one(Stage),
            currency=st.from_regex(r"[A-Z]{3}", fullmatch=True),
        )(
            description=_texts(limits.LONG_TEXT),
            monthly_budget=_money(),
            team_hours_per_month=_whole(limits.HOURS),
            hourly_rate=_money(),
        )
    )
    document["notes"] = notes
    document["segments"] = [draw(_segment(ref, propositions)) for ref in segment_refs]
    document["channels"] = [draw(_channel(ref)) for ref in channel_refs]
    document["touchpoints"] = [
        {"segment": segment, "channel": channel, "phases": draw(_some(Phase, least=1))}
        for segment, channel in pairs
        if draw(st.booleans())
    ]
    if segment_refs:
        document["relationships"] = [
            draw(_relationship(ref, segment_refs, channel_refs)) for ref in relationship_refs
        ]
    return {key: document[key] for key in draw(st.permutations(list(document)))}
