from datetime import date

import pytest

from coachtrack.agreements import actions
from coachtrack.agreements.queries import amendments_of
from coachtrack.agreements.rules.deadlines import Prospect, Standing
from coachtrack.agreements.views.words import LOOKS, history, prospect_sentence, standing_look
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.agreements import RECORDED, a_promise, make_agreement
from tests.factories.schools import make_school

DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("prospect", "sentence"),
    [
        (Prospect(Standing.KEPT, DAY), "Alles wat was toegezegd, is gehouden."),
        (Prospect(Standing.ENDED, DAY), "Er wordt niets meer van verwacht."),
        (Prospect(Standing.OVERDUE, DAY, 1), "Dit zou klaar zijn op vr 4 dec; 1 is niet gehouden."),
        (Prospect(Standing.ON_TRACK, DAY), "Alles is gehouden of staat gepland, uiterlijk vr 4 dec."),
        (Prospect(Standing.TIGHT, DAY, 2, 2, 3), "Nog 2 te plannen; nog 3 schoolweken tot vr 4 dec."),
        (Prospect(Standing.OUT_OF_REACH, DAY, 1, 3, 1), "Nog 1 te plannen; nog 1 schoolweek tot vr 4 dec."),
        (
            Prospect(Standing.TIGHT, DAY, 0, 2, 3),
            "Wat loopt, heeft nog meer sessies nodig; nog 3 schoolweken tot vr 4 dec.",
        ),
    ],
)
def test_how_a_promise_stands_is_said_in_a_sentence(app, prospect, sentence):
    assert prospect_sentence(prospect) == sentence


def test_every_standing_has_a_badge_and_words_of_its_own(app):
    assert len({standing_look(each)[1] for each in Standing}) == len(LOOKS) == len(Standing)


def test_the_history_is_told_backwards_each_time_with_what_it_said_before(db):
    agreement = make_agreement(make_school(), minutes_each=90)
    steps = (
        ("Twee erbij.", {"amount": 6, "discipline": Discipline.DANCE}),
        ("Sneller.", {"amount": 6, "discipline": Discipline.DANCE, "due_on": DAY, "responsible": "Anja"}),
    )
    for reason, changes in steps:
        promise = a_promise(minutes_each=90, **changes)
        actions.amend_agreement(agreement, promise, reason=reason, by=None, now=RECORDED)
    actions.end_agreement(agreement, reason="Klaar ermee.", by=None, now=RECORDED)
    chapters = history(agreement, amendments_of(agreement.id))
    assert [(each.amendment.reason, [one.replace("\xa0", " ") for one in each.sentences]) for each in chapters] == [
        ("Klaar ermee.", ["De schoolafspraak is beëindigd."]),
        (
            "Sneller.",
            ["Wie zorgt ervoor: eerst niets, nu Anja.", "Klaar op: eerst het einde van het schooljaar, nu vr 4 dec."],
        ),
        ("Twee erbij.", ["Eerst 4 keer 1 u 30 min, nu 6 keer 1 u 30 min.", "Discipline: eerst niets, nu dans."]),
    ]
