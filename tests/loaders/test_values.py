"""Cells become values, or null; never something else."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.values import Said, define_macros, styles, value_of

CON = duckdb.connect()
CON.execute("SET TimeZone = 'UTC'")
define_macros(CON)


def read(type_: str, text: str | None, order: str | None = None):
    return CON.execute(f"SELECT {value_of(type_, 'c_text(?)', order)}", [text]).fetchone()[0]


def checksum(id15: str) -> str:
    """Salesforce's own description of it, written the slow way."""
    suffix = ""
    for chunk in (id15[0:5], id15[5:10], id15[10:15]):
        bits = "".join("1" if c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" else "0" for c in reversed(chunk))
        suffix += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[int(bits, 2)]
    return suffix


@given(st.from_regex(r"\A[A-Za-z0-9]{15}\Z"))
def test_a_short_id_gets_its_checksum_and_a_long_one_stays(short):
    long = read("salesforce_id", short)
    assert long == short + checksum(short)
    assert read("salesforce_id", long) == long


def test_ids_of_a_real_export_carry_the_same_checksum():
    for long in ("0015e0000000001AAA", "0035e00000000BLAAY", "001Ec00000GGw3hIAD"):
        assert read("salesforce_id", long[:15]) == long


@pytest.mark.parametrize("text", ["", " ", "\t\r\n", "\u00a0", "#N/A", " #N/A ", None])
@pytest.mark.parametrize("type_", ["text", "integer", "boolean", "instant", "salesforce_id", "url"])
def test_blank_cells_are_null(type_, text):
    assert read(type_, text) is None


@given(st.sampled_from(["true", "TRUE", "True", " 1 ", "yes", "t"]))
def test_true(text):
    assert read("boolean", text) is True


@given(st.sampled_from(["false", "FALSE", "0", "No", "f "]))
def test_false(text):
    assert read("boolean", text) is False


@given(st.text(max_size=8))
def test_nothing_else_is_a_boolean(text):
    known = {"true", "1", "yes", "t", "y", "false", "0", "no", "f", "n"}
    if text.strip().lower() not in known:
        assert read("boolean", text) is None


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_come_back_with_and_without_grouping(number):
    assert read("integer", str(number)) == number
    assert read("integer", f"{number:,}") == number
    assert read("integer", f" {number}.0 ") == number


@given(st.floats(-1e15, 1e15).map(lambda number: round(number, 6)))
def test_numbers_come_back(number):
    assert read("number", repr(number)) == number


@pytest.mark.parametrize("text", ["1.200,50", "12-15", "1,2", "nan", "inf", "1e999", "five", "0x1"])
def test_what_is_no_number_is_null(text):
    assert read("number", text) is None


@pytest.mark.parametrize(("text", "number"), [("$1,200.50", 1200.5), ("60%", 60), ("1 200", 1200)])
def test_signs_round_a_number_are_left_out(text, number):
    assert read("number", text) == number


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31))
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(MOMENTS, ZONES, st.sampled_from(["T", " "]), st.booleans())
def test_an_instant_keeps_its_zone(moment, zone, between, colon):
    zoned = moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=zone)
    text = zoned.isoformat(between, "milliseconds")
    if not colon:
        text = text[:-3] + text[-2:]
    assert read("instant", text) == zoned.astimezone(UTC).replace(tzinfo=None)


@given(MOMENTS)
def test_a_time_without_zone_is_utc(moment):
    second = moment.replace(microsecond=0)
    assert read("instant", second.isoformat()) == second
    assert read("instant", second.strftime("%Y-%m-%d %H:%M:%S")) == second
    assert read("instant", second.strftime("%d.%m.%Y %H:%M:%S")) == second
    assert read("instant", second.strftime("%Y.%m.%d %H:%M:%S")) == second
    assert read("instant", second.date().isoformat()) == datetime.combine(
        second, datetime.min.time()
    )


@given(MOMENTS)
def test_slashed_dates_are_read_by_the_order_of_their_column_only(moment):
    minute = moment.replace(second=0, microsecond=0)
    american = f"{minute.month}/{minute.day}/{minute.year} {minute.strftime('%I:%M %p')}"
    assert read("instant", american) is None
    assert read("instant", american, "mdy") == minute
    assert read("instant", minute.strftime("%d/%m/%Y %H:%M"), "dmy") == minute


