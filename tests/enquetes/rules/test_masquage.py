"""The scrubber on a fixed corpus: what it must propose, and what it must leave alone."""

import time
from pathlib import Path

import pytest
from django.conf import settings

from qualepref.enquetes.rules.masquage import find_masques, mask_texte, split_texte
from qualepref.noyau.questionnaires.remarques import load_remarques


LEXIQUE = load_remarques(Path(settings.QUESTIONNAIRES)).lexique

# However long a text: a remark is bounded, an imported one may not be.
SECONDES = 5
# A passage to mask stands between ‹ and ›, with what it is.
A_MASQUER = (
    "Merci à ‹nom:Sophie› pour sa patience.",
    "Merci à Madame ‹nom:Dupont› du guichet 4.",
    "madame ‹nom:Dupont› a été désagréable",
    "Mme ‹nom:dupont› est très bien",
    "Mme. ‹nom:Le Goff› m’a bien reçue.",
    "Monsieur ‹nom:de La Tour› m’a répondu.",
    "M. ‹nom:Diallo›, toujours aimable.",
    "M ‹nom:Martin› était absent.",
    "Mr ‹nom:benali› ne m’a pas regardé",
    "Mlle ‹nom:Nguyen Thi› a pris le temps.",
    "L’agent ‹nom:Durand› m’a mal parlé.",
    "L’agente ‹nom:Nathalie› est formidable.",
    "Le médiateur ‹nom:Karim› m’a tout expliqué.",
    "La conseillère ‹nom:B. Petit› m’a aidé.",
    "La personne s’appelle ‹nom:Yacoub›.",
    "Mon nom est ‹nom:Okonkwo› et j’attends.",
    "Je soussigné ‹nom:DUPONT Jean› demande une réponse.",
    "‹nom:Jean-Pierre Marchand› attend depuis six mois.",
    "Mon mari ‹nom:Ahmed› n’a pas pu entrer.",
    "‹nom:Claire Fontaine› est une agente en or.",
    "Docteur ‹nom:Ben Salem› attend son titre.",
    "MADAME ‹nom:DUPONT› EST TRES DESAGREABLE AVEC LES GENS",
    "MERCI A ‹nom:FATIMA› QUI EST TRES GENTILLE AVEC NOUS",
    "Rappelez-moi au ‹téléphone:06 12 34 56 78›.",
    "Tél. ‹téléphone:0612345678›",
    "Joignable au ‹téléphone:02.40.41.20.20› le matin",
    "mon numéro ‹téléphone:+33 6 12 34 56 78› merci",
    "mon numéro ‹téléphone:+33(0)6 12 34 56 78› merci",
    "appelez le ‹téléphone:0033612345678›",
    "famille au ‹téléphone:+213 661 23 45 67›",
    "Écrivez à ‹courriel:jean.dupont@orange.fr›, merci.",
    "Mon adresse : ‹courriel:fatou75@yahoo.co.uk›",
    "jointe par ‹courriel:marie arobase free point fr›",
    "‹courriel:paul (at) exemple.org›",
    "Mon numéro étranger ‹numéro:9903012345› est inconnu.",
    "AGDREF ‹numéro:75 03 12 34 56›",
    "dossier ‹numéro:4403123456› sans nouvelles",
    "Dossier n° ‹numéro:2022-A4521› perdu.",
    "référence : ‹numéro:44-2021-00123›",
    "immatriculé ‹numéro:AB-123-CD›",
    "plaque ‹numéro:ab 123 cd› refusée",
    "ancienne plaque ‹numéro:123 ABC 44›",
    "passeport ‹numéro:12AB34567› égaré",
    "carte d’identité ‹numéro:X4RTBPFW4›",
    "ancienne carte ‹numéro:880692310285›",
    "sécu ‹numéro:2 84 05 44 109 123 45›",
    "sécu ‹numéro:184052A10912345›",
    "remboursez sur ‹numéro:FR76 3000 6000 0112 3456 7890 189›",
    "J’habite ‹adresse:12 rue de Strasbourg, 44000 Nantes›.",
    "J’habite au ‹adresse:3 bis, avenue Jean Jaurès›.",
    "au ‹adresse:27 rue des lilas›",
    "chez moi, ‹adresse:5 place du Commerce›",
    "mon nom est ‹nom:Traoré›, ‹adresse:8 allée des Tanneurs›, ‹téléphone:07 11 22 33 44›",
)
A_LAISSER = (
    "Préfecture de Nantes",
    "Point d’accueil numérique",
    "Le Point d’accueil de la Préfecture de Nantes est bien signalé.",
    "Accueil très satisfaisant, merci.",
    "Madame la Préfète devrait venir voir.",
    "Monsieur le Préfet,",
    "Monsieur Le Préfet, venez attendre avec nous.",
    "Madame, Monsieur, bonjour.",
    "La dame du guichet 3 est aimable.",
    "Les agents de la Sous-préfecture de Saint-Nazaire sont aimables.",
    "Une agente Accueil m’a orienté.",
    "L’agent A et l’agent B se contredisent.",
    "On me dit d’attendre, me voilà reparti.",
    "mme la préfète n’est jamais là",
    "J’attends depuis le 12/05/2022, soit 45 jours.",
    "Rendez-vous le 3 mai 2022 à 14h30 au guichet 12.",
    "Vu le 12 MAI 22 seulement.",
    "Deux heures d’attente pour 3 minutes au guichet.",
    "Le 3939 ne répond jamais.",
    "Le 0 806 001 620 est saturé.",
    "J’ai payé 225 euros pour mon titre de séjour.",
    "La rue de Strasbourg est bruyante.",
    "Place Jean Jaurès, aucun stationnement.",
    "Il manque 2 places assises et 1 chemin piéton.",
    "Le bureau de la rue Pierre Curie est fermé.",
    "Saint Pierre et Miquelon est loin.",
    "Claire et rapide, la réponse est parfaite.",
    "Rose pâle, les murs dépriment.",
    "TRES BON ACCUEIL A LA PREFECTURE, MERCI",
    "MADAME LA PREFETE, TROP D’ATTENTE",
    "M’a dit de revenir. Ma demande est perdue.",
    "Le site de l’ANTS est en panne depuis 2021.",
    "CNI et passeport obtenus en 10 jours.",
    "Le passeport est arrivé en 3 semaines.",
    "demande de titre faite en 2022",
    "Permis B obtenu.",
    "France Services m’a aidé.",
    "Ouvrir de 9h00 à 16h30, du lundi au vendredi.",
    "Note : 8/10",
    "100 % satisfait",
)


