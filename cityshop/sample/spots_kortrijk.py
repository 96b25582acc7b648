"""Invented places of Kortrijk: cafés and restaurants first, then sweets, shops, green and fire."""

from cityshop.sample.spots import Spot, Terrace

CAFES_AND_BARS = (
    Spot(
        "Café ’t Belfort", "cafe", "Grote Markt 12", 50.82812, 3.26425, "Mo-Su 08:30-23:00",
        "Onder de klokken van het Belfort. Wie voor tien uur komt, krijgt een speculaasje extra.",
        "Sous le carillon du beffroi. Avant dix heures, un spéculoos de plus.",
        "coffee", Terrace(64, covered=True, heated=True), "yes", "056 55 01 12",
    ),
    Spot(
        "De Klokkenluider", "bar", "Grote Markt 27", 50.82768, 3.26512, "Mo-Th 11:00-24:00; Fr-Sa 11:00-02:00; Su 11:00-22:00",
        "Zestig bieren op de kaart, en de kelner kent ze alle zestig.",
        "Soixante bières à la carte, et le garçon les connaît toutes.",
        "wine", Terrace(80, heated=True, closing_hour="23:30"), "limited", "056 55 01 27",
    ),
    Spot(
        "Koffie Vlas", "cafe", "Vlasmarkt 4", 50.82996, 3.26588, "Tu-Fr 08:00-17:30; Sa-Su 09:00-18:00",
        "Gebrand om de hoek, geschonken op het plein. Havermelk kost niets extra.",
        "Torréfié au coin de la rue, servi sur la place. Le lait d’avoine est offert.",
        "coffee", Terrace(24), "yes", "056 55 02 04",
    ),
    Spot(
        "Bar Ginder", "bar", "Vlasmarkt 9", 50.82984, 3.26634, "We-Th 17:00-24:00; Fr-Sa 16:00-02:00; Su 16:00-22:00",
        "Natuurwijn, vinyl en een avondzon die blijft plakken.",
        "Vin nature, vinyles et un soleil du soir qui s’attarde.",
        "wine", Terrace(30, permit_days=150), "limited",
    ),
    Spot(
        "De Buda Barge", "bar", "Budastraat 31", 50.83240, 3.26545, "Th-Fr 16:00-23:00; Sa 14:00-24:00; Su 12:00-21:00",
        "Een schuit die niet meer vaart en een toog die nooit stilligt.",
        "Une péniche qui ne navigue plus, un comptoir qui ne s’arrête jamais.",
        "wine", Terrace(40, covered=True), "no",
    ),
    Spot(
        "Café De Sluiswachter", "cafe", "Broelkaai 6", 50.83128, 3.26835, "We-Su 10:00-22:00",
        "Kijk naar de Broeltorens met je voeten boven de Leie.",
        "Les tours du Broel en face, les pieds au-dessus de la Lys.",
        "coffee", Terrace(52, covered=True), "yes", "056 55 03 06",
    ),
    Spot(
        "Koffiehuis Het Foyer", "cafe", "Schouwburgplein 3", 50.82648, 3.26438, "Mo-Sa 08:00-18:00; Su 10:00-17:00",
        "Voor de voorstelling, na de voorstelling, en eigenlijk ook in plaats van.",
        "Avant le spectacle, après le spectacle, et parfois à la place.",
        "coffee", Terrace(36, heated=True), "yes", "056 55 04 03",
    ),
    Spot(
        "Estaminet De Tapuit", "bar", "Groeningestraat 22", 50.82842, 3.26880, "Tu-Th 16:00-24:00; Fr 16:00-02:00; Sa 12:00-02:00",
        "Tafelvoetbal, kaas met mosterd, en om twee uur is het echt gedaan.",
        "Baby-foot, fromage à la moutarde, et à deux heures on ferme pour de bon.",
        "wine", Terrace(18), "no", "056 55 05 22",
    ),
    Spot(
        "De Leeszaal", "cafe", "Houtmarkt 11", 50.82838, 3.27145, "Tu-Su 09:30-18:00",
        "Koffie bij een krant van vandaag en een roman van vroeger.",
        "Un café, le journal du jour et un roman d’autrefois.",
        "books", Terrace(16), "yes",
    ),
    Spot(
        "Café Overleie", "bar", "Overleiestraat 40", 50.83480, 3.26462, "Mo-Su 10:00-22:00; We off",
        "Volkscafé met een biljart, een duivenklok en een overdekte koer.",
        "Café populaire avec billard, horloge à pigeons et cour couverte.",
        "wine", Terrace(28, covered=True, heated=True), "limited", "056 55 06 40",
    ),
)  # fmt: skip

