"""Pages as a browser reads them: ids, nodes, and forms with what they would send."""

from html.parser import HTMLParser

from django.http import HttpResponse

HTMX = {"HX-Request": "true"}

VOID = frozenset({"br", "circle", "hr", "img", "input", "link", "meta", "path"})

Fields = dict[str, list[str]]


class Form:
    """A form's address and fields; a select without a choice sends its first option."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: Fields = {}

    def put(self, name: str | None, value: str) -> None:
        if name and name != "csrfmiddlewaretoken":
            self.fields.setdefault(name, []).append(value)

    def filled(self, **changes: str | list[str] | None) -> Fields:
        """What it sends once these fields were changed; None leaves one out."""
        sent = dict(self.fields)
        for name, value in changes.items():
            sent[name] = [] if value is None else [value] if isinstance(value, str) else value
        return {name: values for name, values in sent.items() if values}


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.oob: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.forms: list[Form] = []
        self._is_in_form = False
        self.nodes = 0
        self._words: list[str] = []
        self._textarea: str | None = None
        self._select: tuple[str, bool] | None = None
        self._options: list[tuple[str, bool]] = []
        self.feed(html)

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        return cls(response.content.decode())

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._words).split())

    @property
    def form(self) -> Form:
        """The form of the page's own, which comes last."""
        return self.forms[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.nodes += 1
        self.tags.append(tag)
        if "id" in told:
            self.ids.append(told["id"])
        if "hx-swap-oob" in told:
            self.oob.append(told["id"])
        if tag == "a":
            self.links.append(told.get("href", ""))
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
            self._is_in_form = True
        elif self._is_in_form:
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        name = told.get("name", "")
        if tag == "input":
            is_box = told.get("type") in ("checkbox", "radio")
            if told.get("type") != "file" and (not is_box or "checked" in told):
                self.forms[-1].put(name, told.get("value", "on" if is_box else ""))
        elif tag == "textarea":
            self._textarea = ""
            self.forms[-1].fields[name] = []
            self._name = name
        elif tag == "select":
            self._select, self._options = (name, "multiple" in told), []
        elif tag == "option":
            self._options.append((told.get("value", ""), "selected" in told))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_in_form = False
        elif tag == "textarea" and self._textarea is not None:
            self.forms[-1].put(self._name, self._textarea.removeprefix("\n"))
            self._textarea = None
        elif tag == "select" and self._select:
            name, is_multiple = self._select
            chosen = [value for value, selected in self._options if selected]
            for value in chosen or ([] if is_multiple else [v for v, _ in self._options[:1]]):
                self.forms[-1].put(name, value)
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea += data
        self._words.append(data)
