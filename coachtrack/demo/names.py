"""Names of the people of the demo. Invented: any likeness to someone who exists is chance."""

import unicodedata
from collections.abc import Iterator
from random import Random

NAMES = """
    Anneke Anouk Amira Aylin Bas Bente Bram Britt Carlijn Daan Demi Dieuwke Eline Elif Emma Erik Esra Eva
    Femke Fleur
    Floor Frank Gijs Hanna Heleen Hidde Ilse Imane Inge Iris Jasmijn Jeroen Jet Joke Joost Judith Karin Kim
    Koen Lara
    Laura Lieke Linda Lisa Loes Lotte Maaike Mark Marieke Marit Meike Menno Merel
    Mila Mirjam Nadia Naomi Niels Nienke
    Noor Olga Petra Pim Puck Renske Rianne Rick Roos Ruben Sanne Sara Selma Silke Sofie Stijn Suzan Tessa Thijs Tim
    Veerle Wendy Willemijn Yara Yvonne Zeynep
"""
FIRST = tuple(NAMES.split())
LAST = (
    ("", "Aalbers"), ("ten", "Brinke"), ("van den", "Berg"), ("", "Bosch"), ("te", "Broeke"), ("", "Dekker"),
    ("van", "Dijk"), ("", "Eversen"), ("", "Feenstra"), ("de", "Graaf"), ("ter", "Haar"), ("", "Hendriks"),
    ("", "Hofstede"), ("van der", "Horst"), ("", "Huisman"), ("", "Jacobs"), ("de", "Jong"), ("", "Kamphuis"),
    ("", "Klaver"), ("", "Kok"), ("", "Kuiper"), ("", "Lammers"), ("van", "Leeuwen"), ("van der", "Linde"),
    ("", "Maas"), ("van der", "Meer"), ("", "Meijerink"), ("", "Nijland"), ("", "Oosterhof"), ("", "Peters"),
    ("", "Prins"), ("", "Reinders"), ("de", "Ruiter"), ("", "Scholten"), ("", "Smit"), ("", "Snijders"),
    ("ter", "Steege"), ("", "Timmer"), ("", "Veldhuis"), ("van der", "Ven"), ("", "Visser"), ("de", "Vries"),
    ("", "Wassink"), ("", "Wessels"), ("", "Wiggers"), ("de", "Wit"), ("", "Yilmaz"), ("", "Zijlstra"),
)  # fmt: skip


def invented(random: Random) -> Iterator[tuple[str, str, str]]:
    """First name, infix and last name, no two the same."""
    pairs = [(first, infix, last) for first in FIRST for infix, last in LAST]
    random.shuffle(pairs)
    yield from pairs


def address(first: str, infix: str, last: str, domain: str) -> str:
    """An e-mail address made of a name: "Zoë van der Meer" gives "zoe.vandermeer@…"."""
    plain = unicodedata.normalize("NFD", f"{first}.{infix}{last}".lower().replace(" ", ""))
    return "".join(sign for sign in plain if sign.isascii()) + "@" + domain