RESTAURANTS = (
    Spot(
        "Brasserie Broelzicht", "restaurant", "Broelkaai 2", 50.83106, 3.26790,
        "Mo-Fr 11:30-14:30,17:30-22:00; Sa-Su 11:30-22:00",
        "Stoofvlees van kalfswang, frieten in twee keer gebakken, uitzicht gratis.",
        "Carbonnade de joue de veau, frites cuites deux fois, vue offerte.",
        "vegetables", Terrace(60, heated=True, permit_days=40), "yes", "056 55 07 02", "https://broelzicht.example/",
    ),
    Spot(
        "De Vlasblomme", "restaurant", "Vlasmarkt 14", 50.82978, 3.26575, "We-Fr 12:00-14:00,18:30-21:30; Sa 18:30-22:00; Su 12:00-15:00; PH off",
        "Vijf gangen uit een straal van twintig kilometer. Reserveer voor het weekend.",
        "Cinq services dans un rayon de vingt kilomètres. Réservez pour le week-end.",
        "wine", Terrace(20), "limited", "056 55 08 14",
    ),
    Spot(
        "Osteria Begijnhof", "restaurant", "Begijnhofstraat 5", 50.82932, 3.26690, "Tu-Su 12:00-14:30,18:00-22:00",
        "Verse pasta onder een vijgenboom die van geen winter weet.",
        "Pâtes fraîches sous un figuier qui ignore l’hiver.",
        "vegetables", Terrace(26, covered=True), "yes", "056 55 09 05",
    ),
    Spot(
        "Eethuis Mijn Gedacht", "restaurant", "Overbekeplein 5", 50.82918, 3.26310, "Mo-Fr 11:30-14:00; Th-Sa 18:00-21:30",
        "Eén dagschotel, één dagsoep, en de kok zegt gewoon wat hij ervan vindt.",
        "Un plat du jour, une soupe, et un chef qui dit ce qu’il en pense.",
        "vegetables", Terrace(14), "yes",
    ),
    Spot(
        "Tafel 36", "restaurant", "Doorniksestraat 36", 50.82640, 3.26585, "Tu-Sa 11:30-21:30",
        "Kleine bordjes om te delen. Wie niet deelt, bestelt er twee.",
        "De petites assiettes à partager. Sinon, prenez-en deux.",
        "wine", None, "no", "056 55 10 36",
    ),
    Spot(
        "Zuiderburen", "restaurant", "Rijselsestraat 48", 50.82600, 3.26240, "Mo-Su 12:00-22:00; Tu off",
        "Gegrild in de tuin, ook in november. Er liggen dekens klaar.",
        "Grillades au jardin, même en novembre. Les plaids sont prêts.",
        "vegetables", Terrace(44, covered=True, heated=True), "yes", "056 55 11 48",
    ),
    Spot(
        "Het Schippershuis", "restaurant", "Dolfijnkaai 8", 50.83030, 3.26285, "Th-Mo 11:30-21:00",
        "Paling in ’t groen, en een stoomfluit als de keuken sluit.",
        "Anguille au vert, et un coup de sirène quand la cuisine ferme.",
        "vegetables", Terrace(34, permit_days=-6), "limited", "056 55 12 08",
    ),
    Spot(
        "Sushi Sinksen", "restaurant", "Sint-Jansstraat 19", 50.82625, 3.27080, "Tu-Su 12:00-14:30,17:30-22:00",
        "Rolletjes aan de lopende band, sake uit een soepkom.",
        "Des makis sur tapis roulant, du saké dans un bol à soupe.",
        "vegetables", None, "yes",
    ),
    Spot(
        "Frituur De Steenpoort", "fast_food", "Steenpoort 7", 50.82632, 3.27035, "Mo-Su 11:30-22:30; Tu off",
        "Frieten in een zak van papier, tartaar van de chef.",
        "Des frites dans un cornet, une tartare maison.",
        "frites", Terrace(12), "yes",
    ),
    Spot(
        "’t Gulden Sporenfrietje", "fast_food", "Plein 14", 50.82936, 3.27305, "Mo-Th 11:30-14:00,17:00-22:00; Fr-Su 11:30-23:00",
        "Sinds 1302, of toch bijna. Vegetarische kroketten op vrijdag.",
        "Depuis 1302, ou presque. Croquettes végétariennes le vendredi.",
        "frites", Terrace(20, covered=True), "yes",
    ),
)  # fmt: skip

