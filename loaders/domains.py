"""Cleaning of e-mail addresses and web domains, and which of them can name a company.

Suffixes come from the Public Suffix List inside the ``publicsuffixlist`` wheel, so nothing here
calls the network. Hosts are kept as ASCII (IDNA), so both spellings of one host compare equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import cast

from publicsuffixlist import PublicSuffixList

from loaders.wordlists import words

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_LOCAL = re.compile(r"[^\s@,;:<>()\[\]\\\"]{1,64}\Z")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://+", re.IGNORECASE)
_DOTS = str.maketrans({"\u3002": ".", "\uff0e": ".", "\uff61": "."})
PLAIN_EMAIL = r"""regexp_full_match(raw,
    '[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]+')
    AND strlen(raw) <= 64"""
"""SQL condition of a ``raw`` address that ``clean_email`` only puts in lower case."""
_NUMBERS = re.compile(r"[0-9.]+\Z")
_WRAPPING = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\ufeff<>\"'`;,"


@cache
def _suffixes(*, only_icann: bool = False) -> PublicSuffixList:
    return PublicSuffixList(only_icann=only_icann)


def clean_email(text: str | None) -> str | None:
    """An address in lower case without what is wrapped round it, or None when it is none.

    ``" <Ann.Lee@ACME.com> "`` gives ``ann.lee@acme.com``. Plus-tags and dots are kept: they mean
    something at some hosts. Idempotent, never raises.
    """
    if not text or "@" not in text:
        return None
    bare = unicodedata.normalize("NFKC", text).strip(_WRAPPING).lower().removeprefix("mailto:")
    local, _, host = bare.strip(_WRAPPING).rpartition("@")
    cleaned = _clean_labels(host)
    if cleaned is None or not _LOCAL.match(local) or local.startswith(".") or ".." in local:
        return None
    return unicodedata.normalize("NFKC", f"{local}@{cleaned}".lower())


def clean_host(text: str | None) -> str | None:
    """The host that a URL, host name or address speaks of, without ``www.``; None when none.

    Numbers (IP addresses), single labels and bare public suffixes are no hosts of a company.
    Idempotent, never raises.
    """
    if not text:
        return None
    bare = unicodedata.normalize("NFKC", text).strip(_WRAPPING).lower()
    bare = _SCHEME.sub("", bare).lstrip("/")
    bare = re.split(r"[/?#\\\s]", bare, maxsplit=1)[0].rpartition("@")[2]
    host = _clean_labels(bare.split(":", 1)[0])
    while host is not None and host.startswith("www."):
        host = _clean_labels(host.removeprefix("www."))
    return host


def _clean_labels(host: str) -> str | None:
    """A host name of two or more valid labels as ASCII, else None."""
    host = host.translate(_DOTS).strip().strip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    host = host.lower()
    labels = host.split(".")
    valid = len(labels) >= 2 and len(host) <= 253 and all(_LABEL.match(x) for x in labels)
    return host if valid and not _NUMBERS.match(host) else None


@lru_cache(1 << 16)
def registrable(host: str | None) -> str | None:
    """The part of a host that one owner registers: ``mail.acme.co.uk`` gives ``acme.co.uk``.

    Below a suffix that a private owner hands out (``github.io``) every name has its own owner;
    the suffix itself is its owner's.
    """
    if host is None:
        return None
    found = _suffixes().privatesuffix(host) or _suffixes(only_icann=True).privatesuffix(host)
    return cast("str | None", found)


def brand(site: str) -> str:
    """First label of a registrable domain: ``acme.co.uk`` and ``acme.de`` give ``acme``."""
    return site.split(".", 1)[0]


def names_a_company(host: str | None) -> bool:
    """Whether a host can belong to one company: no free mail, throw-away or shared host."""
    site = registrable(host)
    if host is None or site is None:
        return False
    family = f"{brand(site)}.*"
    return not any(
        entry in words(name)
        for name in ("free_mail", "disposable", "shared_hosts")
        for entry in (host, site, family)
    )
