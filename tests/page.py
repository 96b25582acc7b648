"""A page as a test sees it, checked for what every page owes its reader."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
LABELLED = frozenset({"input", "select", "textarea"})


@dataclass
class Element:
    name: str
    facts: dict[str, str]
    text: str = ""


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """Reads an answer's HTML; refuses what no page may have: two h1, an id twice, a field without label."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self._open: list[Element] = []
        self.feed(self.html)
        self._check()

    @property
    def title(self) -> str:
        return self.all("title")[0].text.strip()

    @property
    def heading(self) -> str:
        return " ".join(self.all("h1")[0].text.split())

    @property
    def text(self) -> str:
        """Everything a reader sees, in one line."""
        return " ".join(" ".join(element.text for element in self.elements if element.name == "body").split())

    @property
    def links(self) -> list[str]:
        return [element.facts["href"] for element in self.all("a") if "href" in element.facts]

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        alerts = [element for element in self.elements if element.facts.get("role") == "alert"]
        return [" ".join(alert.text.split()) for alert in alerts]

    def all(self, name: str) -> list[Element]:
        return [element for element in self.elements if element.name == name]

    def form(self, action: str = "") -> Form:
        """The form that posts to this address, or the only one that posts."""
        posting = [form for form in self.forms if form.method == "post" and action in form.action]
        assert len(posting) >= 1, f"no form posts to {action!r}"
        return posting[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)
        if tag == "form":
            self.forms.append(Form(element.facts.get("action", ""), element.facts.get("method", "get")))
        elif tag in LABELLED and self.forms and "name" in element.facts:
            self.forms[-1].fields.setdefault(element.facts["name"], element.facts.get("value", ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            closed = self._open.pop()
            if self._open and closed.name not in ("script", "style"):
                self._open[-1].text += closed.text
            if closed.name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data

    def _check(self) -> None:
        assert self.all("html")[0].facts.get("lang") in ("nl", "fr", "en", "de")
        assert len(self.all("h1")) == 1, "a page has one h1"
        assert self.heading, "the h1 is not empty"
        assert self.heading.casefold() in self.title.casefold(), f"the title has the h1: {self.title!r}"
        ids = [element.facts["id"] for element in self.elements if "id" in element.facts]
        assert len(ids) == len(set(ids)), f"an id stands twice: {sorted(i for i in ids if ids.count(i) > 1)}"
        assert all("alt" in image.facts for image in self.all("img")), "every picture has an alt"
        assert not [element for element in self.elements if "style" in element.facts], "no inline style"
        self._check_labels()

    def _check_labels(self) -> None:
        labelled = {label.facts.get("for") for label in self.all("label")}
        for element in self.elements:
            if element.name in LABELLED and element.facts.get("type") not in ("hidden", "submit"):
                named = element.facts.get("id") in labelled or "aria-label" in element.facts
                assert named or "aria-labelledby" in element.facts, f"a field without label: {element.facts}"
