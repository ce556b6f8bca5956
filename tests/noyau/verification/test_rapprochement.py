"""A document laid out otherwise: its figures against ours, whatever the lines."""

from qualepref.noyau.verification.modele import Extrait, Ligne
from qualepref.noyau.verification.rapprochement import compare_formes


TEXTE = (
    "Les appels de l’année", "Taux d’appels aboutis", "91,5 %", "719 / 786", "90 %",
    "Le délai moyen de réponse aux courriels est de 2,5 jours ouvrés.", "Référence QP-0123456789ab",
)  # fmt: skip


def word(*textes):
    return Extrait("docx", tuple(Ligne("texte", t) for t in textes))


def printed(*pages):
    """Return a PDF of these pages, each a list of lines under one heading and above its number."""
    return Extrait(
        "pdf",
        tuple(
            Ligne(f"page {n}", t)
            for n, lignes in enumerate(pages, 1)
            for t in ("Préfecture", *lignes, f"Page {n}")
        ),
    )


def pages(*lignes):
    return printed(lignes[:2], lignes[2:3], lignes[3:])


def test_les_memes_chiffres_autrement_mis_en_lignes_concordent():
    proche = compare_formes(
        word(*TEXTE),
        pages(
            "Les appels de", "l’année", "Taux d’appels aboutis 91,5 % 719 / 786 90 %",
            "Le délai moyen de réponse aux", "courriels est de 2,5 jours ouvrés. Référence", "QP-0123456789ab",
        ),
    )  # fmt: skip

    assert (proche.alterations, proche.ajouts, proche.absentes) == ((), (), 0)
    assert [x.texte for x in proche.concordantes] == [TEXTE[2], TEXTE[3], TEXTE[4], TEXTE[5]]


def test_un_chiffre_change_est_dit_avec_sa_page_et_ce_qui_le_precede():
    lignes = ("Les appels de l’année Taux d’appels", "aboutis 97,5 % 719 / 786 90 %", *TEXTE[5:])

    proche = compare_formes(word(*TEXTE), pages(*lignes))

    (alteration,) = proche.alterations
    assert (alteration.lieu, alteration.attendu, alteration.trouve) == (
        "page 1", "91,5 %", "97,5 %",
    )  # fmt: skip
    assert "Taux d’appels aboutis" in alteration.contexte
    assert "91,5 %" not in [x.texte for x in proche.concordantes]


def test_des_mots_changes_ne_sont_pas_des_chiffres_changes():
    lignes = [t.replace("moyen", "médian") for t in TEXTE]

    proche = compare_formes(word(*TEXTE), pages(*lignes))

    assert proche.alterations == ()
    assert len(proche.concordantes) == 4


def test_ce_qui_manque_se_compte_et_ce_qui_s_ajoute_se_lit():
    ajout = "Et 12 agents de plus que prévu."

    ajoute = compare_formes(word(*TEXTE), pages(*TEXTE[:5], ajout, *TEXTE[5:]))
    retire = compare_formes(word(*TEXTE), pages(*TEXTE[:4], *TEXTE[6:]))

    assert [a.trouve for a in ajoute.ajouts] == [ajout]
    assert (ajoute.absentes, ajoute.alterations) == (0, ())
    assert (retire.absentes, retire.alterations, retire.ajouts) == (2, (), ())


def test_57_et_57_0_sont_un_meme_nombre_et_moins_3_n_est_pas_3():
    csv = Extrait("csv", (Ligne("ligne 2, A", "57,0"), Ligne("ligne 2, B", "-3")))

    pareil = compare_formes(csv, Extrait("xlsx", (Ligne("f", "57"), Ligne("f", "-3"))))
    autre = compare_formes(csv, Extrait("xlsx", (Ligne("f", "57.0"), Ligne("f", "3"))))

    assert pareil.alterations == ()
    assert [(a.attendu, a.trouve) for a in autre.alterations] == [("-3", "3")]


def test_la_marque_seule_n_est_pas_un_chiffre_concordant():
    assert compare_formes(word(TEXTE[6]), word(TEXTE[6])).concordantes == ()
