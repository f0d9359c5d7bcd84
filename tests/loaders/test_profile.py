"""Profiles are data, checked when read."""

import pytest

from graph.errors import ConfigError
from loaders.profile import Header, best_profile, recognises, used_columns
from loaders.profile_reader import named, parse_profile, shipped, with_columns

GOOD = """
name = "shop.Customer"
table = "record"
system = "shop"
format = "csv"
required = ["id"]

[recognise]
all = ["id", "email"]

[fields]
id = { columns = ["Customer No"], type = "key" }
email = { columns = ["Mail"], type = "lower" }
"""


def test_every_shipped_profile_is_right_and_named_like_its_file():
    names = [profile.name for profile in shipped()]
    assert names == sorted(names)
    assert {"salesforce.Account", "salesforce.Lead", "segment.web", "intent.surge"} <= set(names)


def test_shipped_profiles_are_told_apart_by_the_header_of_each():
    headers = {
        "salesforce.Account": "Id,Name,Website,Industry,OwnerId",
        "salesforce.Contact": "Id,AccountId,FirstName,LastName,Title,Email",
        "salesforce.Lead": "Id,FirstName,LastName,Company,Email,Status",
        "salesforce.Campaign": "Id,Name,Type,Status",
        "salesforce.CampaignMember": "Id,CampaignId,LeadId,ContactId,Status,HasResponded",
        "salesforce.Event": "Id,WhoId,WhatId,Subject,StartDateTime",
        "salesforce.Task": "Id,WhoId,WhatId,Subject,ActivityDate,Status,Type",
        "salesforce.User": "Id,Name,Email,IsActive,Username",
        "salesforce.Opportunity": "Id,AccountId,Name,StageName,Amount,Type",
        "salesforce.OpportunityContactRole": "Id,OpportunityId,ContactId,Role,IsPrimary",
        "feed.visitors": "anonymousId,company_domain",
        "intent.surge": "Company Name,Domain,Topic,Composite Score",
        "content.catalogue": "URL,Title,Type,Topic",
    }
    for name, text in headers.items():
        header = Header(tuple(text.split(",")))
        fitting = [p.name for p in shipped() if p.format == "csv" and recognises(p, header)]
        assert fitting == [name]


@pytest.mark.parametrize(
    "columns",
    [
        ("ID", "FIRSTNAME", "LASTNAME", "COMPANY", "STATUS"),
        ("id", "first_name", "last_name", "company", "status"),
        ("Lead ID", "First Name", "Last Name", "Company / Account", "Lead Status"),
        ("Status", "Company", "Last Name", "Id"),
    ],
)
def test_case_blanks_and_order_of_columns_do_not_matter(columns):
    found = best_profile(shipped(), Header(columns), "csv")
    assert found is not None
    assert found.name == "salesforce.Lead"


def test_custom_reason_columns_are_found_by_pattern():
    header = Header(("Id", "Why_Not_Reason__c", "Other"))
    assert used_columns(named("salesforce.Lead"), header) == (0, 1)


def test_a_profile_of_ones_own_is_read(tmp_path):
    file = tmp_path / "shop.toml"
    file.write_text(GOOD)
    assert named(str(file)).fields["email"].columns == ("Mail",)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ('"Mail"], type = "lower"', '"Mail"], type = "lowr"', 13, "did you mean 'lower'"),
        ("email = {", "e_mail = {", 13, "did you mean 'email'"),
        ('table = "record"', 'table = "records"', 3, "did you mean 'record'"),
        ('all = ["id", "email"]', 'all = ["id", "emial"]', 9, "did you mean 'email'"),
        ("[recognise]", "[recognize]", 8, "did you mean 'recognise'"),
        ('columns = ["Mail"]', 'colums = ["Mail"]', 13, "did you mean 'columns'"),
        ('required = ["id"]', "required = 5", 6, "must be a list"),
    ],
)
def test_a_mistake_names_its_line_and_the_nearest_name(wrong, right, line, words):
    with pytest.raises(ConfigError, match=words) as error:
        parse_profile(GOOD.replace(wrong, right), "shop.toml")
    assert str(error.value).startswith(f"shop.toml:{line}:")


def test_a_missing_key_is_named():
    with pytest.raises(ConfigError, match=r"shop.toml:1: 'system' is missing"):
        parse_profile(GOOD.replace('system = "shop"', ""), "shop.toml")


def test_broken_toml_is_named():
    with pytest.raises(ConfigError, match=r"shop.toml: no TOML"):
        parse_profile("name = ", "shop.toml")


def test_an_unknown_profile_names_the_nearest():
    with pytest.raises(ConfigError, match=r"did you mean 'salesforce\.Lead'"):
        named("salesforce.Laed")


def test_own_columns_come_first_and_unknown_fields_are_refused():
    account = with_columns(named("salesforce.Account"), {"target": "VIP__c"}, "coterie.toml")
    assert account.fields["target"].columns[0] == "VIP__c"
    with pytest.raises(ConfigError, match="did you mean 'target'"):
        with_columns(account, {"targt": "VIP__c"}, "coterie.toml")
