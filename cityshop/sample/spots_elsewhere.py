"""Invented places of Genk and Zoutleeuw."""

from cityshop.sample.spots import Spot, Terrace

GENK = (
    Spot(
        "Café De Schacht", "cafe", "Stadsplein 4", 50.96560, 5.50060, "Mo-Su 09:00-22:00",
        "Koffie zo zwart als de kolen van toen.", "Un café noir comme le charbon d’antan.",
        "coffee", Terrace(48, covered=True), "yes", "089 55 01 04",
    ),
    Spot(
        "Trattoria Winterslag", "restaurant", "Vennestraat 58", 50.97730, 5.48450, "Tu-Su 11:30-14:30,17:30-22:00",
        "Nonna’s ragù, driemaal per dag geroerd.", "Le ragoût de la nonna, remué trois fois par jour.",
        "vegetables", Terrace(30), "yes", "089 55 02 58",
    ),
    Spot(
        "Baklava & Zo", "shop", "Vennestraat 91", 50.97790, 5.48380, "Mo-Sa 08:00-19:00; Su 09:00-18:00",
        "Veertig laagjes, één hap.", "Quarante couches, une bouchée.", "bread", None, "yes",
    ),
    Spot(
        "IJs op C-mine", "ice_cream", "C-mine 10", 50.98310, 5.48790, "Apr-Sep Mo-Su 12:00-20:00; Oct-Mar We,Sa-Su 13:00-17:00",
        "Met zicht op de schachtbok.", "Avec vue sur le chevalement.", "ice-cream", Terrace(20), "yes",
    ),
    Spot(
        "Frituur De Kolenspoor", "fast_food", "Europalaan 22", 50.96410, 5.49880, "Mo-Su 11:30-22:00; We off",
        "Twee keer gebakken, drie keer geprezen.", "Cuites deux fois, vantées trois fois.",
        "frites", Terrace(10), "limited",
    ),
    Spot(
        "Molenvijverpark", "green", "Grotestraat", 50.96300, 5.50450, "24/7",
        "Een watermolen, een vijver, en eenden die iedereen kennen.",
        "Un moulin à eau, un étang, et des canards qui connaissent tout le monde.", "plants", None, "yes",
    ),
)  # fmt: skip

ZOUTLEEUW = (
    Spot(
        "In de Leeuw van Zout", "cafe", "Grote Markt 3", 50.83330, 5.10350, "We-Mo 10:00-21:00",
        "Bruin café naast de halle, met taart op zondag.", "Café brun près de la halle, tarte le dimanche.",
        "coffee", Terrace(32), "yes", "011 55 01 03",
    ),
    Spot(
        "Taverne De Vinne", "restaurant", "Ossenwegstraat 70", 50.84420, 5.11600, "Th-Su 11:00-21:00",
        "Eerst rond het meer, dan aan tafel.", "D’abord le tour du lac, ensuite à table.",
        "vegetables", Terrace(70, covered=True), "yes", "011 55 02 70",
    ),
    Spot(
        "Provinciedomein Het Vinne", "green", "Ossenwegstraat 70", 50.84510, 5.11720, "24/7",
        "Het grootste binnenmeer van Vlaanderen, en je hoort er vooral riet.",
        "Le plus grand lac naturel de Flandre, et l’on n’y entend que les roseaux.", "plants", None, "yes",
    ),
    Spot(
        "Hoeve-ijs Budingen", "ice_cream", "Sint-Truidensesteenweg 210", 50.86020, 5.09880, "Apr-Oct We-Su 13:00-19:00; Nov-Mar Su 14:00-18:00",
        "De koeien kijken mee terwijl je kiest.", "Les vaches vous regardent choisir.",
        "ice-cream", Terrace(24), "limited",
    ),
    Spot(
        "Bakkerij Sint-Leonardus", "shop", "Stationsstraat 12", 50.83250, 5.10520, "Tu-Sa 06:30-18:00; Su 06:30-12:30",
        "Zoutleeuwse mastellen, elke ochtend om halfzeven.", "Des mastelles tièdes dès six heures et demie.",
        "bread", None, "no",
    ),
)  # fmt: skip
