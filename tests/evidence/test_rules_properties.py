from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from coachtrack.agenda.rules.days import Days
from coachtrack.evidence.rules.chain import Link, canonical, head_of, mac_of, verify
from coachtrack.evidence.rules.records import Party, Reason, RecordKind
from coachtrack.evidence.rules.standing import day_of_silence, fold, silent_when_asked_before
from tests.factories.evidence import a_fact

START = datetime(2026, 11, 3, 9, tzinfo=UTC)
KEY = "a-key"
values = st.dictionaries(
    st.text(max_size=8), st.one_of(st.none(), st.text(max_size=12), st.integers(), st.datetimes(timezones=st.just(UTC)))
)
acts = st.lists(st.sampled_from(["correct", "teacher", "coach", "link", "withdraw"]), max_size=6)


@dataclass
class Story:
    """What happened to one fact: its records, each knowing only its own fact."""

    root: int
    acts: list[str]

    def records(self):
        fact = a_fact(subject=f"session:{self.root}", person_id=self.root)
        yield self._record(RecordKind.HELD, fact)
        for place, act in enumerate(self.acts, 1):
            if act == "correct":
                fact = replace(fact, lesson_minutes=fact.lesson_minutes + place)
                yield self._record(RecordKind.CORRECTED, fact, reason=Reason.WRONG_MINUTES)
            elif act == "link":
                yield self._record(RecordKind.LINKED, fact, agreement_id=place)
            elif act == "withdraw":
                yield self._record(RecordKind.WITHDRAWN, fact, reason=Reason.SLIP)
            else:
                yield self._record(RecordKind.CONFIRMED, fact, party=Party(act))

    def _record(self, kind, fact, **more):
        said = {"party": None, "agreement_id": None, "reason": None} | more
        held = kind is RecordKind.HELD
        return SimpleNamespace(
            number=self.root if held else -1,
            refers_to=None if held else self.root,
            kind=kind,
            recorded_at=START + timedelta(days=self.root),
            recorded_by_id=9,
            session_kind=fact.kind,
            **{name: value for name, value in vars(fact).items() if name != "kind"},
            **said,
        )


@given(st.lists(acts, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_how_the_stories_of_different_facts_lie_through_each_other_changes_nothing(stories, random):
    told = [list(Story(root, acts).records()) for root, acts in enumerate(stories, 1)]
    apart = [standing for records in told for standing in fold(records)]
    mixed, waiting = [], [list(records) for records in told]
    while any(waiting):
        mixed.append(random.choice([records for records in waiting if records]).pop(0))
    assert sorted(fold(mixed), key=lambda standing: standing.number) == apart


@given(acts)
def test_a_fact_stands_unless_it_was_withdrawn_with_the_values_of_its_last_correction(story):
    standing = fold(Story(1, story).records())
    if "withdraw" in story:
        assert standing == []
    else:
        grown = sum(place for place, act in enumerate(story, 1) if act == "correct")
        assert [each.fact.lesson_minutes for each in standing] == [45 + grown]


@given(acts.filter(lambda story: "withdraw" not in story))
def test_the_teacher_s_word_holds_until_the_next_correction_and_the_coach_s_for_good(story):
    [standing] = fold(Story(1, story).records())
    last = max((place for place, act in enumerate(story) if act == "correct"), default=-1)
    assert (Party.TEACHER in standing.confirmed_by) is ("teacher" in story[last + 1 :])
    assert (Party.COACH in standing.confirmed_by) is ("coach" in story)
    assert len(standing.agreement_ids) == story.count("link")


@given(st.lists(st.tuples(st.sampled_from(["link", "unlink"]), st.integers(1, 3)), max_size=8))
def test_a_fact_counts_for_the_agreements_of_which_the_last_word_was_that_it_does(story):
    records = list(Story(1, []).records())
    for act, agreement_id in story:
        kind = RecordKind.LINKED if act == "link" else RecordKind.UNLINKED
        records.append(Story(1, [])._record(kind, a_fact(), agreement_id=agreement_id))
    [standing] = fold(records)
    assert standing.agreement_ids == {number for number, act in {n: a for a, n in story}.items() if act == "link"}


@given(values, values)
def test_two_records_have_the_same_bytes_only_when_they_say_the_same(one, other):
    def said(record):
        return {name: value for name, value in record.items() if value is not None}

    assert (canonical(one) == canonical(other)) is (said(one) == said(other))


@given(st.integers(1, 12), st.data())
def test_no_single_change_of_a_chain_goes_unseen(count, data):
    links, previous = [], ""
    for number in range(1, count + 1):
        record = {"number": number, "minutes": number * 5}
        previous = mac_of(previous, record, KEY)
        links.append(Link(record, previous))
    place = data.draw(st.integers(0, count - 1))
    change = data.draw(st.sampled_from(["edit", "sign", "remove", "double"]))
    if change == "edit":
        links[place] = replace(links[place], values={**links[place].values, "minutes": 1})
    elif change == "sign":
        links[place] = replace(links[place], mac=mac_of("", links[place].values, "another key"))
    elif change == "remove":
        del links[place]
    else:
        links.insert(place, links[place])
    verdict = verify(links, head_of(count, previous, KEY), KEY)
    assert not verdict.is_whole
    assert verdict.number == place + (2 if change == "double" else 1)


days = st.integers(0, 90).map(lambda number: START.date() + timedelta(number))
stretches = st.lists(st.tuples(days, st.integers(0, 20)).map(lambda one: Days(one[0], one[0] + timedelta(one[1]))))


@given(st.integers(-800, 2800).map(lambda hours: START + timedelta(hours=hours)), days, stretches)
def test_one_moment_of_a_day_parts_who_was_silent_from_who_may_still_answer(asked_at, on, holidays):
    assert (asked_at < silent_when_asked_before(on, holidays)) is (on > day_of_silence(asked_at, holidays))
