"""Finding the school that people mean: by its location code, its BRIN when it has one location, or its exact name."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from coachtrack.errors import N_, Refused
from coachtrack.text import fold

_CODE = re.compile(r"(?<![A-Z\d])(\d\d[A-Z]{2})[\s-]?(\d\d)(?![A-Z\d])")
_BRIN = re.compile(r"\d\d[A-Z]{2}")


@dataclass(frozen=True)
class KnownSchool:
    """A school that can be meant."""

    id: int
    code: str | None
    name: str
    place: str = ""

    def __str__(self) -> str:
        """As it is named among others: "De Bron (09TB00)"."""
        return f"{self.name} ({self.code})" if self.code else self.name


class SchoolIndex:
    """The schools that can be meant, ready to be found."""

    def __init__(self, schools: Iterable[KnownSchool]) -> None:
        self._by_code: dict[str, KnownSchool] = {}
        self._by_brin: dict[str, list[KnownSchool]] = defaultdict(list)
        self._by_name: dict[str, list[KnownSchool]] = defaultdict(list)
        for school in sorted(schools, key=lambda school: (school.code or "", school.id)):
            self._by_name[fold(school.name)].append(school)
            if school.code:
                self._by_code[school.code.upper()] = school
                self._by_brin[school.code.upper()[:4]].append(school)

    def find(self, text: str) -> KnownSchool:
        """The one school that is meant; none or several is refused, with the choices named."""
        if not text:
            raise Refused(N_("The school is missing."), field="school")
        if named := self._by_name.get(fold(text)):
            return _only(named, text)
        upper = text.upper().strip()
        if code := _CODE.search(upper):
            return self._with_code(code[1] + code[2], text)
        if _BRIN.fullmatch(upper):
            return self._with_brin(upper)
        close = get_close_matches(fold(text), self._by_name, n=3)
        if close:
            raise Refused(
                N_("We know no school “%(school)s”. Did you mean %(choices)s?"),
                field="school",
                school=text,
                choices=_listed(self._by_name[name][0] for name in close),
            )
        raise Refused(
            N_("We know no school “%(school)s”. Import it first, or use its location code such as 17PI00."),
            field="school",
            school=text,
        )

    def _with_code(self, code: str, text: str) -> KnownSchool:
        if code in self._by_code:
            return self._by_code[code]
        raise Refused(
            N_("We have no school with location code %(code)s. Import it first."),
            field="school",
            code=code,
            school=text,
        )

    def _with_brin(self, brin: str) -> KnownSchool:
        if brin in self._by_brin:
            return _only(self._by_brin[brin], brin)
        raise Refused(N_("We have no school with BRIN %(brin)s. Import it first."), field="school", brin=brin)


def _only(schools: list[KnownSchool], text: str) -> KnownSchool:
    if len(schools) == 1:
        return schools[0]
    raise Refused(
        N_("“%(school)s” can be more than one school: %(choices)s. Use the location code."),
        field="school",
        school=text,
        choices=_listed(schools),
    )


def _listed(schools: Iterable[KnownSchool]) -> str:
    return ", ".join(map(str, schools))
