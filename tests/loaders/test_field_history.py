"""Since when a status or stage is known: a table of field history tells better than the row."""

from datetime import UTC, datetime

import pytest

from graph.pipeline.histories import read_histories
from graph.workspace.config import Config, SolutionConfig
from tests.loaders.exports import told

CONFIG = Config(solutions=(SolutionConfig("Cloud Security", topics=("zero trust",)),))
ROWS = {
    "account": "Id,Name,Website\n001A,Acme,acme.example\n",
    "deal": "Id,AccountId,Name,StageName,IsClosed,IsWon,CloseDate,CreatedDate,LastModifiedDate\n"
    "006A,001A,Cloud Security deal,Closed Won,true,true,2026-03-10,2026-01-01,2026-06-01\n",
    "lead": "Id,LastName,Company,Email,Status,CreatedDate,LastModifiedDate\n"
    "00QA,Lee,Acme,lee@acme.example,Qualified,2026-01-01,2026-06-01\n",
    "catalogue": "URL,Title,Type,Topic\nhttps://us.example/a,Guide,guide,zero trust\n",
    "web": '{"type":"page","messageId":"m","anonymousId":"a","userId":"lee@acme.example",'
    '"timestamp":"2026-01-05T00:00:00Z","context":{"page":{"url":"https://us.example/a"}}}\n',
}
HISTORY = {
    "dealhistory": "Id,OpportunityId,Field,OldValue,NewValue,CreatedDate\n"
    "008A,006A,StageName,Open,Closed Won,2026-03-11\n",
    "leadhistory": "Id,LeadId,Field,OldValue,NewValue,CreatedDate\n"
    "017A,00QA,Status,Open,Qualified,2026-02-03\n",
}


def day(seconds):
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


@pytest.mark.parametrize(
    ("more", "closed", "accepted"),
    [({}, "2026-06-01", "2026-06-01"), (HISTORY, "2026-03-11", "2026-02-03")],
)
def test_a_value_is_known_since_it_was_set(con, folder, more, closed, accepted):
    told(con, folder, CONFIG, **ROWS, **more)
    found = read_histories(con, CONFIG, (), datetime(2026, 7, 1))
    history = found["salesforce:001A", "Cloud Security"]
    (deal,) = history.deals
    assert deal.closed is not None
    assert (day(deal.closed.at), day(deal.closed.known)) == ("2026-03-10", closed)
    assert [day(act.known) for act in history.acts] == [accepted]
