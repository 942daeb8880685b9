"""Where a submission stands, and what leads from one state to the next.

`docs/submission-states.md` is drawn from it: `python -m classroom.states` writes the document
anew, and `--check` fails where it is stale.
"""

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "submission-states.md"


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    RELEASED = "released"


class Move(StrEnum):
    """What somebody does to a submission: the student submits, an instructor does the rest."""

    SUBMIT = "submit"
    TAKE_UP = "take_up"
    REQUEST_CHANGES = "request_changes"
    RELEASE = "release"
    REOPEN = "reopen"


TRANSITIONS: Mapping[State, Mapping[Move, State]] = {
    State.DRAFT: {Move.SUBMIT: State.SUBMITTED},
    # Whoever finds a mistake before anybody looks may submit again; each attempt is kept.
    State.SUBMITTED: {Move.SUBMIT: State.SUBMITTED, Move.TAKE_UP: State.IN_REVIEW},
    State.IN_REVIEW: {
        Move.REQUEST_CHANGES: State.CHANGES_REQUESTED,
        Move.RELEASE: State.RELEASED,
    },
    State.CHANGES_REQUESTED: {Move.SUBMIT: State.SUBMITTED},
    # To correct what was released: the student goes on seeing it until it is released anew.
    State.RELEASED: {Move.REOPEN: State.IN_REVIEW},
}


class Barred(Exception):
    """The move can't be made from the state that the submission is in. Nothing was written."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"{move} from {state}")
        self.state = state
        self.move = move


def after(state: str, move: Move) -> State:
    """The state that a move leads to; raises `Barred` where it leads nowhere."""
    known = State(state)
    if move not in TRANSITIONS[known]:
        raise Barred(known, move)
    return TRANSITIONS[known][move]


def may(state: str, move: Move) -> bool:
    return move in TRANSITIONS[State(state)]


_HEAD = """# The states of a submission

Written by `python -m classroom.states` from the table of transitions in `classroom/states.py`;
`make check` fails where it is stale.

A student or a team works on a draft and submits it. An instructor takes it up, and either asks for
changes or releases the review; in both cases the student sees it from then on. Every attempt is
kept as it was submitted.

"""


def document() -> str:
    """The states as a diagram and as a table."""
    moves = [
        (state, move, target) for state in State for move, target in TRANSITIONS[state].items()
    ]
    diagram = [f"    {state} --> {target}: {move}" for state, move, target in moves]
    rows = [f"| `{state}` | `{move}` | `{target}` |" for state, move, target in moves]
    return (
        _HEAD
        + "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {State.DRAFT}", *diagram])
        + "\n```\n\n| in | by | it gets to |\n| --- | --- | --- |\n"
        + "\n".join(rows)
        + "\n"
    )


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        DOCUMENT.write_text(document(), encoding="utf-8")
        return 0
    if DOCUMENT.is_file() and DOCUMENT.read_text(encoding="utf-8") == document():
        return 0
    print(f"docs/{DOCUMENT.name} is stale: run `python -m classroom.states`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
