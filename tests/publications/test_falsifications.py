"""A figure changed in any of our files is named; a file made from ours says so; what came since, too."""

import io
import json

import docx
import pptx
import pytest

from chiffres import LE, count
from documents import build_docx
from publications.falsification import alter_valeur
from qualepref.noyau.verification.lecture import read_document
from qualepref.publications.models import Instantane, Publication
from qualepref.publications.operations.publications import publish_documents, withdraw_publication
from qualepref.publications.queries.instantanes import Portee
from qualepref.publications.rendering.verification import verify_document
from qualepref.publications.rules.verification import Conclusion
from usines import CLERMONT, build_site


LIBELLE, VALEUR = "Taux d’appels aboutis", "70\N{NO-BREAK SPACE}%"


def publish(site, *genres, motif=""):
    """Publish 2022 and return the files, by name."""
    publiees = publish_documents(
        site, annee=2022, genres=list(genres), motif=motif, par="essai", le=LE
    )
    return {f.nom: bytes(f.octets) for p in publiees for f in p.fichiers.all()}


@pytest.fixture
def fichiers(nantes, appels, courriels):
    return publish(nantes, "bilan", "support")


def alter_docx(octets):
    document, sortie = docx.Document(io.BytesIO(octets)), io.BytesIO()
    rangees = [r for t in document.tables for r in t.rows if r.cells[0].text == LIBELLE]
    cellule = next(c for r in rangees for c in r.cells if c.text == VALEUR)
    cellule.paragraphs[0].runs[0].text = "97\N{NO-BREAK SPACE}%"
    document.save(sortie)
    return sortie.getvalue()


def alter_pptx(octets):
    deck, sortie = pptx.Presentation(io.BytesIO(octets)), io.BytesIO()
    tables = [f.table for s in deck.slides for f in s.shapes if f.has_table]
    rangees = [r for t in tables for r in t.rows if r.cells[0].text.startswith(LIBELLE)]
    cellule = next(c for r in rangees for c in r.cells if VALEUR in c.text)
    cellule.text_frame.paragraphs[0].runs[0].text = "97\N{NO-BREAK SPACE}%"
    deck.save(sortie)
    return sortie.getvalue()


def alter_texte(octets, ancien, nouveau):
    """Change a value the first time it follows the name of the figure."""
    texte = octets.decode()
    debut = texte.index(ancien, texte.index(LIBELLE))
    return f"{texte[:debut]}{nouveau}{texte[debut + len(ancien) :]}".encode()


def test_un_chiffre_change_est_nomme_dans_chaque_genre_de_fichier(fichiers):
    pdf, faux_pdf = alter_valeur(fichiers["bilan.pdf"], VALEUR)
    changes = {
        "bilan.pdf": (pdf, VALEUR, faux_pdf),
        "bilan.docx": (alter_docx(fichiers["bilan.docx"]), VALEUR, "97\N{NO-BREAK SPACE}%"),
        "support.pptx": (alter_pptx(fichiers["support.pptx"]), VALEUR, "97\N{NO-BREAK SPACE}%"),
        "bilan.html": (
            alter_texte(fichiers["bilan.html"], VALEUR, "97\N{NO-BREAK SPACE}%"), "70", "97",
        ),
        "indicateurs.csv": (alter_texte(fichiers["indicateurs.csv"], "3000", "3900"), "3000", "3900"),
        "indicateurs.json": (
            alter_texte(fichiers["indicateurs.json"], '"numerateur": 2100', '"numerateur": 2900'),
            "2100", "2900",
        ),
    }  # fmt: skip

    for nom, (octets, juste, faux) in changes.items():
        verification = verify_document(octets, nom=nom)
        (constat,) = verification.constats
        assert (verification.conclusion, verification.document) == (Conclusion.ALTERE, nom)
        assert (juste in constat.attendu, faux in constat.trouve, constat.chiffre) == (
            True, True, True,
        ), (nom, constat)  # fmt: skip
        assert LIBELLE in constat.sujet, (nom, constat)
        if nom.endswith("docx"):
            assert verification.phrase.startswith("Document modifié")
            assert verification.reference in verification.phrase
            assert "1 chiffre diffère" in verification.phrase
        assert len(verification.concordances) > 5