def read_attendus(phrase):
    """Return a sentence of the corpus without its marks, and the passages to mask."""
    texte, attendus = "", []
    for morceau in phrase.replace("›", "‹").split("‹"):
        genre, deux_points, passage = morceau.partition(":")
        if deux_points and genre in ("nom", "téléphone", "courriel", "numéro", "adresse"):
            attendus.append((genre, passage))
            texte += passage
        else:
            texte += morceau
    return texte, attendus


@pytest.mark.parametrize("phrase", A_MASQUER)
def test_masques_proposes(phrase):
    texte, attendus = read_attendus(phrase)

    trouves = [(str(m.genre), texte[m.debut : m.fin]) for m in find_masques(texte, LEXIQUE)]

    assert trouves == attendus


@pytest.mark.parametrize("texte", A_LAISSER)
def test_aucune_fausse_alerte(texte):
    assert find_masques(texte, LEXIQUE) == ()


def test_le_texte_masque_dit_ce_qui_manque():
    texte = "Merci à Mme Dupont, mon numéro : 06 12 34 56 78."

    masque = mask_texte(texte, find_masques(texte, LEXIQUE))

    assert masque == "Merci à Mme [nom], mon numéro : [téléphone]."


def test_le_texte_masque_ne_propose_plus_rien():
    for phrase in A_MASQUER:
        texte, _ = read_attendus(phrase)

        masque = mask_texte(texte, find_masques(texte, LEXIQUE))

        assert find_masques(masque, LEXIQUE) == (), masque


@pytest.mark.parametrize("phrase", A_MASQUER)
def test_les_morceaux_redonnent_le_texte(phrase):
    texte, _ = read_attendus(phrase)

    morceaux = split_texte(texte, find_masques(texte, LEXIQUE))

    assert "".join(m.texte for m in morceaux) == texte


@pytest.mark.parametrize(
    "texte", ["", " ", "9" * 50_000, "a@" * 5_000, "1 rue " * 2_000, "M. " * 5_000]
)
def test_un_texte_hostile_est_lu_sans_attendre(texte):
    debut = time.process_time()

    find_masques(texte, LEXIQUE)

    assert time.process_time() - debut < SECONDES
