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


class CostKind(StrEnum):
    """Under which cost hours are accounted for."""

    CLASS_ACTIVITY = "class_activity"
    COORDINATION = "coordination"


COST_LABELS = {
    CostKind.CLASS_ACTIVITY: N_("activity in class"),
    CostKind.COORDINATION: N_("coordination"),
}
