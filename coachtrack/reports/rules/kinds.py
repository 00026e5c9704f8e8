"""The words of accountability: kinds of report, of years, of files and of costs."""

from enum import StrEnum

from coachtrack.errors import N_


class ReportKind(StrEnum):
    """What a report is about."""

    HOURS = "hours"
    PERFORMANCE = "performance"
    COVERAGE = "coverage"


REPORT_LABELS = {
    ReportKind.HOURS: N_("hour registration"),
    ReportKind.PERFORMANCE: N_("performance figures"),
    ReportKind.COVERAGE: N_("coverage statement"),
}


class YearKind(StrEnum):
    """Schools live by school years, the fund by calendar years."""

    SCHOOL_YEAR = "school_year"
    CALENDAR_YEAR = "calendar_year"


class FileKind(StrEnum):
    """In which forms a report is issued."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"


class Audience(StrEnum):
    """For whom a file is: who accounts for the programme, or the school itself, which sees less of her people."""

    PROGRAMME = "programme"
    SCHOOL = "school"


class CostKind(StrEnum):
    """Under which cost hours are accounted for: the activity itself, or what it takes to arrange it."""

    ACTIVITY = "activity"
    COORDINATION = "coordination"


COST_LABELS = {
    CostKind.ACTIVITY: N_("activity"),
    CostKind.COORDINATION: N_("coordination"),
}
