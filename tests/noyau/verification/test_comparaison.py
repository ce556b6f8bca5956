from qualepref.noyau.verification.comparaison import compare_extraits
from qualepref.noyau.verification.modele import Extrait, Ligne


def build(*textes, images=()):
    return Extrait("pdf", tuple(Ligne("page 1", t) for t in textes), images)


def test_deux_documents_pareils_n_ont_aucune_difference():
    assert compare_extraits(build("a", "12 %"), build("a", "12\xa0%")) == ()


def test_un_chiffre_change_se_distingue_d_un_mot():
    chiffre, mot = compare_extraits(
        build("Appels", "91,5 % (719 / 786)", "fin", "atteinte"),
        build("Appels", "97,5 % (719 / 786)", "fin", "tenue"),
    )

    assert (chiffre.attendu, chiffre.trouve, chiffre.chiffre) == (
        "91,5 % (719 / 786)",
        "97,5 % (719 / 786)",
        True,
    )
    assert chiffre.contexte[:2] == ("91,5 % (719 / 786)", "Appels")
    assert not mot.chiffre


def test_une_ligne_ajoutee_ou_retiree_est_dite():
    (ajoutee,) = compare_extraits(build("a"), build("a", "100 %"))
    (retiree,) = compare_extraits(build("a", "100 %"), build("a"))

    assert (ajoutee.attendu, ajoutee.trouve) == ("", "100 %")
    assert (retiree.attendu, retiree.trouve) == ("100 %", "")


def test_un_dessin_change_sous_le_meme_texte_est_dit():
    (alteration,) = compare_extraits(build("a", images=("x",)), build("a", images=("y",)))

    assert (alteration.lieu, alteration.chiffre) == ("page 1", True)


def test_une_page_retiree_ne_fait_pas_dire_que_les_suivantes_ont_change():
    pages = [Ligne(f"page {n}", texte) for n, texte in enumerate(("a", "b", "c"), 1)]
    restent = (pages[0], Ligne("page 2", "c"))

    alterations = compare_extraits(
        Extrait("pdf", tuple(pages), ("x", "y", "z")), Extrait("pdf", restent, ("x", "z"))
    )

    assert [(a.lieu, a.attendu, a.trouve) for a in alterations] == [
        ("page 2", "b", ""),
        ("document", "3 pages", "2 pages"),
    ]
