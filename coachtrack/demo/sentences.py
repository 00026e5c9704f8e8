"""What coach and teacher of the demo write to each other: invented, in credible Dutch, per discipline."""

from coachtrack.schools.rules.subjects import Discipline

CANARIES = (
    "druktefeest", "wiebelkring", "omkeerles", "fluisterstart", "stiltetel", "verwondervraag", "terugleesmoment",
)  # fmt: skip
"""Words that stand in questions, starting points, goals, debriefs and reactions only: seen elsewhere, they leaked."""
QUESTIONS = {
    Discipline.DANCE: (
        "Hoe krijg ik een hele groep in beweging zonder dat het een druktefeest wordt?",
        "Ik wil een dansles opbouwen die verder gaat dan nadoen. Waar begin ik?",
        "Hoe gebruik ik dans bij wereldoriëntatie?",
    ),
    Discipline.DRAMA: (
        "Hoe geef ik een dramales waarin ook de stille kinderen meedoen?",
        "Ik wil leren spelen mét de groep, in plaats van ervoor te staan.",
        "Hoe bouw ik een spel op zodat het niet bij grapjes blijft?",
    ),
    Discipline.MUSIC: (
        "Ik zing zelf niet graag. Hoe geef ik dan toch een goede muziekles?",
        "Hoe laat ik kinderen zelf muziek bedenken met eenvoudige instrumenten?",
        "Onze methode is mooi, maar hoe kies ik eruit wat past bij mijn groep?",
    ),
    Discipline.VISUAL_ARTS: (
        "Hoe begeleid ik het proces, zodat niet alle werkstukken hetzelfde worden?",
        "Wat zeg ik als een kind vastloopt, zonder het voor te doen?",
        "Hoe bespreek ik werk met de groep zonder het mooi of lelijk te noemen?",
    ),
    Discipline.LITERATURE: (
        "Hoe maak ik van voorlezen een gesprek dat ergens over gaat?",
        "Ik wil kinderen zelf laten schrijven, niet alleen invullen. Hoe begin ik?",
        "Hoe kies ik boeken die bij ons thema passen en toch rijk zijn?",
    ),
    Discipline.MEDIA_ART: (
        "Hoe maak ik met weinig apparaten toch een filmles voor iedereen?",
        "Ik wil dat kinderen leren kijken naar beelden, niet alleen maken.",
        "Hoe houd ik het bij het idee en niet bij de techniek?",
    ),
    Discipline.HERITAGE: (
        "Hoe gebruik ik de buurt als bron, dicht bij school?",
        "Ik wil een voorwerp laten vertellen, in plaats van zelf te vertellen.",
        "Hoe verbind ik erfgoed aan de geschiedenisles die we al hebben?",
    ),
}
STARTING_POINTS = (
    "Geeft de lessen uit de methode zoals ze er staan. Zoekt ruimte om er zelf iets van te maken.",
    "Heeft veel ideeën en vindt de organisatie lastig. Sterk in de wiebelkring.",
    "Gaf dit vak nog niet eerder zelf. Kijkt graag eerst een les mee.",
    "Werkt graag met thema's en wil dit vak daar een vaste plek in geven.",
    "Voelt zich thuis in dit vak en wil leren loslaten: minder voordoen, meer vragen.",
)
GOALS = {
    Discipline.DANCE: (
        "Ik bouw een dansles op van onderzoeken naar vormgeven, met één duidelijke opdracht per stap.",
        "Ik gebruik muziek en stilte om de groep te sturen.",
    ),
    Discipline.DRAMA: (
        "Ik begin een dramales met een rol voor mezelf en speel mee.",
        "Ik geef een spelopdracht met een probleem erin, zodat er iets te spelen valt.",
    ),
    Discipline.MUSIC: (
        "Ik zing elke week twee liederen met de groep en durf zelf in te zetten.",
        "Ik laat kinderen in tweetallen een ritme bedenken en aan elkaar laten horen.",
    ),
    Discipline.VISUAL_ARTS: (
        "Ik stel tijdens het werken open vragen en wacht op het antwoord.",
        "Ik geef een opdracht die meer dan één goede uitkomst heeft.",
    ),
    Discipline.LITERATURE: (
        "Ik lees voor en stel daarna één vraag waar ik zelf het antwoord niet op weet.",
        "Ik laat kinderen elke week een kwartier vrij schrijven.",
    ),
    Discipline.MEDIA_ART: (
        "Ik laat kinderen eerst een verhaal tekenen voordat ze gaan filmen.",
        "Ik bekijk met de groep één beeld lang en stel daar vragen bij.",
    ),
    Discipline.HERITAGE: (
        "Ik begin een les met een voorwerp of een plek, en pas daarna met het verhaal.",
        "Ik laat kinderen een bewoner uit de buurt vragen stellen.",
    ),
}
FLEXIBLE_GOAL = "Ik maak van onze eigen methode vaker een omkeerles: ik kies, verkort en draai de volgorde om."
WENT_WELL = (
    "Je begon met een vraag in plaats van met uitleg. Je zag dat iedereen meteen iets wilde proberen.",
    "De opdracht was klein en helder. Daardoor durfden ook de voorzichtige kinderen.",
    "Je nam de tijd om te kijken voordat je hielp. Er ontstonden vijf heel verschillende oplossingen.",
    "Met je fluisterstart ging de overgang van kring naar werken soepel.",
    "Je gebruikte de les uit de methode, en liet weg wat niet nodig was. Dat gaf rust.",
    "Het slotgesprek ging over keuzes en niet over mooi of lelijk. Kinderen luisterden echt naar elkaar.",
)
LEARNT = (
    "Een stiltetel na een vraag levert meer op dan doorvragen.",
    "Minder voordoen geeft meer eigen ideeën. Even stil zijn is genoeg.",
    "Een beperking in de opdracht maakt het makkelijker om te beginnen.",
    "De groep kan meer zelf dan gedacht, als de stappen duidelijk zijn.",
    "Tussendoor even samen kijken helpt meer dan aan het eind alles bespreken.",
)
NEXT_STEPS = (
    "De volgende les geef jij het begin, ik neem het midden over en we sluiten samen af.",
    "Kies één les uit de methode en schrap de helft. Die bereiden we samen voor.",
    "Probeer de verwondervraag deze week ook bij een ander vak.",
    "Schrijf drie vragen op die je tijdens het werken wilt stellen.",
    "Laat twee kinderen vertellen hoe ze begonnen zijn. Meer hoeft het slot niet te zijn.",
)
REACTIONS = (
    "Fijn, zo'n terugleesmoment. Ik heb het wachten vandaag al geprobeerd bij rekenen.",
    "Klopt, zie ik op dit terugleesmoment. Het begin vond ik spannend, daarna ging het vanzelf.",
    "Na dit terugleesmoment wil ik de volgende keer graag weer samen beginnen.",
    "Dank je voor het terugleesmoment. Ik ga met de openingsvraag verder.",
)
MATERIALS = (
    ("Muziek in de kring", Discipline.MUSIC),
    ("Liedbundel van de school", Discipline.MUSIC),
    ("Beeldend stap voor stap", Discipline.VISUAL_ARTS),
    ("Map beeldend van het team", Discipline.VISUAL_ARTS),
    ("Spelend leren, map drama", Discipline.DRAMA),
    ("Bewegen op muziek, map dans", Discipline.DANCE),
    ("Boekenkast van het thema", Discipline.LITERATURE),
    ("Kijken naar film, lesbrieven", Discipline.MEDIA_ART),
    ("Canon van de eigen buurt", Discipline.HERITAGE),
)
TRAININGS = (
    ("Procesgericht werken in de kunstvakken", None),
    ("Zingen met je groep", Discipline.MUSIC),
    ("Kijken en bespreken: wat zie je?", Discipline.VISUAL_ARTS),
    ("Spel als werkvorm", Discipline.DRAMA),
    ("De buurt als bron", Discipline.HERITAGE),
    ("Bewegend leren", Discipline.DANCE),
)
