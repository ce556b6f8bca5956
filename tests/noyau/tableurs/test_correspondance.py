"""Headings are matched to fields; what is in doubt is asked, never guessed."""

from qualepref.noyau.tableurs.champs import Champ
from qualepref.noyau.tableurs.correspondance import Origine, propose_correspondance


CHAMPS = (
    Champ("numero", "Numéro", obligatoire=True),
    Champ("recue_le", "Reçue le", synonymes=("Date de réception",), obligatoire=True),
    Champ("repondue_le", "Répondue le", synonymes=("Date de réponse",)),
    Champ("attente_le", "Réponse d'attente le", synonymes=("Date de réponse d'attente",)),
)


def test_propose_correspondance_ignore_accents_casse_et_ponctuation():
    trouvee = propose_correspondance(["N°", "DATE DE RECEPTION :"], CHAMPS)

    assert trouvee.colonnes == {"numero": 0, "recue_le": 1}
    assert {a.origine for a in trouvee.associations} == {Origine.EXACTE}
    assert trouvee.complete


def test_propose_correspondance_rapproche_une_faute_de_frappe():
    trouvee = propose_correspondance(["Numero", "Date de recéption"], CHAMPS)

    (association,) = [a for a in trouvee.associations if a.code == "recue_le"]
    assert association.score >= 84


def test_propose_correspondance_ne_confond_pas_reponse_et_attente():
    entetes = ["Numéro", "Reçue le", "Date de réponse d’attente", "Date de réponse"]

    assert propose_correspondance(entetes, CHAMPS).colonnes == {
        "numero": 0,
        "recue_le": 1,
        "attente_le": 2,
        "repondue_le": 3,
    }


def test_propose_correspondance_lit_la_seconde_ligne_d_un_entete_double():
    trouvee = propose_correspondance(["Demande – Numéro", "Demande – Reçue le"], CHAMPS)

    assert trouvee.colonnes == {"numero": 0, "recue_le": 1}


def test_propose_correspondance_prefere_l_intitule_entier_a_sa_seconde_ligne():
    champs = (Champ("a", "Date"), Champ("b", "Réponse – Date"))

    trouvee = propose_correspondance(["Demande – Date", "Réponse – Date"], champs)

    assert trouvee.colonnes == {"a": 0, "b": 1}


def test_propose_correspondance_ne_choisit_pas_entre_deux_colonnes_egales():
    trouvee = propose_correspondance(["Numéro", "Reçue le", "Date de réception"], CHAMPS)

    assert "recue_le" not in trouvee.colonnes
    assert str(trouvee.manquantes[0]) == (
        "« Reçue le » : choisir la colonne parmi « Reçue le », « Date de réception »."
    )


def test_propose_correspondance_signale_un_champ_obligatoire_manquant():
    trouvee = propose_correspondance(["Reçue le", "Météo"], CHAMPS)

    assert [d.champ.code for d in trouvee.manquantes] == ["numero"]
    assert not trouvee.complete
    assert trouvee.non_reconnues == ("Météo",)


def test_propose_correspondance_rappelle_la_colonne_ecartee_a_la_main():
    trouvee = propose_correspondance(["Numéro", "Reçue le", "Visa"], CHAMPS, memoire={"Visa": ""})

    assert trouvee.complete
    assert trouvee.non_reconnues == ("Visa",)


def test_propose_correspondance_suggere_les_intitules_voisins_d_un_champ_manquant():
    trouvee = propose_correspondance(["Numéros attribués", "Reçue le"], CHAMPS)

    assert trouvee.manquantes[0].candidats == ("Numéros attribués",)


def test_propose_correspondance_suit_la_memoire_avant_tout():
    memoire = {"Reçue le": "repondue_le", "Arrivée": "recue_le"}

    trouvee = propose_correspondance(["Numéro", "Reçue le", "arrivee"], CHAMPS, memoire=memoire)

    assert trouvee.colonnes == {"numero": 0, "repondue_le": 1, "recue_le": 2}
    assert trouvee.build_memoire()["Reçue le"] == "repondue_le"


def test_propose_correspondance_laisse_de_cote_ce_que_la_memoire_ecarte():
    trouvee = propose_correspondance(["Numéro", "Reçue le"], CHAMPS, memoire={"Numéro": ""})

    assert "numero" not in trouvee.colonnes


def test_propose_correspondance_oublie_une_memoire_d_un_champ_disparu():
    trouvee = propose_correspondance(["Numéro", "Reçue le"], CHAMPS, memoire={"Numéro": "ancien"})

    assert trouvee.colonnes["numero"] == 0
