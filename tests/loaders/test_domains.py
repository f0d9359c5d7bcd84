from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.domains import brand, clean_email, clean_host, names_a_company, registrable
from tests.loaders.by_hand import OUTSIDE

UNIVERSITIES = OUTSIDE / "data/university_domains/world_universities_and_domains.json"

TEXT = st.text(max_size=60)
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
HOST = st.builds(
    lambda labels, tld: ".".join([*labels, tld]),
    st.lists(LABEL, min_size=1, max_size=3),
    st.sampled_from(["com", "co.uk", "de", "com.br", "io"]),
)
LOCAL = st.from_regex(r"[a-z0-9][a-z0-9_+-]{0,15}(\.[a-z0-9]{1,8})?", fullmatch=True)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Ann.Lee@ACME.com", "ann.lee@acme.com"),
        (" <ann@acme.com> ", "ann@acme.com"),
        ("mailto:ann@acme.com", "ann@acme.com"),
        ("ann@münchen.de", "ann@xn--mnchen-3ya.de"),
        ("ann@acme.com.", "ann@acme.com"),
        ("ann+news@acme.com", "ann+news@acme.com"),
        ("ann", None),
        ("ann@", None),
        ("ann@localhost", None),
        ("ann lee@acme.com", None),
        ("a@acme.com; b@acme.com", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_cleaned_or_refused(raw: str | None, cleaned: str | None) -> None:
    assert clean_email(raw) == cleaned


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        ("https://www.Acme.co.uk/about?x=1", "acme.co.uk"),
        ("HTTP://acme.com:8080", "acme.com"),
        ("www.acme.com", "acme.com"),
        ("ann@acme.com", "acme.com"),
        ("//acme.com/x", "acme.com"),
        ("192.168.0.1", None),
        ("acme", None),
        ("n/a", None),
    ],
)
def test_a_host_is_read_from_what_people_type(raw: str, host: str | None) -> None:
    assert clean_host(raw) == host


def test_the_registrable_part_follows_the_public_suffix_list() -> None:
    assert registrable("mail.emea.acme.co.uk") == "acme.co.uk"
    assert registrable("www.fho.edu.br") == "fho.edu.br"
    assert registrable("one.github.io") == "one.github.io"
    assert registrable("ruhr-uni-bochum.de") == "ruhr-uni-bochum.de"
    assert registrable("co.uk") is None
    assert brand("acme.co.uk") == brand("acme.de") == "acme"


@pytest.mark.parametrize(
    "host",
    [
        *("gmail.com", "yahoo.co.uk", "hotmail.fr", "gmx.de", "proton.me", "mailinator.com"),
        *("linkedin.com", "amazonaws.com", "mail.ru", "qq.com", "co.uk", "example.com"),
    ],
)
def test_free_disposable_and_shared_hosts_name_no_company(host: str) -> None:
    assert not names_a_company(host)


@given(TEXT)
def test_cleaning_never_raises_and_is_idempotent(text: str) -> None:
    for clean in (clean_email, clean_host):
        once = clean(text)
        assert clean(once) == once


@given(LOCAL, HOST)
def test_case_and_wrapping_of_an_address_do_not_matter(local: str, host: str) -> None:
    address = f"{local}@{host}"
    assert clean_email(address) == address
    assert clean_email(f" <{address.upper()}>\n") == address


@given(HOST)
def test_case_scheme_and_path_of_a_host_do_not_matter(host: str) -> None:
    cleaned = clean_host(host)
    assert clean_host(f"HTTPS://{host.upper()}/a/b?c#d") == cleaned
    if cleaned is not None and registrable(cleaned) is not None:
        assert cleaned.endswith(registrable(cleaned) or "")


@pytest.mark.skipif(not UNIVERSITIES.exists(), reason="outside data are not here")
def test_nearly_every_university_domain_names_its_university() -> None:
    rows = json.loads(UNIVERSITIES.read_text(encoding="utf-8"))
    domains = [domain for row in rows for domain in row["domains"]]
    readable = [d for d in domains if names_a_company(clean_host(d))]
    assert len(domains) > 10_000
    assert len(domains) - len(readable) <= 5
