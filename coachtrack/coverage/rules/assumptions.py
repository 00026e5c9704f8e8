"""What the forecast assumes where nothing is known yet: every constant of it, each with its reason.

The norm itself is no constant but a rule of the commission. What stands here was set on simulated years (see
`coachtrack.backtest`), or is a plain choice that says so. The pages say in words which of these were used.
"""

from coachtrack.evidence.rules.standing import SILENCE

ON_TRACK_FROM = 0.8
"""On track is who makes it in four of five such cases: as often as the range holds, and sure enough to look away."""

AN_EIGHTY_PERCENT_RANGE = 1.2816
"""So many standard deviations either way hold four of five cases of what is spread normally."""

IN_COMMON = 0.15
"""Of what makes a chance uncertain, so much holds for all people of a school alike; the rest is each her own."""

FINENESS = 10
"""Odds are rounded to a tenth of a step: finer than we know them, and coarse enough that people share answers."""

LEAST = 0.002
"""No share is taken to be less than one in five hundred, nor more than all but that."""

CANCELLED, CANCELLED_STRENGTH = 0.125, 40.0
"""One session in eight does not go on, before a programme has sessions of its own: it weighs as forty of those."""

SCHOOL_STRENGTH = 25.0
"""A school's own cancellations weigh as much as the programme's once it had so many sessions."""

MOST_SURE_OF_HOLDING = 18.0
"""However many sessions were seen, a share is never surer than of so many: illness comes in waves, not one by one."""

PACE, PACE_STRENGTH = 0.2, 60.0
"""While a trajectory is under way: a session in one school week of five, before a programme has its own pace."""

SCHOOL_PACE_STRENGTH = 60.0
"""A school's own pace weighs as much as the programme's after so many weeks of its people together."""

OWN_PACE_STRENGTH = 20.0
"""A person's own pace weighs as much as her school's after so many weeks."""

MOST_SURE_OF_PACE = 15.0
"""Whether free weeks are used is decided by people, not by dice: never surer than of so many weeks."""

FREE_WEEKS_SHARE = 1.0
"""A free week yields as much as a week did so far, while something is under way."""

BEGINNING, BEGINNING_STRENGTH = 0.015, 100.0
"""Of those who wait for coaching one in sixty or seventy begins each school week, before a programme has its own."""

SCHOOL_BEGINNING_STRENGTH = 100.0
"""A school's own beginnings weigh as much as the programme's after so many weeks of its people together."""

NEARER_THE_END = 1.6
"""Who waits begins so much more readily than those who waited in the past year: the end comes nearer."""

MOST_SURE_OF_BEGINNING = 100.0
"""When someone begins is decided by people: never surer than of so many weeks."""

TRAINING_PACE = 0.03
"""Per free school week: about one meeting of a training in a school year that does not stand in the agenda yet."""

MOST_SURE_OF_TRAINING = 8.0
"""A school plans trainings or it does not: hardly anything is known of the next."""

DEBRIEFS_PER_SESSION, DEBRIEFS_STRENGTH = 0.85, 20.0
"""Not every session ends in a debrief that is shared and confirmed; weighs as twenty sessions."""

CONFIRMING_DAYS = SILENCE
"""A debrief counts once it is confirmed, at the latest by so many days of silence; holidays are not counted."""

LOGGING_DAYS = 14
"""A session that has begun and was not logged yet is expected to be logged within two weeks."""

MOST_A_WEEK = 1
"""One person has one session a school week at most, unless more are planned."""

SESSIONS_A_TRAJECTORY = 5
"""A trajectory takes so many sessions as a rule, from intake to closing talk."""

SESSION_MINUTES, SESSION_MINUTES_STRENGTH = 90.0, 20.0
"""The teacher's time of a session with preparation and debrief, before a programme has its own; as twenty sessions."""

TRAINING_MINUTES = 120.0
"""The time of one meeting of a training, before a programme has its own; as heavy as twenty meetings."""

SCHOOLS_LOOKED_AT = 25
"""From at most so many schools of a programme, evenly chosen, its cancellations and pace are taken."""

SCHOOL_WEEKS_A_YEAR = 40
"""Of the fifty-two weeks of a year so many are school weeks, in every region."""

BOOKED_MINUTES = 75
"""What an appointment takes of a coach's week, with going there: bookings are counted, not measured."""

IN_PROGRESS_NEEDS = 0.5
"""Who is under way needs half of what is asked, on average."""

COACHES_LOOKED_AT = 20
"""For a repair so many coaches are looked at beside her own: those with most time left."""
