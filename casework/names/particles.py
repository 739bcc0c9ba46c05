"""Words around a name that are not the name: titles, articles, particles, usual abbreviations."""

# Said before a name and written by whoever likes to: الحاج محمد = Mohamed.
TITLES = frozenset(
    "الحاج حاج الحاجة حاجة الحاجه سي سيدي مولاي لالة لالا للا لاله الفقيه فقيه السيد السيدة الانسة "
    "الاستاذ الدكتور haj hadj hajj elhaj lhaj elhadj lhadj hajja hadja elhajja lhajja si sidi moulay mly my "
    "lalla lala fqih fkih lfqih mr mme mlle monsieur madame mademoiselle dr docteur".split()
)
# A word of its own that only points: El Idrissi = Idrissi, Ez Zahra = Zahra.
ARTICLES = frozenset("ال el al l es ec ech er ed en ez et".split())
# "Son of", "people of", "father of", "servant of": one word with what follows, written apart or glued.
# Those of one kind stand for one another in another language: بن علي, Ou Ali, Ould Ali.
SON, DAUGHTER, PEOPLE, FATHER, SERVANT = "son", "daughter", "people", "father", "servant"
PARTICLES = {
    **dict.fromkeys("بن ابن بل ولد اولاد او و ben bel bin ibn ould ouled oulad ou u".split(), SON),
    **dict.fromkeys("بنت bent bint".split(), DAUGHTER),
    **dict.fromkeys("ايت آيت نايت اد ايد بني ait aith at nait id bni beni".split(), PEOPLE),
    **dict.fromkeys("بو ابو bou bu abou abu".split(), FATHER),
    **dict.fromkeys("عبد abd abdel abdal abdul abdou abde abder abdes abdel".split(), SERVANT),
}
# Glued to the rest of the word often enough to be looked for there: Benali, Aitelhaj, Abdelkader.
GLUED = {
    "بن": SON,
    "ايت": PEOPLE,
    "آيت": PEOPLE,
    "بو": FATHER,
    "عبد": SERVANT,
    "ben": SON,
    "ait": PEOPLE,
    "bou": FATHER,
    "abd": SERVANT,
}
# Med El Fassi on a receipt is Mohamed El Fassi on the card.
ABBREVIATIONS = {"med": "mohamed", "md": "mohamed", "mohd": "mohamed", "mhd": "mohamed", "fz": "fatima zahra"}
# Amazigh pet forms that also stand alone on papers: a person must look (موحى is one محمد among others).
PET_FORMS = {"moha": "mohamed", "mouh": "mohamed", "moh": "mohamed", "mohand": "mohamed", "muh": "mohamed"}
