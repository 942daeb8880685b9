"""How a person finds her way on a board: by the names that a screen reader would say."""

from playwright.sync_api import Locator, Page, expect


def block(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def items(page: Page, name: str) -> Locator:
    """What the elements of a block are called, in their order."""
    return block(page, name).locator(".item > a:not(.mark, .badge, .bubble)")


def add(page: Page, name: str) -> Locator:
    """The link that adds to a block."""
    return block(page, name).get_by_role("link", name="Add")


def item(page: Page, ref: str) -> Locator:
    """The link that opens an element."""
    return page.locator(f"#el-{ref} > a:not(.mark, .badge, .bubble)")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Edit")


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Coherence")


def save(page: Page) -> None:
    """Saves the form in the dialog, and waits until it is answered with success."""
    dialog(page).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(page)).to_be_hidden()


def said(page: Page) -> Locator:
    """What the page told last: "Saved." and the like."""
    return page.locator("#toast")
