"""What was said in the talks of the demo: invented, and true of no school."""

from coachtrack.talks.rules.preparation import EviPillar

ANSWERS = {
    "otherwise": "Daar hebben we het over gehad; de werkgroep werkt het uit.",
    "developments_now": (
        "We werken sinds dit jaar in drie units. Het team zoekt naar lessen die over de groepen heen gaan, en cultuur "
        "kan daar een brug zijn."
    ),
    "vision_links": "Kinderen leren door te doen en te onderzoeken. Dat past bij procesgericht werken.",
    "goal_targets": "Eerst de visie en de deskundigheid; de andere doelen volgen daaruit.",
    "strengths": "Het team is enthousiast. Een doorgaande lijn is er nog niet op papier.",
    "culture_now": "Elke week een middag in circuits, en twee keer per jaar een voorstelling voor ouders.",
    "facilities": "Een speelzaal met een klein podium, en een lokaal dat we delen met de buitenschoolse opvang.",
    "certified_coordinator": "Er is een ICC'er met certificaat; een collega denkt na over de cursus.",
    "developments_ahead": "Burgerschap krijgt een vaste plek, en de groepen 7 en 8 gaan meer met projecten werken.",
    "culture_joining": "Door in elk project met een vraag uit een kunstvak te beginnen.",
    "themes": "De buurt vroeger en nu; Water; Feest",
    "support": "Breed. Twee collega's willen liever eerst meekijken.",
    "ownership": "Ligt nu vooral bij de ICC'er; de werkgroep neemt dat deels over.",
    "keeping_agreements": "Korte lijst, elke vergadering vijf minuten.",
    "communication": "Via de weekbrief en het prikbord in de teamkamer.",
    "meeting_structure": "Op dinsdag na school, zes keer per jaar een lange vergadering.",
    "leader_role": "Maakt tijd en ruimte, en bewaakt dat het er niet te veel worden.",
    "coordinator_role": "Leidt de werkgroep en is aanspreekpunt voor culturele partners.",
    "working_group": "Drie leerkrachten, uit elke bouw een. Komt een keer per zes weken bij elkaar.",
    "connections_then": "Bij taal en bij wereldoriëntatie: elk thema heeft een maakopdracht.",
    "learning_lines": "Een lijn per discipline van groep 1 tot en met 8, op één bladzijde.",
    "surroundings_then": "De beek, het oude station en de mensen die in de wijk wonen.",
    "organised_then": "Cultuur staat in het rooster en in de jaarplanning.",
    "partners_then": "Vaste partners die meedenken, in plaats van losse bezoeken.",
    "skills_then": "Ieder is sterk in één discipline en helpt de anderen daarin.",
    "coordinator_then": "De ICC'er bewaakt de lijn, de werkgroep maakt de plannen.",
    "leader_and_team_then": "De directeur vraagt ernaar; het team kiest.",
    "profile_then": "Op de site staat wat kinderen maken, en waarom.",
    "parents_then": "Ouders komen kijken en helpen mee bij de feestweek.",
    "instruments": "Co-teaching voor wie zelf wil beginnen, en een werkgroep voor de lijn.",
    "culture_actions": "Elke vergadering vertelt iemand wat er lukte.",
    "other_remarks": "Fijn gesprek. In het voorjaar bellen we even hoe het gaat.",
}
RESULTS = {
    "outlook_content": (
        ("Een visie van één bladzijde", "De werkgroep schrijft, het team praat er twee keer over."),
        ("Een doorgaande lijn voor dans en drama", "Eerst de bovenbouw, met co-teaching."),
        ("Elke groep werkt een keer met de buurt", "Ieder kiest een plek en een vraag."),
    ),
    "outlook_organisation": (
        ("Cultuur staat in de jaarplanning", "De ICC'er legt de data naast die van de school."),
        ("Een vaste partner voor muziek", "Samen plannen voor de zomer."),
    ),
    "outlook_support": (("Ouders zien wat kinderen maken", "Een kijkmiddag in elk blok."),),
}
"""By the part of the guide: what, and how."""
WORDS_OF_EVI = {
    EviPillar.VISION: "De visie staat op papier.",
    EviPillar.EXPERTISE: "Meer collega's geven zelf les in een kunstvak.",
    EviPillar.PROGRAMME: "Er is een begin van een lijn.",
    EviPillar.COOPERATION: "Met twee partners zijn afspraken gemaakt.",
}
PREPARED = {
    "developments_now": "We krijgen na de zomer twee nieuwe collega's in de onderbouw.",
    "vision_links": "Kinderen leren samen en met hun handen. Daar past drama goed bij.",
    "culture_now": "Een muziekles per week en elk jaar een schoolreis naar het museum.",
    "year_plan": "partly",
    "fixed_dates": "Studiedagen staan vast. Teamvergaderingen zijn op dinsdag.",
    "themes": "De wijk\nLicht en donker",
    "certified_coordinator": "in_training",
    "coming_along": "De directeur, de ICC'er en iemand van de werkgroep.",
}
