"""coterie.toml: what is read, what is printed, and how errors name key, line and cure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ConfigError
from graph.workspace.config import Config
from graph.workspace.config_reader import parse_config, read_config
from graph.workspace.config_text import config_text

WHOLE = """
[company]
domains = ["www.Acme.example"]

[solutions."Cloud Security"]
topics = ["Zero  Trust", "threat detection"]
urls = ["/security/*"]
touches = { functions = ["it", "security"], systems = ["SIEM"] }
n_min = 5

[fit]
target = true
employees = { min = 200, max = 20000 }
industry = ["Banking"]

[columns.salesforce.Account]
target = "Target_Account__c"

[model]
rho = 0.5
"""


def test_everything_is_read():
    config = parse_config(WHOLE)
    solution = config.solution("Cloud Security")
    assert config.company.domains == ("acme.example",)
    assert solution is not None
    assert solution.topics == ("zero trust", "threat detection")
    assert (solution.functions, solution.systems, solution.n_min) == (
        ("it", "security"),
        ("SIEM",),
        5,
    )
    assert (config.fit.target, config.fit.employees_min, config.fit.employees_max) == (
        True,
        200,
        20000,
    )
    assert config.columns["salesforce.Account"]["target"] == "Target_Account__c"
    assert config.model == {"rho": 0.5}


def test_printed_and_read_again_it_is_the_same():
    assert parse_config(config_text(parse_config(WHOLE))) == parse_config(WHOLE)
    assert parse_config(config_text(Config())) == Config()


@given(st.text(min_size=1), st.lists(st.text(max_size=20), max_size=3))
def test_any_name_of_a_solution_survives(name, urls):
    text = config_text(parse_config(WHOLE))
    config = parse_config(text)
    odd = config.solutions[0].__class__(name=name, urls=tuple(urls))
    whole = config.__class__(solutions=(odd,))
    assert parse_config(config_text(whole)).solutions == (odd,)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[compny]\n", ["x.toml:1", "compny", "company"]),
        ("\n[company]\ndomain = []\n", ["x.toml:3", "company.domain", "domains"]),
        ("[fit]\n\nemployees = { mn = 3 }\n", ["x.toml:3", "fit.employees.mn", "min"]),
        ('[solutions."A"]\ntopics = "x"\n', ["x.toml:2", "topics", "a list of strings"]),
        ("[lead]\n\nsla_days = -1\n", ["x.toml:3", "sla_days", "0 or more"]),
        ("[quorum]\nabove = true\n", ["x.toml:2", "quorum.above", "a whole number"]),
        ("[list]\nconfidence = 1.5\n", ["x.toml:2", "list.confidence", "0..1"]),
        ('[stage]\nprioritized = "top"\n', ["x.toml:2", "very_exciting"]),
        ('[solutions.A]\ntopics=["t"]\n[solutions.B]\ntopics=["T"]\n', ["x.toml:4", "'A'", "'B'"]),
        ("a = [1,\n", ["x.toml", "not valid TOML"]),
        ("[a\n", ["x.toml:1", "not valid TOML"]),
    ],
)
def test_errors_name_line_key_and_cure(text, parts):
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "x.toml")
    for part in parts:
        assert part in caught.value.line()


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(ConfigError, match="no such file"):
        read_config(tmp_path / "none.toml")
