"""Bad input: which file, sheet, row, column, why, what to do; and nothing half-written."""

import pytest

from fichiers import CSV, FAUTIFS, LE, build_million_de_lignes_vides
from qualepref.noyau.tableurs.erreurs import FichierRefuseError
from qualepref.suivi.models import Comptage, CorrespondanceRetenue, Demande
from qualepref.suivi.operations.imports import (
    ColonneInconnueError,
    ColonnesManquantesError,
    EnteteADesignerError,
    FichierDonne,
    apply_import,
    check_import,
)
from qualepref.suivi.queries.champs import RegistreInconnuError


LOCALISES = [f for f in FAUTIFS if f.place]
REFUS_ENTIERS = (FichierRefuseError, ColonnesManquantesError, EnteteADesignerError)
ENTIERS = [f for f in FAUTIFS if not f.place]


@pytest.fixture
def donne(tmp_path):
    def build(contenu, nom="registre.csv", registre="courriers", **options):
        chemin = tmp_path / nom
        chemin.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
        return FichierDonne(chemin, registre, **options)

    return build


def apply(site, donne, maintenant):
    return apply_import(site, donne=donne, par="essai", le=LE, maintenant=maintenant)


@pytest.mark.parametrize("fautif", LOCALISES, ids=lambda f: f.id)
def test_check_import_dit_ou_pourquoi_et_que_faire(nantes, sejour, donne, fautif):
    bilan = check_import(nantes, donne=donne(fautif.contenu, fautif.nom, fautif.registre), le=LE)

    erreur = bilan.erreurs[-1]
    assert fautif.motif in erreur.motif
    assert (erreur.ligne, erreur.lettre_colonne) == fautif.place
    assert erreur.remede.endswith((".", "?", "…"))
    assert bilan.difference is None


@pytest.mark.parametrize("fautif", ENTIERS, ids=lambda f: f.id)
def test_check_import_refuse_le_fichier_entier(nantes, donne, fautif):
    with pytest.raises(REFUS_ENTIERS) as refus:
        check_import(nantes, donne=donne(fautif.contenu, fautif.nom, fautif.registre), le=LE)

    assert fautif.motif in str(refus.value)
    assert fautif.nom in str(refus.value)


@pytest.mark.parametrize("fautif", LOCALISES, ids=lambda f: f.id)
def test_apply_import_n_ecrit_rien_d_un_fichier_fautif(nantes, sejour, donne, maintenant, fautif):
    bilan = apply(nantes, donne(fautif.contenu, fautif.nom, fautif.registre), maintenant)

    assert not bilan.applique
    assert not Demande.objects.exists()
    assert not Comptage.objects.exists()
    assert not CorrespondanceRetenue.objects.exists()


def test_une_seule_ligne_fautive_retient_les_autres(nantes, donne, maintenant):
    bonnes = "".join(f"C-{n};;;01/03/2022;\n" for n in range(20))

    apply(nantes, donne(f"{CSV}{bonnes}C-21;;;02/03/2022;01/03/2022\n"), maintenant)

    assert not Demande.objects.exists()


def test_toutes_les_fautes_sont_dites_a_la_fois(nantes, donne):
    fichier = donne(f"{CSV}C-1;Licornes;;32/01/2022;\nC-2;;;04/03/2022;01/03/2022\nC-2;;;x;\n")

    bilan = check_import(nantes, donne=fichier, le=LE)

    assert [(e.ligne, e.lettre_colonne) for e in bilan.erreurs] == [
        (2, "B"), (2, "D"), (3, "E"), (4, "D"),
    ]  # fmt: skip


def test_un_million_de_lignes_vides_n_empeche_pas_l_import(nantes, sejour, donne):
    bilan = check_import(
        nantes, donne=donne(build_million_de_lignes_vides(), "registre.xlsx"), le=LE
    )

    assert (bilan.lues, bilan.difference.nouvelles) == (1, ("C-1",))


def test_un_tableau_sans_ligne_le_dit(nantes, donne):
    bilan = check_import(nantes, donne=donne(CSV), le=LE)

    assert "rien à importer" in " ".join(bilan.avertissements)


def test_check_import_refuse_une_feuille_inconnue(nantes, sejour, donne):
    fichier = donne(FAUTIFS[0].contenu, "registre.xlsx", feuille="Janvier")

    with pytest.raises(FichierRefuseError, match=r"« Janvier » n’existe pas.*« Courriers »"):
        check_import(nantes, donne=fichier, le=LE)


def test_check_import_refuse_un_registre_inconnu(nantes, donne):
    with pytest.raises(RegistreInconnuError, match="courriers, courriels"):
        check_import(nantes, donne=donne(CSV, registre="fax"), le=LE)


@pytest.mark.parametrize(
    ("colonnes", "motif"),
    [
        ({"Objet": "sujet"}, "Le champ « sujet » n’existe pas"),
        ({"Theme": "objet"}, "La colonne « Theme » n’existe pas"),
    ],
)
def test_check_import_refuse_une_association_impossible(nantes, donne, colonnes, motif):
    with pytest.raises(ColonneInconnueError, match=motif):
        check_import(nantes, donne=donne(CSV, colonnes=colonnes), le=LE)


def test_une_date_impossible_pour_la_base_est_une_erreur_du_fichier(nantes, donne):
    """What the database’s constraints refuse is refused before, with its place."""
    bilan = check_import(nantes, donne=donne(f"{CSV}C-1;;;03/01/2022;01/01/2051\n"), le=LE)

    assert [e.lettre_colonne for e in bilan.erreurs] == ["E"]