@given(st.datetimes(datetime(1990, 1, 1), datetime(2068, 12, 31)))
def test_a_year_of_two_digits_is_of_this_century_or_the_end_of_the_last(moment):
    minute = moment.replace(second=0, microsecond=0)
    short = f"{minute.month}/{minute.day}/{minute.strftime('%y %H:%M')}"
    assert read("instant", short) is None
    assert read("instant", short, "mdy") == minute
    assert read("instant", minute.strftime("%d/%m/%y %H:%M"), "dmy") == minute
    assert read("instant", minute.strftime("%d.%m.%y %H:%M")) == minute


@given(MOMENTS, ZONES)
def test_the_time_of_a_mail_keeps_its_zone(moment, zone):
    zoned = moment.replace(microsecond=0, tzinfo=zone)
    assert read("instant", format_datetime(zoned)) == zoned.astimezone(UTC).replace(tzinfo=None)
    stamp = format_datetime(zoned.astimezone(UTC), usegmt=True)
    assert read("instant", stamp) == zoned.astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "soon", "1/2/26", "20261345", "infinity"]
)
def test_what_is_no_date_is_null(text):
    assert read("instant", text) is None


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["01/02/2026", "01/13/2026"], "mdy"),
        (["01/02/2026", "13/01/2026", None], "dmy"),
        (["01/02/2026"], None),
        (["13/01/2026", "01/13/2026"], "mixed"),
        (["2026-01-02", "a/b"], None),
        (["1/2/26", "1/13/26"], "mdy"),
        (["1/2/26", "13/1/26"], "dmy"),
        (["26/01/02", "26/01/13"], None),
        (["24/01/02", "25/12/31"], None),
    ],
)
def test_a_column_tells_day_from_month_when_it_can(cells, order):
    CON.execute("CREATE OR REPLACE TEMP TABLE t AS SELECT unnest(?::VARCHAR[]) AS c0", [cells])
    assert styles(CON, "t", {"c0": "instant"}, Said()).get("c0") == order


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1200", "1.200", "12,50"], "comma"),
        (["1.234.567"], "comma"),
        (["0,125"], "comma"),
        (["1 234,5"], "comma"),
        (["1200", "1,200", "12.50"], "point"),
        (["1,234,567"], "point"),
        (["0.125", None], "point"),
        (["1.200", "1,200", "12"], None),
        (["12.50", "12,50"], "mixed"),
        (["n/a", "1200"], None),
    ],
)
def test_a_column_tells_its_decimals_when_it_can(cells, mark):
    CON.execute("CREATE OR REPLACE TEMP TABLE t AS SELECT unnest(?::VARCHAR[]) AS c0", [cells])
    assert styles(CON, "t", {"c0": "number"}, Said()).get("c0") == mark


@pytest.mark.parametrize(
    ("text", "plain", "comma"),
    [
        ("1,200", 1200, 1.2),
        ("1.200", None, 1200),
        ("1.234,56 EUR", None, 1234.56),
        ("$1,234.56", 1234.56, None),
        ("US$ 1,200", 1200, 1.2),
        ("1 234,5 €", None, 1234.5),
        ("1\u202f234.50", 1234.5, None),
        ("CHF 1'234.50", 1234.5, None),
        ("(1,200)", -1200, -1.2),
        ("1200-", -1200, -1200),
        ("−5", -5, -5),
        ("85 %", 85, 85),
        ("0.125", 0.125, None),
        ("0,125", None, 0.125),
        ("1e5", 1e5, 1e5),
        ("51-200", None, None),
        ("5 mio", None, None),
        ("2026-01-02", None, None),
        ("1,2,3", None, None),
    ],
)
def test_amounts_as_people_write_them(text, plain, comma):
    found = CON.execute("SELECT c_number($1), c_number_comma($1)", [text]).fetchone()
    assert found == (plain, comma)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://A.example/Path/?utm=1#top", "https://a.example/Path"),
        ("https://a.example/", "https://a.example"),
        ("https://a.example#x", "https://a.example"),
        ("/pricing/", "/pricing"),
    ],
)
def test_a_url_loses_query_fragment_and_trailing_slash(text, url):
    assert read("url", text) == url
    assert read("url", url) == url


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("Ann@X.de", "ann@x.de"),
        ("user-17", None),
        ("@x.de", None),
        ("a@b", None),
        ("a b@x.de", None),
    ],
)
def test_a_user_id_is_an_address_or_nothing(text, email):
    assert read("email", text) == email


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.X.de/en?q", "x.de"),
        ("x.de", "x.de"),
        ("WWW.x.de:80", "x.de"),
        ("http://", None),
    ],
)
def test_a_domain_is_taken_out_of_an_address(text, domain):
    assert read("domain", text) == domain