SWEETS_AND_SHOPS = (
    Spot(
        "IJssalon Polaire", "ice_cream", "Lange Steenstraat 15", 50.82705, 3.26800, "Mar-Oct Mo-Su 12:00-21:00; Nov-Feb We-Su 13:00-18:00",
        "Achttien smaken, waarvan één die je nog niet kent.",
        "Dix-huit parfums, dont un que vous ne connaissez pas encore.",
        "ice-cream", Terrace(18), "yes", "056 55 13 15",
    ),
    Spot(
        "Gelato Graanmarkt", "ice_cream", "Graanmarkt 6", 50.82815, 3.26270, "Apr-Sep Mo-Su 12:00-22:00; Oct-Mar Sa-Su 13:00-18:00",
        "Pistache uit Bronte, aardbeien uit Wevelgem.",
        "Pistaches de Bronte, fraises de Wevelgem.",
        "ice-cream", Terrace(22), "yes",
    ),
    Spot(
        "De IJskar van Buda", "ice_cream", "Buda-eiland", 50.83225, 3.26730, "seizoen, bij mooi weer",
        "Als de bel rinkelt, is hij er. Anders niet.",
        "Quand la cloche sonne, il est là. Sinon, non.",
        "ice-cream", None, "yes",
    ),
    Spot(
        "Wafels Sint-Maarten", "fast_food", "Sint-Maartenskerkhof 2", 50.82842, 3.26645, "Tu-Su 10:00-18:00",
        "Brusselse en Luikse, en één Kortrijkse waar men niet over praat.",
        "Bruxelles, Liège, et une de Courtrai dont on tait la recette.",
        "bread", Terrace(8), "yes",
    ),
    Spot(
        "Bakkerij Vandoorne", "shop", "Doorniksestraat 21", 50.82690, 3.26542, "Tu-Sa 07:00-18:00; Su 07:00-13:00",
        "Zuurdesem van twee nachten, kalletaart op zaterdag.",
        "Levain de deux nuits, tarte aux amandes le samedi.",
        "bread", None, "yes", "056 55 14 21",
    ),
    Spot(
        "Boekhandel De Letterzetter", "shop", "Korte Steenstraat 8", 50.82752, 3.26598, "Mo 13:00-18:00; Tu-Sa 10:00-18:00",
        "Vierduizend boeken en één leeszetel.",
        "Quatre mille livres et un fauteuil.",
        "books", None, "yes",
    ),
    Spot(
        "Bloemen Sint-Maarten", "shop", "Sint-Maartenskerkstraat 5", 50.82818, 3.26605, "Tu-Sa 09:00-18:30; Su 09:30-12:30",
        "Wat vandaag bloeit, in papier van gisteren.",
        "Ce qui fleurit aujourd’hui, dans le papier d’hier.",
        "flowers", None, "limited",
    ),
    Spot(
        "Kaashuis Groeninge", "shop", "Groeningestraat 17", 50.82846, 3.26790, "Tu-Fr 09:00-12:30,13:30-18:30; Sa 09:00-18:00",
        "Negentig kazen, en van elk een proefje.",
        "Nonante fromages, et on goûte avant de choisir.",
        "cheese", None, "no",
    ),
    Spot(
        "Fietsen Leiekant", "shop", "Handboogstraat 30", 50.83145, 3.26335, "Tu-Fr 09:00-12:00,13:00-18:00; Sa 09:00-16:00; PH off",
        "Platte band om negen, weer op weg om tien.",
        "Crevaison à neuf heures, repartie à dix.",
        "bicycle", None, "yes",
    ),
    Spot(
        "Groenten & Zo", "shop", "Overbekeplein 2", 50.82902, 3.26352, "Mo-Sa 08:30-18:00; Su 09:00-12:30",
        "Kromme komkommers zijn even lekker.",
        "Les concombres tordus sont aussi bons.",
        "vegetables", None, "yes",
    ),
    Spot(
        "Platenzaak Overleie", "shop", "Budastraat 22", 50.83180, 3.26495, "We-Sa 11:00-18:30; Su 14:00-18:00",
        "Vinyl met een luisterhoek waar je de tijd vergeet.",
        "Des vinyles et un coin d’écoute hors du temps.",
        "records", None, "limited",
    ),
)  # fmt: skip

