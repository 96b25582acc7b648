"""Who stands in the sample votes, and what they say of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stands:
    """A shop that stands: one sentence in large letters, its story, its first year, what it gives away."""

    shop: str
    specialty: Mapping[str, str]
    text: Mapping[str, str]
    since: int | None = None
    sponsors: Mapping[str, str] = field(default_factory=dict)


KORTRIJK = (
    Stands(
        "bakkerij-vandoorne",
        {
            "nl": "Om vier uur brandt hier licht, om zeven uur ruikt de straat naar brood.",
            "fr": "À quatre heures la lumière s’allume, à sept heures la rue sent le pain.",
            "en": "The light goes on at four, and by seven the street smells of bread.",
            "de": "Um vier geht das Licht an, um sieben riecht die Straße nach Brot.",
        },
        {
            "nl": "Ik ben de derde Vandoorne achter deze oven. Mijn zuurdesem is ouder dan mijn dochter en krijgt meer aandacht, zegt ze. Wie op zaterdag vroeg is, mag aan de deur van het atelier komen kijken.\nWat overblijft, gaat om zes uur naar de buurtkoelkast op Overleie. Er blijft niet veel over.",
            "fr": "Je suis le troisième Vandoorne derrière ce four. Mon levain est plus vieux que ma fille et reçoit plus d’attention, dit-elle. Le samedi matin, on peut venir regarder à la porte de l’atelier.\nCe qui reste part à six heures au frigo partagé d’Overleie. Il ne reste pas grand-chose.",
            "en": "I am the third Vandoorne at this oven. What is left at six goes to the shared fridge in Overleie. There is never much left.",
            "de": "Ich bin der dritte Vandoorne an diesem Ofen. Was um sechs übrig ist, kommt in den Kühlschrank der Nachbarschaft. Viel ist das nie.",
        },
        since=1934,
        sponsors={
            "nl": "het brood van gisteren, elke avond, voor de buurtkoelkast op Overleie",
            "fr": "le pain de la veille, chaque soir, pour le frigo partagé d’Overleie",
            "en": "yesterday’s bread, every evening, for the shared fridge in Overleie",
            "de": "das Brot von gestern, jeden Abend, für den Kühlschrank der Nachbarschaft",
        },
    ),
    Stands(
        "boekhandel-de-letterzetter",
        {
            "nl": "Zeg me welk boek je niet kon wegleggen, ik leg het volgende klaar.",
            "fr": "Dites-moi quel livre vous n’avez pas pu lâcher, je prépare le suivant.",
            "en": "Tell me which book kept you awake, and I will find the next one.",
            "de": "Sag mir, welches Buch dich wach gehalten hat, ich finde das nächste.",
        },
        {
            "nl": "Vroeger stond hier een drukkerij, vandaar de naam en de letterbak aan de muur. Elke eerste dinsdag lezen we voor: om vier uur voor kinderen, om acht uur voor wie ooit kind was.\nBestel je voor de middag, dan ligt je boek er morgen. Dat kan een mens ook, zonder magazijn zo groot als Harelbeke.",
            "fr": "Il y avait ici une imprimerie, d’où le nom et la casse accrochée au mur. Chaque premier mardi, nous lisons à voix haute : à quatre heures pour les enfants, à huit heures pour ceux qui l’ont été.\nCommandé avant midi, le livre est là demain. Pas besoin d’un entrepôt grand comme Harelbeke.",
            "en": "Every first Tuesday we read aloud: at four for children, at eight for whoever was one. Order before noon and your book is here tomorrow.",
            "de": "Jeden ersten Dienstag lesen wir vor: um vier für Kinder, um acht für alle, die einmal eines waren.",
        },
        since=1998,
        sponsors={
            "nl": "een leesclub in het woonzorgcentrum, en boeken voor drie schoolbibliotheken",
            "fr": "un club de lecture à la maison de repos, et des livres pour trois écoles",
            "en": "a reading club in the care home, and books for three school libraries",
            "de": "einen Lesekreis im Pflegeheim und Bücher für drei Schulbibliotheken",
        },
    ),
    Stands(
        "bloemen-sint-maarten",
        {
            "nl": "Geen twee boeketten gelijk, want geen twee weken bloeit hetzelfde.",
            "fr": "Pas deux bouquets pareils, car aucune semaine ne fleurit comme l’autre.",
            "en": "No two bouquets alike, because no two weeks bloom the same.",
            "de": "Kein Strauß gleicht dem anderen, denn keine Woche blüht wie die vorige.",
        },
        {
            "nl": "De helft van mijn bloemen groeit binnen de tien kilometer, bij kwekers die ik bij hun voornaam ken. In de winter is dat minder kleur en meer takken, en ook dat is mooi.\nVoor trouwers en voor wie afscheid neemt maak ik tijd. Koffie staat klaar, haast niet.",
            "fr": "La moitié de mes fleurs poussent à moins de dix kilomètres, chez des producteurs que j’appelle par leur prénom. L’hiver, il y a moins de couleurs et plus de branches, et c’est beau aussi.\nPour les mariages et pour les adieux, je prends le temps. Le café est prêt, sans hâte.",
            "en": "Half of my flowers grow within ten kilometres. For weddings and for farewells I take my time.",
            "de": "Die Hälfte meiner Blumen wächst keine zehn Kilometer von hier. Für Hochzeiten und Abschiede nehme ich mir Zeit.",
        },
    ),
    Stands(
        "kaashuis-groeninge",
        {
            "nl": "Eerst proeven, dan kiezen. Zo doe ik het al eenendertig jaar.",
            "fr": "On goûte d’abord, on choisit ensuite. Depuis trente et un ans.",
            "en": "Taste first, choose later. It has been that way for thirty-one years.",
            "de": "Erst probieren, dann wählen. So halte ich es seit einunddreißig Jahren.",
        },
        {
            "nl": "In mijn kelder rijpen negentig kazen, waarvan twaalf uit West-Vlaanderen. Ik draai ze zelf, elke avond, met de radio aan.\nWeet je het niet? Zeg hoeveel volk er komt en of er iemand bij is die niet van blauw houdt. De rest is mijn werk.",
            "fr": "Nonante fromages s’affinent dans ma cave, dont douze de Flandre occidentale. Je les retourne moi-même, chaque soir, avec la radio.\nVous hésitez ? Dites-moi combien vous serez et si quelqu’un n’aime pas le bleu. Le reste, c’est mon métier.",
            "en": "Ninety cheeses ripen in my cellar, twelve of them from West Flanders. I turn them myself every evening, with the radio on.",
            "de": "In meinem Keller reifen neunzig Käse, zwölf davon aus Westflandern. Ich wende sie selbst, jeden Abend, bei laufendem Radio.",
        },
        since=1971,
    ),
    Stands(
        "fietsen-leiekant",
        {
            "nl": "Een platte band is bij ons een kwartier, geen drama.",
            "fr": "Chez nous, une crevaison prend un quart d’heure, pas plus.",
            "en": "Here a flat tyre takes a quarter of an hour.",
            "de": "Ein Platten dauert bei uns eine Viertelstunde.",
        },
        {
            "nl": "Ik verkoop graag een fiets, maar ik herstel er liever tien. In de werkplaats staat een bak met stukken van fietsen die het niet haalden: vaak zit daar precies in wat jij nodig hebt, voor een prikje.\nStudenten krijgen in september een gratis remcontrole. Niet uit goedheid: ik wil ’s avonds gerust slapen.",
            "fr": "J’aime vendre un vélo, mais je préfère en réparer dix. À l’atelier, une caisse de pièces récupérées contient souvent ce qu’il vous faut, pour trois fois rien.\nEn septembre, je contrôle gratuitement les freins des étudiants. Pas par bonté : je veux dormir tranquille.",
            "en": "I like to sell a bicycle, but I would rather repair ten. Students get their brakes checked for free in September.",
            "de": "Ich verkaufe gern ein Rad, aber ich repariere lieber zehn. Im September prüfe ich die Bremsen der Studierenden umsonst.",
        },
        since=2006,
        sponsors={
            "nl": "herstelde kinderfietsen voor wie er geen kan kopen",
            "fr": "des vélos d’enfants réparés pour qui ne peut en acheter",
            "en": "mended children’s bicycles for families who cannot buy one",
            "de": "reparierte Kinderräder für Familien, die keines kaufen können",
        },
    ),
    Stands(
        "kledij-madeleine",
        {
            "nl": "Ik verkoop je liever niets dan iets wat in de kast blijft hangen.",
            "fr": "Je préfère ne rien vendre que vendre ce qui restera au placard.",
            "en": "I would rather sell you nothing than something you will not wear.",
            "de": "Lieber verkaufe ich nichts als etwas, das im Schrank hängen bleibt.",
        },
        {
            "nl": "Mijn moeder naaide, ik verkoop, en mijn dochter doet de etalage. Alles past of wordt passend gemaakt: een zoom leg ik terwijl jij koffie drinkt.\nMaat 34 hangt hier naast maat 54, gewoon omdat dat op straat ook zo is.",
            "fr": "Ma mère cousait, je vends, ma fille fait la vitrine. Tout va ou finit par aller : l’ourlet se fait pendant votre café.\nLe 34 pend à côté du 54, simplement parce que c’est ainsi dans la rue.",
            "en": "Everything fits, or is made to fit while you drink your coffee. Size 34 hangs next to size 54, as in the street.",
            "de": "Alles passt oder wird passend gemacht, während du Kaffee trinkst. Größe 34 hängt neben Größe 54, wie auf der Straße.",
        },
    ),
    Stands(
        "speelgoed-de-tol",
        {
            "nl": "Alle dozen mogen open. Ook door grote mensen.",
            "fr": "On peut ouvrir toutes les boîtes. Les grands aussi.",
            "en": "Every box may be opened. By grown-ups too.",
            "de": "Jede Schachtel darf aufgemacht werden. Auch von Großen.",
        },
        {
            "nl": "Op woensdag na school staat de lange tafel vol spellen. Wie er geen kent, leert er een; wie er een kent, legt het uit. Zo heb ik al veel mensen elkaar zien ontmoeten.\nKapotte houten treinen maak ik weer heel. Dat kost een tekening voor aan de muur.",
            "fr": "Le mercredi après l’école, la grande table est couverte de jeux. Qui n’en connaît pas en apprend un, qui en connaît un l’explique. J’y ai vu naître bien des amitiés.\nJe répare les trains en bois. Cela coûte un dessin pour le mur.",
            "en": "On Wednesdays the long table is full of games. Broken wooden trains I mend for the price of a drawing.",
            "de": "Mittwochs liegt der lange Tisch voller Spiele. Kaputte Holzzüge repariere ich für eine Zeichnung.",
        },
    ),
    Stands(
        "platenzaak-overleie",
        {
            "nl": "Kom voor één plaat, blijf voor de tweede kant.",
            "fr": "Venez pour un disque, restez pour la face B.",
            "en": "Come for one record, stay for the other side.",
            "de": "Komm für eine Platte, bleib für die B-Seite.",
        },
        {
            "nl": "Hier staat geen algoritme maar een zetel. Je legt op wat je wilt, en als iemand anders in de winkel knikt, heb je er een vriend bij.\nEen hele bak is voor groepen van hier: van repetitiekot tot voorprogramma. Ik neem er niets op.",
            "fr": "Ici, pas d’algorithme mais un fauteuil. Vous mettez ce que vous voulez, et si quelqu’un hoche la tête, vous avez un ami de plus.\nUn bac entier est pour les groupes d’ici, de la cave de répétition à la première partie. Je ne prends rien dessus.",
            "en": "There is no algorithm here, there is a chair. A whole bin is for bands from here, and I take nothing on those.",
            "de": "Hier gibt es keinen Algorithmus, sondern einen Sessel. Ein ganzes Fach gehört den Bands von hier.",
        },
    ),
    Stands(
        "groenten-en-zo",
        {
            "nl": "Vraag gerust wat je ermee kunt doen, ik kook elke dag.",
            "fr": "Demandez-moi comment le préparer, je cuisine tous les jours.",
            "en": "Ask me what to do with it, I cook every day.",
            "de": "Frag ruhig, was man daraus macht, ich koche jeden Tag.",
        },
        {
            "nl": "Om vijf uur sta ik op de vroegmarkt in Roeselare, om negen uur ligt alles in de rekken. Kromme wortels leg ik vooraan: die smaken zoals de rechte en kosten minder.\nDe soep van de dag staat op het bord. Het recept ook, want geheimen zijn voor taarten.",
            "fr": "À cinq heures je suis au marché matinal de Roulers, à neuf heures tout est en rayon. Les carottes tordues sont devant : même goût, moins chères.\nLa soupe du jour est au tableau. La recette aussi, car les secrets, c’est pour les tartes.",
            "en": "Crooked carrots lie in front: they taste like straight ones and cost less. The soup of the day is on the board, with its recipe.",
            "de": "Krumme Möhren liegen vorn: Sie schmecken wie gerade und kosten weniger. Das Rezept der Suppe steht an der Tafel.",
        },
    ),
    Stands(
        "ijssalon-polaire",
        {
            "nl": "Twaalf smaken, en elke week één die je nog nooit geproefd hebt.",
            "fr": "Douze parfums, et chaque semaine un que vous n’avez jamais goûté.",
            "en": "Twelve flavours, and every week one you have never tasted.",
            "de": "Zwölf Sorten, und jede Woche eine, die du nie probiert hast.",
        },
        {
            "nl": "Ik draai elke ochtend vers, met melk van een boer in Marke. Peer met rozemarijn kwam van een klant van acht jaar. Ze krijgt nog altijd gratis ijs.\nIn november trek ik de wafelijzers uit de kast. De Grote Markt heeft dan ook recht op warmte.",
            "fr": "Je turbine chaque matin, avec le lait d’un fermier de Marke. La poire au romarin est l’idée d’une cliente de huit ans. Elle a toujours sa glace gratuite.\nEn novembre, je sors les fers à gaufres. La Grand-Place a droit à un peu de chaleur.",
            "en": "Pear with rosemary was the idea of a customer of eight. She still gets her ice cream for free.",
            "de": "Birne mit Rosmarin war die Idee einer achtjährigen Kundin. Sie bekommt ihr Eis bis heute umsonst.",
        },
        since=1959,
        sponsors={
            "nl": "een hoorntje voor elk kind op de laatste schooldag",
            "fr": "un cornet pour chaque enfant le dernier jour d’école",
            "en": "a cone for every child on the last day of school",
            "de": "ein Eis für jedes Kind am letzten Schultag",
        },
    ),
    Stands(
        "wijnhandel-broeltorens",
        {
            "nl": "Bij elke fles hoort een verhaal, en ik vertel het kort.",
            "fr": "Chaque bouteille a son histoire, et je la raconte brièvement.",
            "en": "Every bottle has a story, and I keep it short.",
            "de": "Zu jeder Flasche gehört eine Geschichte, und ich erzähle sie kurz.",
        },
        {
            "nl": "Ik koop alleen bij wijnboeren waar ik zelf op het veld stond. Dat zijn er achtendertig, en ja, dat was hard werken.\nVan acht euro tot ver daarboven: zeg wat je kookt en wat je wilt geven, dan vinden we iets. Ook zonder alcohol, en dat meen ik.",
            "fr": "Je n’achète que chez des vignerons dont j’ai vu les vignes. Ils sont trente-huit et, oui, ce fut un dur travail.\nDe huit euros à bien davantage : dites ce que vous cuisinez et votre budget, nous trouverons. Sans alcool aussi, et je suis sérieuse.",
            "en": "I only buy from growers whose fields I have stood in. There are thirty-eight of them, and yes, that was hard work.",
            "de": "Ich kaufe nur bei Winzern, in deren Weinberg ich selbst stand. Es sind achtunddreißig, und ja, das war harte Arbeit.",
        },
    ),
)
GENK = (
    Stands(
        "vennestraat-barista",
        {
            "nl": "Koffie zoals mijn nonno hem zette, toen hij van de ploeg kwam.",
            "fr": "Le café de mon nonno, quand il rentrait de la mine.",
        },
        {
            "nl": "Hij kwam in 1956 uit Abruzzo om onder de grond te werken. Boven de grond zette hij koffie voor de hele gang. Ik doe het laatste nog altijd, met zijn potje in de etalage.",
            "fr": "Il est venu des Abruzzes en 1956 pour travailler sous terre. En haut, il faisait le café pour tout le coron. Je continue, avec sa cafetière en vitrine.",
        },
        since=2014,
        sponsors={
            "nl": "koffie voor de vrijwilligers van de repaircafés",
            "fr": "le café des bénévoles des repair cafés",
            "en": "coffee for the volunteers of the repair cafés",
            "de": "Kaffee für die Freiwilligen der Repair-Cafés",
        },
    ),
    Stands(
        "kruidenier-molenplein",
        {
            "nl": "Kom om het uur: dan komt het platbrood uit de oven.",
            "fr": "Venez à l’heure pile : le pain plat sort du four.",
        },
        {
            "nl": "Negen soorten olijven, vier talen aan de kassa en één regel: wie proeft, mag ook nee zeggen. Op vrijdag maak ik dolma zoals mijn schoonmoeder, of toch bijna.",
            "fr": "Neuf sortes d’olives, quatre langues à la caisse et une règle : qui goûte peut dire non. Le vendredi, je fais des dolmas comme ma belle-mère, ou presque.",
        },
    ),
    Stands(
        "boekencafe-c-mine",
        {
            "nl": "Een boek, een kom soep en niemand die je wegkijkt.",
            "fr": "Un livre, un bol de soupe, et personne pour vous presser.",
        },
        {
            "nl": "Onder de schachtbok staan nu zesduizend boeken die al eens gelezen zijn. Breng er twee, neem er een mee. De soep wisselt elke dag, de kapotte zetel al jaren niet.",
            "fr": "Sous le chevalement, six mille livres déjà lus. Apportez-en deux, emportez-en un. La soupe change chaque jour, le fauteuil troué jamais.",
        },
    ),
)
ZOUTLEEUW = (
    Stands(
        "bakkerij-sint-leonardus",
        {
            "nl": "Peperkoek van drie generaties. Het recept ligt in de kluis, de koek op de toog.",
            "fr": "Le pain d’épices de trois générations. La recette est au coffre, le gâteau au comptoir.",
        },
        {
            "nl": "Op maandag ben ik toe, behalve voor wie jarig is. Klop op de achterdeur in de Vincent Betsstraat, dan staat er een taart.",
            "fr": "Fermé le lundi, sauf pour les anniversaires. Frappez à la porte de derrière, il y aura une tarte.",
        },
        since=1951,
    ),
    Stands(
        "kaasboerderij-het-vinne",
        {
            "nl": "Mijn geiten hebben namen. Mijn kazen ook.",
            "fr": "Mes chèvres ont un nom. Mes fromages aussi.",
        },
        {
            "nl": "Van de wei aan het Vinne tot de toog is het honderd meter. Kom op zondag om vier uur: dan mag je helpen melken en weet je waarom jonge kaas zo zacht smaakt.",
            "fr": "Du pré au bord du Vinne au comptoir, il y a cent mètres. Venez le dimanche à quatre heures aider à la traite : vous saurez pourquoi le fromage frais est si doux.",
        },
        since=1987,
        sponsors={
            "nl": "een schoolboerderij, twee ochtenden per week",
            "fr": "une ferme pédagogique, deux matins par semaine",
            "en": "a school farm, two mornings a week",
            "de": "einen Schulbauernhof, zwei Vormittage pro Woche",
        },
    ),
)
CITIES = {"kortrijk": KORTRIJK, "genk": GENK, "zoutleeuw": ZOUTLEEUW}
