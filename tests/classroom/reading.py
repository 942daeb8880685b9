"""Tables of a page, read as somebody would who looks at it."""

from html.parser import HTMLParser

from django.http import HttpResponse


class Table(HTMLParser):
    """The first table with a class: its head, and each row by the text of its head.

    `links` are the addresses in the cells that are no heads, by their text.
    """

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.head: list[str] = []
        self.rows: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self._depth = 0
        self._row: list[tuple[str, str]] = []
        self._cell: list[str] | None = None
        self._href = ""

    @classmethod
    def of(cls, response: HttpResponse, wanted: str) -> "Table":
        table = cls(wanted)
        table.feed(response.content.decode())
        return table

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table" and self.wanted in (given.get("class") or "").split():
            self._depth += 1
        if not self._depth:
            return
        if tag == "tr":
            self._row = []
        if tag in ("th", "td"):
            self._cell = []
            self._tag = tag
        if tag == "a":
            self._href = given.get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)
            if self._href and self._tag == "td":
                self.links[data.strip()] = self._href

    def handle_endtag(self, tag: str) -> None:
        if not self._depth:
            return
        if tag == "a":
            self._href = ""
        if tag in ("th", "td") and self._cell is not None:
            self._row.append((tag, " ".join("".join(self._cell).split())))
            self._cell = None
        if tag == "tr" and self._row:
            texts = [text for _tag, text in self._row]
            if not self.head:
                self.head = texts
            else:
                self.rows[texts[0]] = texts[1:]
        if tag == "table":
            self._depth -= 1


def cells(response: HttpResponse, name: str) -> list[str]:
    """What the class view says of somebody."""
    return Table.of(response, "class-table").rows[name]


def counts(response: HttpResponse) -> dict[str, dict[str, int]]:
    """The head counts, by the title of the assignment."""
    table = Table.of(response, "class-counts")
    return {
        head.partition(" no due date")[0].partition(" due ")[0]: {
            name: int(text.split()[0]) for name, text in zip(table.head[1:], row, strict=True)
        }
        for head, row in table.rows.items()
    }