GREEN_AND_FIRE = (
    Spot(
        "Begijnhofpark", "green", "Begijnhofpark", 50.82940, 3.26900, "Apr-Sep 07:00-22:00; Oct-Mar 08:00-18:00",
        "Achter een poort die je niet opvalt: gras, stilte en een bank in de zon.",
        "Derrière une porte discrète : de l’herbe, du calme et un banc au soleil.",
        "plants", None, "yes",
    ),
    Spot(
        "Binnentuin Sint-Elisabeth", "green", "Begijnhof", 50.82918, 3.26655, "Tu-Su 07:00-20:00",
        "Kasseien, witte huisjes en rozen. Praat er zacht: er wonen mensen.",
        "Pavés, maisonnettes blanches et roses. Parlez bas, on y habite.",
        "plants", None, "limited",
    ),
    Spot(
        "De Broelpluktuin", "green", "Broelkaai 14", 50.83212, 3.27075, "24/7",
        "Munt, framboos en rabarber: pluk wat je vandaag nodig hebt.",
        "Menthe, framboise, rhubarbe : cueillez ce qu’il vous faut aujourd’hui.",
        "plants", None, "yes",
    ),
    Spot(
        "Groeningepark", "green", "Groeningestraat", 50.82950, 3.27520, "24/7",
        "De poort van 1302, en kinderen die ze elke dag opnieuw veroveren.",
        "La porte de 1302, reprise chaque jour par les enfants.",
        "plants", None, "yes",
    ),
    Spot(
        "Leieboorden Budastrand", "green", "Buda-eiland", 50.83310, 3.26850, "24/7",
        "Zand, ligstoelen en de traagste stroming van Vlaanderen.",
        "Du sable, des transats et le courant le plus lent de Flandre.",
        "plants", None, "limited",
    ),
    Spot(
        "Barbecueplek Buda", "barbecue", "Buda-eiland", 50.83285, 3.26930, "Mo-Su 11:00-22:00",
        "Twee roosters, drie tafels, gratis. Breng kolen mee en neem je afval mee.",
        "Deux grils, trois tables, gratuit. Apportez le charbon, remportez les déchets.",
        "", None, "yes",
    ),
    Spot(
        "Barbecueplek Astridpark", "barbecue", "Astridpark", 50.83225, 3.25760, "Apr-Oct Mo-Su 11:00-21:00; Nov-Mar off",
        "Onder de platanen, met een kraantje vlakbij.",
        "Sous les platanes, un robinet à deux pas.",
        "", None, "yes",
    ),
    Spot(
        "Barbecueplek Albertpark", "barbecue", "Koning Albertpark", 50.83210, 3.27215, "Apr-Oct Mo-Su 11:00-21:00; Nov-Mar off",
        "Grote tafel voor twintig. Wie eerst komt, eerst bakt.",
        "Une grande table pour vingt. Premier arrivé, premier servi.",
        "", None, "limited",
    ),
)  # fmt: skip

KORTRIJK = (*CAFES_AND_BARS, *RESTAURANTS, *SWEETS_AND_SHOPS, *GREEN_AND_FIRE)
