import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO

import pytest

from checker.report.content import build_report
from checker.report.page import page as page_module
from checker.report.page.data import escape_script

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror=alert(1)>\x1b[31m$\\frac{1}{2}$'


def render(report, language="en"):
    stream = BytesIO()
    page_module.write(report, stream, language)
    return stream.getvalue().decode()


class Elements(HTMLParser):
    """Collects tags, attributes that load or run something, and script texts."""

    def __init__(self):
        super().__init__()
        self.tags, self.addresses, self.handlers, self.scripts, self.inside = [], [], [], [], False

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.addresses += [
            value for name, value in attrs if name in {"src", "href", "xlink:href", "action", "data"} and value
        ]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_endtag(self, tag):  # noqa: ARG002 - the parser names it
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data


def parse(text):
    elements = Elements()
    elements.feed(text)
    return elements


@pytest.fixture(scope="module")
def text(report):
    return render(report)


def test_page_loads_nothing_and_runs_only_its_own_script(text):
    elements = parse(text)
    assert all(address.startswith("#") for address in elements.addresses)
    assert not elements.handlers
    assert not {"link", "img", "iframe", "object", "embed", "base", "form action"} & {tag for tag, _ in elements.tags}
    policy = next(
        attrs["content"]
        for tag, attrs in elements.tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    run = [
        (attrs, script)
        for (_, attrs), script in zip(
            [one for one in elements.tags if one[0] == "script"], elements.scripts, strict=True
        )
        if "type" not in attrs
    ]
    ((_, script),) = run
    assert f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe-inline'" not in policy


def test_page_speaks_both_languages(text):
    for words in ("暂缓（HOLD）", "HOLD: listed products", "¥100,000 违法所得", "¥100,000 of illegal gains"):
        assert words in text


def test_charts_take_colours_and_font_from_the_page(text):
    charts = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(charts) == 8
    for chart in charts:
        assert "currentColor" in chart
        assert not re.search(r"#(?:a1000|01020)\d", chart)
        assert "DejaVu" not in chart
        assert 'role="img"' in chart
    identities = re.findall(r'\bid="([^"]+)"', " ".join(charts))
    assert len(identities) == len(set(identities))


def test_every_line_and_reason_is_in_the_data(text, report):
    data = json.loads(re.search(r'<script type="application/json" id="lines">(.*?)</script>', text, re.DOTALL)[1])
    assert sorted(data["row"]) == sorted(report.lines["row"])
    models = [data["model"]["texts"][code] for code in data["model"]["codes"]]
    assert models == ["FW-100", "IDS-2", "VG 7", "R-9", ""]
    first = data["texts"][data["reasons"][0]]
    assert [reason[1] for reason in first[0]] == ["“防火墙” belongs to P02.", "FW-100 was not found in the lists."]


def test_hostile_texts_stay_texts(make_result, lines):
    hostile = make_result(
        ({**lines[0], "product_name": HOSTILE, "manufacturer": HOSTILE, "model": HOSTILE, "seller": HOSTILE},),
        sheet=HOSTILE,
        path=HOSTILE,
    )
    text = render(build_report(hostile))
    elements = parse(text)
    assert [tag for tag, _ in elements.tags].count("script") == 3
    assert "img" not in [tag for tag, _ in elements.tags]
    assert "\x1b" not in text


def test_embedded_json_cannot_leave_its_element():
    document = json.dumps({"a": "</script><!--&\u2028"}, ensure_ascii=False).encode()
    escaped = escape_script(document)
    assert not set("<>&\u2028") & set(escaped)
    assert json.loads(escaped) == {"a": "</script><!--&\u2028"}


def test_more_lines_than_the_table_holds_are_counted_and_said(report, monkeypatch):
    monkeypatch.setattr("checker.report.page.data.MOST_LINES", 3)
    text = render(report)
    assert "2 further lines are not in this table" in text
    data = json.loads(re.search(r'id="lines">(.*?)</script>', text, re.DOTALL)[1])
    assert data["row"] == [3, 8, 5]


def test_same_result_gives_the_same_page(report, text):
    assert render(report) == text


@pytest.fixture(scope="module")
def browser():
    if not shutil.which(CHROMIUM):
        pytest.skip("there is no chromium on this machine")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, tmp_path):
    """Return a function that opens a report as a file; whatever the page complains of fails the test."""
    complaints = []

    def opened(report, **context):
        path = tmp_path / "report.html"
        path.write_text(render(report), encoding="utf-8")
        page = browser.new_context(**context).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on(
            "request", lambda request: complaints.append(request.url) if not request.url.startswith("file:") else None
        )
        page.goto(path.as_uri())
        return page

    yield opened
    assert complaints == []


def places(page):
    return page.locator("#table .toggle").all_inner_texts()


@pytest.mark.browser
def test_browser_filters(open_page, report):
    page = open_page(report)
    assert page.locator("#status").inner_text() == "5 of 5 lines"
    page.fill("#search", "vpn")
    page.get_by_text("1 of 5 lines").wait_for()
    assert places(page) == ["库存!5"]
    page.click("button[type=reset]")
    page.select_option("#verdict", label="lapsed")
    assert places(page) == ["库存!8"]
    page.select_option("#category", "E01")
    assert page.locator("#table tbody").inner_text() == "No line fits."


@pytest.mark.browser
def test_browser_sorts(open_page, report):
    page = open_page(report)
    page.click('[data-sort="place"]')
    assert places(page) == ["库存!3", "库存!4", "库存!5", "库存!7", "库存!8"]
    assert page.locator('th:has([data-sort="place"])').get_attribute("aria-sort") == "ascending"
    page.click('[data-sort="place"]')
    assert places(page) == ["库存!8", "库存!7", "库存!5", "库存!4", "库存!3"]
    page.click('[data-sort="place"]')
    assert places(page) == ["库存!3", "库存!8", "库存!5", "库存!4", "库存!7"]


@pytest.mark.browser
def test_browser_unfolds_reasons_by_keyboard_and_switches_language(open_page, report):
    page = open_page(report)
    page.locator("#table .toggle").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "Certificate CCIS-2019-777 is good until" in page.locator("tr.reasons").inner_text()
    assert page.locator(":focus").inner_text() == "库存!8"
    page.click("#language")
    assert "证书 CCIS-2019-777 有效至" in page.locator("tr.reasons").inner_text()
    assert page.locator(".headline").inner_text().startswith("暂缓")
    assert page.locator("html").get_attribute("lang") == "zh"
    page.locator('#table .toggle[aria-expanded="true"]').press("Enter")
    assert page.locator("tr.reasons").count() == 0


@pytest.mark.browser
def test_browser_reaches_every_control_by_tab(open_page, report):
    page = open_page(report)
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.id || document.activeElement.className || document.activeElement.dataset.sort"
            )
        )
    assert {"skip", "language", "search", "verdict", "category", "place", "toggle", "unfold"} <= reached


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(380, "light"), (1280, "dark")])
def test_browser_fits_width_and_scheme(open_page, report, width, scheme):
    page = open_page(report, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", paper))) < 200) == (scheme == "dark")
    ink = page.evaluate("getComputedStyle(document.querySelector('.chart text')).fill")
    assert ink == page.evaluate("getComputedStyle(document.body).color")


@pytest.mark.browser
def test_browser_prints_reasons_unfolded(open_page, report, tmp_path):
    pdfplumber = pytest.importorskip("pdfplumber")
    page = open_page(report)
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    with pdfplumber.open(tmp_path / "report.pdf") as document:
        printed = "".join(page.extract_text() for page in document.pages)
    assert "was not found in the lists" in printed
    assert "Clear filters" not in printed
    assert page.locator("tr.reasons").count() == 0


@pytest.mark.browser
def test_browser_shows_hostile_cells_as_text(open_page, make_result, lines):
    hostile = make_result(({**lines[0], "product_name": HOSTILE, "manufacturer": HOSTILE},))
    page = open_page(build_report(hostile))
    assert page.title().startswith("Directory check")
    assert "</script><script>" in page.locator("#table").inner_text()


@pytest.mark.browser
@pytest.mark.slow
def test_browser_stays_quick_with_fifty_thousand_lines(open_page, make_result, lines):
    many = make_result(
        tuple(
            {**lines[n % 5], "row": n + 3, "sku": f"S{n}", "model": f"M-{n % 7000}", "seller": "甲"}
            for n in range(50_000)
        )
    )
    page = open_page(build_report(many))
    assert page.locator("#table tbody tr").count() == 50
    took = page.evaluate(
        """async () => {
        const start = performance.now();
        document.querySelector('[data-sort="product"]').click();
        const search = document.querySelector("#search");
        search.value = "M-123 "; search.dispatchEvent(new Event("input"));
        await new Promise((done) => setTimeout(done, 150));
        return performance.now() - start;
        }"""
    )
    assert took < 3000
    assert page.locator("#status").inner_text().endswith("of 50,000 lines")
