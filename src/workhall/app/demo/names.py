"""Names for people who do not exist, and for rooms."""

from typing import Final, NamedTuple


class Pool(NamedTuple):
    """First and last names that go together."""

    first: tuple[str, ...]
    last: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _listed(text: str) -> tuple[str, ...]:
    """Names that may have blanks in them, between commas."""
    return tuple(" ".join(name.split()) for name in text.split(","))


DUTCH = Pool(
    _words("""
    Anouk Bram Daan Eva Femke Gijs Hanneke Isa Jelle Joris Koen Lotte Maarten Mila Noor Pim Roos Sanne Sjoerd
    Tess Thijs Zoë
    """),
    _listed("""
    Aalbers, Brinkhof, van der Kamp, Dijkgraaf, Eikelenboom, van Essen, Groothuis, Hogeland, Kuipers, Lammers,
    Meinderts, Oosterling, Postmaker, Ruitenga, Schippers, Terpstra, van Veenen, Wolters, Zandwijk
    """),
)
EUROPEAN = Pool(
    _words("""
    Adriana Agnieszka Bastien Catarina Dario Elif Emre Giulia Henrik Ingrid Jana Kostas Lucía Magnus Marek Nadia
    Oana Petra Rafael Sofia Tomasz Ulrike Yannick
    """),
    _listed("""
    Albrecht, Bianchetti, Carvalheira, Dąbek, Erdoğmuş, Ferrandi, Galanis, Hämmerle, Ionescu-Radu, Jankowiak,
    Kallberg, Lindqvist, Moreau-Petit, Nowicka, Oliveri, Petrakis, Quintela, Rosenthaler, Szymczyk, Tavares,
    Vestergren, Yıldırım
    """),
)
AMERICAN = Pool(
    _words("""
    Aaliyah Brandon Caleb Danielle Deshawn Emily Ethan Grace Hannah Isaiah Jasmine Jordan Kayla Logan Madison
    Marcus Naomi Olivia Quinn Renee Tyler Whitney Xavier
    """),
    _listed("""
    Abernethy, Blackwell, Coleridge, Dunmore, Ellsworth, Fairbanks, Goodwin, Hathorne, Ingersoll, Jeffries,
    Kirkland, Langdon, Merriweather, Northrup, Overby, Pemberton, Ransom, Satterfield, Thornbury, Underhill,
    Winslow, Yarborough
    """),
)
LATIN = Pool(
    _words("""
    Alejandra Andrés Camila Carlos Daniela Diego Esteban Gabriela Inés Javier Julieta Leandro Mariana Mateo
    Paola Renata Santiago Valeria
    """),
    _listed("""
    Aguilera, Bustamante, Cárdenas, Delgadillo, Escobedo, Figueroa, Galván, Herrera, Iturbide, Jaramillo,
    Ledesma, Montoya, Navarrete, Olivares, Pizarro, Quiroga, Restrepo, Saldívar, Urrutia, Villaseñor
    """),
)
AFRICAN = Pool(
    _words("""
    Abena Adaeze Chidi Efua Fatou Ifeoma Kofi Kwame Lindiwe Makena Ngozi Obinna Sipho Thandi Tunde Wanjiru
    Yewande Zola
    """),
    _listed("""
    Abiodun, Boateng, Chukwuma, Diallo, Eze-Okoro, Gyamfi, Kamau, Khumalo, Mensah-Appiah, Mwangi, Ndlovu,
    Nwachukwu, Ochieng, Odhiambo, Okonjo, Owusu, Sesay, Tshabalala
    """),
)
SOUTH_ASIAN = Pool(
    _words("""
    Aarav Aditi Ananya Arjun Deepa Farhan Imran Ishaan Kavya Lakshmi Meera Nikhil Priya Rahul Rohan Sana Shreya
    Vikram Zainab
    """),
    _listed("""
    Acharya, Banerjee, Chakravarti, Deshpande, Fernandopulle, Ghoshal, Iyengar, Jayasuriya, Kulkarni, Mahajan,
    Nambiar, Patwardhan, Qureshi, Raghunathan, Siddiqui, Subramaniam, Thakkar, Venkatesh
    """),
)
EAST_ASIAN = Pool(
    _words("""
    Akira Bao Chiara-Mei Dong-Hyun Emi Haruka Hiroshi Jia Ji-woo Kenji Lan Linh Mei Min-jun Quang Ren Sakura
    Thuy Wei Xiu Yuna
    """),
    _listed("""
    Chen, Đặng, Fujimori, Gao, Hayashida, Huang, Jeong, Kawaguchi, Kim, Lau, Matsunaga, Nakagawa, Nguyễn, Ong,
    Pham, Seo, Shimizu, Tran, Uchida, Xu, Yamanaka, Zhou
    """),
)
PACIFIC = Pool(
    _words("""
    Aroha Bridget Callum Darcy Eloise Finn Hamish Imogen Jarrah Kirra Lachlan Leilani Mason Mereana Niamh Poppy
    Sione Tane Tilly
    """),
    _listed("""
    Ashcroft, Bannister, Cartwright, Drummond, Everingham, Fitzroy, Gallagher, Harrington, Kahurangi, Lockyer,
    McAllister, Ngata, Penhaligon, Rutherglen, Stapleton, Tamahori, Tuilagi, Wainwright
    """),
)

