"""What must hold on every page, asked of the page as a browser has drawn it."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

# `target-size` is WCAG 2.2's 2.5.8: axe leaves it out unless it is asked for.
_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def context_in(browser: Browser, language: str, **options: str) -> BrowserContext:
    """Return a window whose browser asks for ``language``, with axe in every page."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        extra_http_headers={"Accept-Language": language},
        bypass_csp=True,  # axe is a script of its own
        **options,  # type: ignore[arg-type]  # literals, each checked by Playwright
    )
    context.set_default_timeout(15_000)
    context.add_init_script(AXE_SCRIPT)
    return context


def violations(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 A and AA and its best practices."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", _OPTIONS)["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def flaws(page: Page, *, width: int, language: str) -> list[str]:
    """Return axe's findings and whatever else is wrong with a page of this width and language."""
    told = page.evaluate(
        """() => ({
            lang: document.documentElement.lang, dir: document.documentElement.dir,
            title: document.title.trim(), heads: document.querySelectorAll("h1").length,
            wide: document.documentElement.scrollWidth,
        })"""
    )
    way = "rtl" if language == "ar" else "ltr"
    wrong = {
        "lang": told["lang"] != language,
        "dir": told["dir"] != way,
        "no title": not told["title"],
        "not one h1": told["heads"] != 1,
        "scrolls sideways": told["wide"] > width,
    }
    return [name for name, is_so in wrong.items() if is_so] + violations(page)
