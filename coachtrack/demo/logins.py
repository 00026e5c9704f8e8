"""The accounts of the demo: one per role, all with the same password. They exist in demo mode only."""

PASSWORD = "coachtrack-demo"  # noqa: S105 - known to all, and refused outside demo mode
DOMAIN = "demo.example"
ADMINISTRATOR = f"beheerder@{DOMAIN}"
COMMISSION = f"commissie@{DOMAIN}"
COACH = f"coach@{DOMAIN}"
SECOND_COACH = f"coach2@{DOMAIN}"
ADVISOR = f"begeleider@{DOMAIN}"
TEACHER = f"leerkracht@{DOMAIN}"
SECOND_TEACHER = f"leerkracht2@{DOMAIN}"
COORDINATOR = f"icc@{DOMAIN}"
LEADER = f"directeur@{DOMAIN}"
ADDRESSES = {
    ADMINISTRATOR: "beheerder",
    COMMISSION: "commissielid",
    COACH: "coach (drama en dans)",
    SECOND_COACH: "coach (muziek)",
    ADVISOR: "schoolbegeleider",
    TEACHER: "leerkracht",
    SECOND_TEACHER: "leerkracht",
    COORDINATOR: "ICC'er",
    LEADER: "directeur",
}
