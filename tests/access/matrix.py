"""The table of who may enter where, written by hand from what was promised; nothing of it is made from the code.

Letters: n someone without a role · c coach · t teacher · i ICC'er · d director · v advisor · m commission ·
a administrator · r trainer. `members` is all nine of them, `everybody` those who are not signed in as well.

here       who gets in at the school around which all of them stand, or at what is her own
elsewhere  who gets in at another school, with other people; `=` where the page is about no school and nobody
not there  who is told that it does not exist (404), where it is not hers; everyone else is told that it is no
           place for her (403), and who is not signed in is sent to sign in
"""

from dataclasses import dataclass

from tests.access.matrix_trust import TRUST

LETTERS = "nctidvmar"

TABLE = """
endpoint                            method    here                elsewhere   not there

agenda.feed                         GET       everybody           =
agenda.index                        GET       members             =
agenda.feed_addresses               GET POST  members             =
agenda.preferences                  GET POST  members             =
agenda.preferred_times              GET POST  t                   =
agenda.revoke_feed_address          POST      members             -           members
agenda.busy                         GET POST  c v r               =
agenda.forget_busy                  POST      c v r               =
agenda.show                         GET       c t i d v m a       m a         members
agenda.answer_by_link               GET POST  everybody           =
agenda.answer                       GET POST  t                   -           members
agenda.download                     GET       c t i d v m a       m a         members
agenda.holidays                     GET       members             =
agenda.add_holiday                  GET POST  m a                 =
agenda.change_holiday               GET POST  m a                 =
agenda.settings                     GET POST  m a                 =
agenda.add_project                  GET POST  m a                 =
agenda.change_project               GET POST  m a                 =
agenda.import_school_days           GET POST  i d v m a           m a         i d v
agenda.take_over_school_days        POST      i d v m a           m a         i d v

agreements.index                    GET       i d v m             =
agreements.show                     GET       i d v m             m           i d v c
agreements.per_school               GET       i d v m             =
agreements.export                   POST      i d v m             =
agreements.confirm                  POST      d                   -           d
agreements.instruments              GET POST  v m                 =
agreements.change_instrument        GET POST  m                   =
agreements.add                      GET POST  v m                 =
agreements.amend                    GET POST  v m                 m           v
agreements.end                      GET POST  v m                 m           v
agreements.reopen                   GET POST  v m                 m           v

contacts.index                      GET       i d v m             =
contacts.schools                    GET       v m                 =
contacts.of_school                  GET       i d v m             m           i d v
contacts.opinions                   GET       m                   =
contacts.add                        GET POST  v m                 =
contacts.change                     GET POST  v m                 m           v
contacts.record_opinion             GET POST  v m                 m           v

assessments.mine                    GET       members             =
assessments.say_for_period          GET POST  t                   =
assessments.change                  GET POST  t                   -           members
assessments.take_back               POST      t                   -           members
assessments.take_back_everything    POST      members             =
assessments.say_by_link             GET POST  everybody           =
assessments.link_thanks             GET       everybody           =
assessments.index                   GET       i d v m             =
assessments.ask                     GET POST  v m                 =
assessments.remind                  POST      v m                 =

certificates.mine                   GET POST  members             =
certificates.download               GET       members             -           members
certificates.take_back              POST      members             -           members
certificates.ask                    GET       everybody           =
certificates.check                  GET       everybody           =

coverage.index                      GET       m                   =
coverage.boards                     GET       m                   =
coverage.show_board                 GET       m                   m
coverage.disciplines                GET       m                   =
coverage.capacity                   GET       m                   =
coverage.progress                   GET       m                   =
coverage.compute                    POST      m                   =
coverage.draw_line                  POST      m                   =
coverage.export                     POST      m                   =
coverage.show_school                GET       i d v m             m           i d v
coverage.load                       GET       v m                 =
coverage.outlook                    GET       v m                 =
coverage.school_outlook             GET       i d v m             m           i d v
coverage.school_load                GET       i d v m             m           i d v
coverage.set_ceiling                GET POST  d v                 -           d v
coverage.show_person                GET       c i d v m           m           c i d v
coverage.mine                       GET       members             =
coverage.my_school                  GET       i d                 =
coverage.exempt                     GET POST  m                   m
coverage.end_exemption              POST      m                   m
coverage.show_requirement           GET       m                   =
coverage.set_requirement            GET POST  m                   =
coverage.show_trial                 GET       m                   =
coverage.set_tried                  POST      m                   =

evidence.import_past                GET POST  a                   =
evidence.preview_past               GET POST  a                   -           a

funding.index                       GET       m                   =
funding.frameworks                  GET       m                   =
funding.show_period                 GET       m                   =
funding.add_scheme                  GET POST  m                   =
funding.change_scheme               GET POST  m                   =
funding.add_period                  GET POST  m                   =
funding.change_period               GET POST  m                   =
funding.add_goal                    GET POST  m                   =
funding.change_goal                 GET POST  m                   =
funding.raise_goal                  POST      m                   =
funding.add_participations          GET POST  m                   =
funding.change_participation        GET POST  m                   m
funding.schools                     GET       m                   =
funding.show_school                 GET       i d v m             m           i d v
funding.record_signing              GET POST  m                   m
funding.choose_framework            GET POST  i d v m             m           i d v
funding.change_choice               GET POST  i d v m             m           i d v
funding.drop_choice                 POST      i d v m             m           i d v
funding.add_usual_schemes           POST      m                   =
funding.open_coaching               GET POST  m                   =
funding.end_opening                 GET POST  m                   =

health.alive                        GET       everybody           =
health.ready                        GET       everybody           =

home.start                          GET       members             =
home.teacher                        GET       t                   =
home.work                           GET       members             =
home.job                            GET       members             -           members
home.job_file                       GET       members             -           members
home.imports                        GET       a                   =
home.log                            GET       a                   =
home.outgoing_mail                  GET       a                   =
home.retry_mail                     POST      a                   =
home.mail_calendar                  GET       -                   -           a
home.system                         GET       a                   =

people.index                        GET       i d v m a           =
people.show                         GET       t i d v m a         m a         members
people.staff                        GET       i d v m a           m a         i d v
people.add_person                   GET POST  a                   =
people.change_person                GET POST  a                   a
people.add_post                     GET POST  a                   a
people.change_post                  GET POST  a                   a
people.end_post                     GET POST  a                   a
people.add_absence                  GET POST  i d a               a           i d
people.change_absence               GET POST  i d a               a           i d
people.end_absence                  GET POST  i d a               a           i d
people.import_roster                GET POST  a                   =
people.preview_roster               GET POST  a                   -           a
people.coaches                      GET       m a                 =
people.show_coach                   GET       m a                 m a
people.appoint_coach                GET POST  m                   m
people.change_appointment           GET POST  m                   m
people.end_appointment              GET POST  m                   m
people.record_qualification         GET POST  m                   m
people.set_discipline               GET POST  m                   m
people.grant_role                   GET POST  m a                 m a
people.end_role                     GET POST  m                   m           a
people.confirm_administrator        POST      a                   =
people.decline_administrator        POST      a                   =

reports.index                       GET       d m                 =
reports.new_report                  GET       m                   =
reports.issue                       POST      m                   =
reports.show                        GET       d m                 m           d
reports.download                    POST      d m                 m           d
reports.compare                     POST      m                   m
reports.note_recipient              GET POST  m                   m
reports.tell                        POST      m                   m
reports.drop_recipient              POST      m                   m
reports.rates                       GET       m                   =
reports.set_rate                    GET POST  m                   =
reports.set_school_rate             GET POST  d                   -           d
reports.take_back_rate              POST      d m                 m           d
reports.assign_costs                GET POST  m                   =

schools.index                       GET       members             =
schools.show                        GET       c t i d v m a r     c v m a r   members
schools.add_school                  GET POST  a                   =
schools.change_school               GET POST  a                   a
schools.close_school                GET POST  a                   a
schools.reopen_school               POST      a                   a
schools.boards                      GET       m a                 =
schools.rename_board                GET POST  m a                 m a
schools.districts                   GET POST  m a                 =
schools.rename_district             GET POST  m a                 =
schools.institutions                GET       m a                 =
schools.add_institution             GET POST  m a                 =
schools.change_institution          GET POST  m a                 =
schools.add_material                GET POST  c i d v a           c a         members
schools.end_material                POST      c i d v a           c a         members
schools.days                        GET       c t i d v m a r     c v m a r   members
schools.add_closure                 GET POST  i d v m a           m a         i d v
schools.change_closure              GET POST  i d v m a           m a         i d v
schools.add_attention               GET POST  i d v m             m           i d v
schools.change_attention            GET POST  i d v m             m           i d v
schools.end_attention               POST      i d v m             m           i d v
schools.set_times                   GET POST  i d v m a           m a         i d v
schools.import_register             GET POST  a                   =
schools.choose_schools              GET POST  a                   -           a
schools.preview_register            GET POST  a                   -           a

talks.index                         GET       i d v m             =
talks.open                          GET POST  v m                 =
talks.show                          GET       i d v m             m           i d v
talks.of_appointment                GET       i d v m             m           i d v
talks.guides                        GET       m                   =
talks.guide                         GET       m                   =
talks.new_guide                     GET POST  m                   =
talks.change                        GET POST  v m                 m           v
talks.move                          GET POST  v m                 m           v
talks.call_off                      GET POST  v m                 m           v
talks.step                          GET POST  v m                 m           v
talks.save_step                     POST      v m                 m           v
talks.prepare                       GET       v m                 m           v
talks.tick                          POST      v m                 m           v
talks.add_paper                     GET POST  v m                 m           v
talks.paper                         GET       v m                 m           v
talks.remove_paper                  POST      v m                 m           v
talks.talking_aid                   GET       v m                 =
talks.talking_aid                   POST      m                   =
talks.mail_school                   GET POST  v m                 m           v
talks.new_link                      GET POST  v m                 m           v
talks.withdraw_link                 POST      v m                 m           v
talks.questionnaire                 GET POST  everybody           =
talks.questionnaire_thanks          GET       everybody           =
talks.evi                           GET       i d v m             m           i d v
talks.record_evi                    GET POST  v m                 m           v
talks.change_evi                    GET POST  v m                 m           v
talks.agree                         GET POST  v m                 m           v
talks.draft_trajectories            GET POST  v m                 m           v
talks.plan_dates                    GET POST  v m                 m           v
talks.add_attention                 GET POST  v m                 m           v
talks.planning_form                 GET       i d v m             m           i d v
talks.planning_calendar             GET       i d v m             m           i d v
talks.download_planning_form        GET       i d v m             m           i d v
talks.report                        GET       i d v m             m           i d v
talks.download_report               GET       i d v m             m           i d v
talks.make_report                   POST      v m                 m           v
talks.reopen_talk                   POST      v m                 m           v
talks.confirm                       POST      d                   -           d
talks.ask_change                    GET POST  d                   -           d

trainings.index                     GET       members             =
trainings.show                      GET       t i d v m a r       m a         members
trainings.of_appointment            GET       t i d v m a r       m a         members
trainings.plan                      GET POST  c v m r             =
trainings.find_moment               GET POST  c v m r             =
trainings.add_meetings              GET POST  v m r               m           c v r
trainings.move_meeting              GET POST  v m r               m           c v r
trainings.cancel_meeting            GET POST  v m r               m           c v r
trainings.restore_meeting           POST      v m r               m           c v r
trainings.cancel                    POST      v m r               m           c v r
trainings.finish                    POST      v m r               m           c v r
trainings.take_attendance           GET POST  v m r               m           c v r
trainings.resume                    GET POST  v m r               m           c v r
trainings.count_for                 GET POST  v m                 m           v
trainings.name_finishers            GET POST  m                   m
trainings.report                    GET       i d v m             =
trainings.catalogue                 GET       members             =
trainings.add_entry                 GET POST  m                   =
trainings.change_entry              GET POST  m                   m
trainings.end_entry                 POST      m                   m
trainings.restore_entry             POST      m                   m

trajectories.today                  GET       c                   =
trajectories.index                  GET       c i d v m a         =
trajectories.mine                   GET       t                   =
trajectories.show                   GET       c t i d v m a       m a         members
trajectories.of_appointment         GET       c t i d v m a       m a         members
trajectories.start                  GET POST  c                   =
trajectories.propose                GET POST  m                   =
trajectories.accept_proposal        GET POST  c                   -           c
trajectories.decline_proposal       POST      c                   -           c
trajectories.activate               GET POST  c                   -           c
trajectories.pause                  GET POST  c                   -           c
trajectories.resume                 GET POST  c                   -           c
trajectories.complete               GET POST  c                   -           c
trajectories.stop                   GET POST  c                   -           c
trajectories.link_to_agreement      GET POST  c                   -           c
trajectories.count_for_agreement    GET POST  v m                 m           v
trainings.count_for_agreement       GET POST  v m                 m           v
trajectories.set_baseline           GET POST  c                   -           c
trajectories.add_goal               GET POST  c                   -           c
trajectories.change_goal            GET POST  c                   -           c
trajectories.drop_goal              POST      c                   -           c
trajectories.say_growth             GET POST  t                   -           t
trajectories.plan_session           GET POST  c                   -           c
trajectories.find_moment            GET POST  c                   -           c
trajectories.plan_series            GET POST  c                   -           c
trajectories.log_unplanned_session  GET POST  c                   -           c
trajectories.move_session           GET POST  c                   -           c
trajectories.cancel_session         GET POST  c                   -           c
trajectories.log_session            GET POST  c                   -           c
trajectories.log_otherwise          GET POST  c                   -           c
trajectories.log_not_held           GET POST  c                   -           c
trajectories.undo_log               GET POST  c                   -           c
trajectories.correct_minutes        GET POST  c                   -           c
trajectories.assess                 GET POST  t                   -           t
trajectories.confirm_session        POST      t                   -           t
trajectories.write_debrief          GET POST  c                   -           c
trajectories.save_draft             POST      c                   -           c
trajectories.show_debrief           GET       c t                 -           members
trajectories.react                  POST      c t                 -           members
trajectories.requests               GET       c i d m             =
trajectories.ask_for_coaching       GET POST  t i d               =
trajectories.withdraw_request       POST      t i d               -           t i d
"""