POOLS: Final = {
    "ams": (DUTCH, DUTCH, DUTCH, EUROPEAN, EUROPEAN, SOUTH_ASIAN, AFRICAN, EAST_ASIAN),
    "nyc": (AMERICAN, AMERICAN, AMERICAN, LATIN, LATIN, AFRICAN, SOUTH_ASIAN, EAST_ASIAN),
    "syd": (PACIFIC, PACIFIC, PACIFIC, EAST_ASIAN, EAST_ASIAN, SOUTH_ASIAN, EUROPEAN, LATIN),
}
"""Whom one meets in each building; a pool named more often is met more often."""


class RoomNames(NamedTuple):
    """`short` ones fit on the door of a room for one."""

    long: tuple[str, ...]
    short: tuple[str, ...]


_TREES_AND_BIRDS = RoomNames(
    _words("""
    Linde Beuk Wilg Berk Esdoorn Hazelaar Kastanje Populier Meidoorn Sleedoorn Vlier Lariks Taxus Notelaar
    Kornoelje Liguster Hulst Merel Lijster Reiger Ooievaar Zwaluw Kievit Grutto Tureluur Karekiet Meerkoet
    Lepelaar IJsvogel Roerdomp Wulp Kluut Spreeuw Koekoek Leeuwerik Wielewaal Putter Havik Sperwer Torenvalk
    Stern Bergeend Smient
    """),
    _words("Eik Els Es Iep Fuut Uil Mees Sijs"),
)
_MINERALS = RoomNames(
    _words("""
    Granite Basalt Marble Quartz Garnet Topaz Opal Beryl Copper Cobalt Nickel Silver Schist Gneiss Slate
    Feldspar Mica Pyrite Amber Agate Jasper Onyx Obsidian Pumice Zircon Sapphire Emerald Amethyst Citrine
    Malachite Azurite Fluorite Calcite Dolomite Gypsum Hematite Magnetite Galena Graphite Lapis Bauxite
    """),
    _words("Jade Ruby Iron Zinc Tin Flint Clay Salt"),
)
_NATIVE_PLANTS = RoomNames(
    _words("""
    Banksia Waratah Wattle Grevillea Jarrah Kurrajong Melaleuca Hakea Boronia Lomandra Karri Casuarina Eucalypt
    Correa Dianella Telopea Pandanus Macadamia Quandong Saltbush
    """),
    _words("Fig Gum Fern"),
)

ROOMS: Final = {"ams": _TREES_AND_BIRDS, "nyc": _MINERALS, "syd": _NATIVE_PLANTS}