def test_un_document_fait_du_notre_dit_sa_marque_et_ses_chiffres(fichiers):
    lignes = [x.texte for x in read_document(fichiers["bilan.docx"]).lignes if not x.annexe]
    paires = [" ".join(lignes[rang : rang + 2]) for rang in range(0, len(lignes), 2)]
    rang = next(r for r, texte in enumerate(paires) if VALEUR in texte)
    faux = [*paires[:rang], paires[rang].replace(VALEUR, "97 %"), *paires[rang + 1 :]]

    juste = verify_document(build_docx(*paires))
    modifie = verify_document(build_docx(*faux))

    assert (juste.conclusion, juste.faux, juste.ajouts) == (Conclusion.DERIVE, 0, ())
    assert "n’est aucun des fichiers publiés" in juste.phrase
    assert juste.reference in juste.phrase
    assert (modifie.conclusion, modifie.faux) == (Conclusion.DERIVE, 1)
    (constat,) = modifie.constats
    assert VALEUR.replace("\N{NO-BREAK SPACE}", " ") in constat.attendu
    assert "97 %" in constat.trouve
    assert len(modifie.concordances) == len(juste.concordances) - 1


def test_un_rectificatif_et_ce_qu_il_remplace_se_disent(nantes, appels):
    ancien = publish(nantes, "donnees")["impact.csv"]
    count(nantes, "appels_recus", 202204, 500, "standard")
    count(nantes, "appels_perdus", 202204, 100, "standard")
    nouveaux = publish(nantes, "donnees", motif="Avril manquait.")
    derniere = Publication.objects.get(erratum_de__isnull=False)

    avant = verify_document(ancien)
    apres = verify_document(nouveaux["impact.csv"])

    assert "rectifiée depuis" in avant.publie[0]
    (recente,) = avant.recentes
    assert (recente.site, recente.publication) == (nantes.pk, derniere.pk)
    assert derniere.instantane.reference in recente.phrase
    assert "rectificatif de celle du 31/01/2023" in apres.publie[0]
    assert "Avril manquait" in apres.publie[0]
    assert apres.recentes == ()


def test_ce_que_verifie_un_ecran_reste_a_son_site_et_a_ce_qui_est_public(nantes, appels):
    fichiers = publish(nantes, "donnees")
    faux = fichiers["datapackage.json"].replace(b"2022", b"2021", 1)
    ailleurs, public = Portee(build_site(**CLERMONT)), Portee(nantes, public=True)

    assert verify_document(fichiers["impact.csv"], portee=ailleurs).conclusion in (
        Conclusion.INCONNU, Conclusion.SANS_REFERENCE,
    )  # fmt: skip
    assert verify_document(faux, portee=public).constats
    assert verify_document(fichiers["datapackage.json"], portee=public).publie
    withdraw_publication(Publication.objects.get(), motif="Fuite.", par="essai", le=LE)

    retiree = verify_document(faux, portee=public)
    assert (retiree.conclusion, retiree.constats) == (Conclusion.NON_COMPARABLE, ())
    assert "retirée depuis" in retiree.publie[0]
    assert verify_document(faux, portee=Portee(nantes)).constats


def test_un_instantane_d_une_autre_version_qui_n_a_rien_de_comparable_le_dit(nantes, appels):
    publish(nantes, "donnees")
    instantane = Instantane.objects.get()
    brut = json.loads(instantane.contenu) | {"format": 0}
    Instantane.objects.filter(pk=instantane.pk).update(contenu=json.dumps(brut))

    verification = verify_document(build_docx(f"Référence {instantane.reference}", "Rien d’autre"))

    assert verification.conclusion is Conclusion.NON_COMPARABLE
    assert "au format 0" in verification.phrase


def test_une_reference_repetee_mille_fois_ne_lasse_pas(nantes, appels):
    publish(nantes, "donnees")
    reference = Instantane.objects.get().reference
    fausses = "\n".join(f"QP-{n:012x}" for n in range(3_000))

    verification = verify_document(f"Code;Réf\n{reference};{reference}\n{fausses}".encode())

    assert verification.reference == reference
