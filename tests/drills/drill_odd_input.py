"""All forms of all kinds of visitors, each filled in with two dozen kinds of nonsense; also on PostgreSQL, when asked.

`make drills ARGS="-k odd_input --database=postgresql"` goes through the other database.
"""

from tests.access.test_odd_input import ODD, trouble


def test_odd_input_in_every_form_of_everyone_is_answered_in_words(app, db):
    wrong, count = trouble(app, "mcatvdirn", range(len(ODD)))
    print(f"\n{count} forms with nonsense in them, {len(wrong)} answered as they should not be")
    assert not wrong, "\n" + "\n".join(line[:600] for line in wrong[:20])
