"""The register of processing and the weighing of risks (DPIA): what each part is for, and what can go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from coachtrack.errors import N_
from coachtrack.privacy.rules.sheets import Part


@dataclass(frozen=True)
class Purpose:
    """Why a part is kept, on what ground, about whom, and who gets to see it."""

    why: str
    ground: str
    about: str
    recipients: str


TASK = N_("A task in the public interest: schools improve their education, with public money for it.")
DUTY = N_("A legal duty: whoever receives a subsidy has to be able to account for it.")
CONSENT = N_("Because she chose it herself; she can take it back at any time.")
SECURITY = N_("A legitimate interest and a duty of the AVG: keeping it secure and being able to account for that.")
STAFF = N_("Teachers, directors, culture coordinators, coaches, trainers, advisors and the commission")

PURPOSES: Mapping[Part, Purpose] = {
    Part.PERSON: Purpose(
        N_("To plan with the right people, and to know who is in front of the class"),
        TASK,
        STAFF,
        N_("Her coach, the director and ICC'er of her school, its advisor, the commission and the administrator"),
    ),
    Part.COACHING: Purpose(
        N_("To coach teachers, and to prove that it took place"),
        DUTY,
        N_("Teachers and coaches"),
        N_("The two of them; the school and its advisor without minutes; the commission"),
    ),
    Part.CONFIDENTIAL: Purpose(
        N_("The teacher's own development"),
        TASK,
        N_("Teachers"),
        N_("The two of them, and whom the teacher lets read along; nobody else, the administrator neither"),
    ),
    Part.AGENDA: Purpose(
        N_("To agree on moments that suit, and to remind of them"),
        TASK,
        STAFF,
        N_("Who takes part; the school sees who, when and which discipline"),
    ),
    Part.TRAINING: Purpose(
        N_("To plan trainings and to prove who was there"),
        DUTY,
        N_("Teachers and trainers"),
        N_("Her trainer, the school and its advisor, the commission"),
    ),
    Part.SCHOOL: Purpose(
        N_("To agree with schools on what they will do, and to look back on it"),
        TASK,
        N_("Directors, culture coordinators, advisors and who sat at the table"),
        N_("The school, its advisor and the commission"),
    ),
    Part.COVERAGE: Purpose(
        N_("To see how far the programme is: everyone in front of the class is coached or trained"),
        DUTY,
        N_("Teachers"),
        N_("She herself, her coach, her school and its advisor, the commission"),
    ),
    Part.REPORTS: Purpose(
        N_("To account for the subsidy, and to give teachers a paper of what they did"),
        DUTY,
        N_("Teachers, and who made or received a report"),
        N_("The commission, the Fund, and the director those of her own school; a certificate whom she shows it to"),
    ),
    Part.ACCESS: Purpose(
        N_("To let the right person in, and nobody else"),
        SECURITY,
        N_("Everyone with an account"),
        N_("She herself; the administrator that she has an account and how she signs in"),
    ),
    Part.MAIL: Purpose(
        N_("To reach people about their appointments and their account"),
        TASK,
        N_("Everyone with a mail address"),
        N_("She herself; the administrator that it was sent"),
    ),
    Part.LOGS: Purpose(
        N_("To find out what went wrong, and to let everyone see who read what of hers"),
        SECURITY,
        N_("Everyone with an account"),
        N_("She herself what is about her; the administrator when there is a reason"),
    ),
}


@dataclass(frozen=True)
class Risk:
    """What can go wrong for people, what is done about it, and what remains."""

    risk: str
    measure: str
    remains: str


RISKS = (
    Risk(
        N_("What a teacher says in confidence reaches whoever judges her work."),
        N_(
            "Debriefs and goals are for her and her coach. No role of a school, the commission or the "
            "administrator has a page that asks for them, and each reading by somebody else is shown to her."
        ),
        N_("A coach can tell what she read. That is what professional secrecy is for."),
    ),
    Risk(
        N_("People feel watched, because it is kept how often and how long they were coached."),
        N_(
            "There are no marks, rankings or red scores of people. Growth is the teacher's own word. Her school "
            "sees totals, not minutes per lesson."
        ),
        N_("That somebody has had no coaching yet is visible: the programme is for everyone."),
    ),
    Risk(
        N_("What teachers say of themselves can be traced to one of them in a small team."),
        N_("It is counted from five people on, in fixed groups, and no two answers can be subtracted from each other."),
        N_("Who knows a team well can guess, as without CoachTrack."),
    ),
    Risk(
        N_("The database or a backup of it is stolen."),
        N_(
            "Confidential texts and mails are sealed with keys that lie elsewhere. Passwords and links are kept "
            "in a form that cannot be read back."
        ),
        N_("Names, schools and dates in it are readable. Whoever has both the database and the keys reads everything."),
    ),
    Risk(
        N_("Somebody gets in as somebody else."),
        N_(
            "Whoever sees everyone has a second step at sign-in. Guessing is stopped, sessions end by "
            "themselves, and what matters is asked for once more."
        ),
        N_("Whoever lends out her unlocked phone lends out her account. She can sign it out from another device."),
    ),
    Risk(
        N_("Somebody changes afterwards what took place."),
        N_(
            "Evidence and the log are only ever added to, by the database itself, and sealed with a key outside "
            "it. A change or a gap is found."
        ),
        N_("Who holds that key and the database could write them anew. Printed reports bear a head to compare with."),
    ),
    Risk(
        N_("Things are kept for too long."),
        N_(
            "Each kind has a term, which everyone can read. What is over goes by itself, after an announcement "
            "of thirty days."
        ),
        N_("In backups it stays for at most 35 days. What was erased is erased again when one is put back."),
    ),
    Risk(
        N_("Details of pupils get in."),
        N_(
            "There is no place for them. A list with pupils' details is refused or emptied of them, and forms "
            "ask not to write them."
        ),
        N_("Somebody can type a child's name in a text. Whoever sees it can have it corrected."),
    ),
)

PROCESSORS = (
    N_("Whoever hosts the server and the database: everything, sealed texts without their keys."),
    N_("Whoever delivers the mail: addresses, and what a mail says. Mails never hold what was written in confidence."),
    N_(
        "Where schools sign in with their own account: the provider learns that she signed in, and we her "
        "name and address there."
    ),
)
AGREED = (
    N_("That they do nothing with it but what was asked, and that their staff keeps it secret."),
    N_("That it stays within the European Economic Area."),
    N_("That a breach is told within 24 hours, so that the 72 hours of the AVG can be met."),
    N_("That they may not pass work on to others without being asked, and that we may have it examined."),
    N_("That everything is given back or erased when the agreement ends."),
)