@dataclass(frozen=True)
class Row:
    """Who gets in at one endpoint by one method; `about` says whether it is about a school or someone."""

    endpoint: str
    method: str
    here: frozenset[str]
    elsewhere: frozenset[str]
    not_there: frozenset[str]
    about: bool
    is_public: bool

    def places(self, letter: str) -> tuple[bool, ...]:
        """At which places to try: her own, and elsewhere too where she is let through the door at all."""
        both = self.about and self.answer(letter, own=True) in {"in", "not there"}
        return (True, False) if both else (True,)

    def answer(self, letter: str, *, own: bool) -> str:
        """What someone of this kind is told: "in", "not there", "no place for her" or "sign in" (letter "-")."""
        if letter == "-":
            return "in" if self.is_public else "sign in"
        if letter in (self.here if own else self.elsewhere):
            return "in"
        return "not there" if letter in self.not_there else "no place for her"


def _letters(words: list[str]) -> frozenset[str]:
    return frozenset().union(*(LETTERS if word in {"members", "everybody"} else word.strip("-=") for word in words))


def _rows(table: str) -> dict[tuple[str, str], Row]:
    heading, *lines = (line for line in table.splitlines() if line.strip())
    columns = [heading.index(name) for name in ("endpoint", "method", "here", "elsewhere", "not there")]
    rows = {}
    for line in lines:
        cells = [line[start:stop].split() for start, stop in zip(columns, [*columns[1:], None], strict=True)]
        (endpoint,), methods, here, elsewhere, not_there = cells
        for method in methods:
            rows[endpoint, method] = Row(
                endpoint=endpoint,
                method=method,
                here=_letters(here),
                elsewhere=_letters(elsewhere),
                not_there=_letters(not_there),
                about=elsewhere != ["="],
                is_public=here == ["everybody"],
            )
    return rows


MATRIX = _rows(TABLE) | _rows(TRUST)
