import datetime as dt
import io

import pikepdf
import pypdfium2
import pytest
from docx import Document as DocumentWord
from icalendar import Calendar

from comites.usines import (
    JOUR,
    QUATORZE_HEURES,
    build_comite,
    build_membre,
    build_reunion,
    build_suite,
)
from enquetes.usines import build_campagne, build_retour
from qualepref.amelioration.models import Action
from qualepref.comites.enums import PresenceNotee, Qualite
from qualepref.comites.operations.reunions import record_seance
from qualepref.comites.queries.comites import list_ordre_du_jour
from qualepref.comites.rendering.chiffres import render_chiffres
from qualepref.comites.rendering.compte_rendu import draft_compte_rendu, render_docx, render_pdf
from qualepref.comites.rendering.convocation import render_convocation, render_ics, say_duree
from usines import build_site


pytestmark = pytest.mark.django_db
LE = dt.date(2022, 9, 1)
TEXTE = (
    "## 1. Enquêtes\n\n- 91,5 % (43 / 47)\n- <script>alert(1)</script>\n\n### Avis\n\nFavorable."
)


@pytest.fixture
def reunion():
    return build_reunion(build_comite(build_site()))


def draft(reunion, chiffres=None):
    return draft_compte_rendu(
        reunion,
        places=list_ordre_du_jour(reunion),
        presences=reunion.presences.select_related("membre"),
        suites=list(reunion.suites.select_related("membre", "modele")),
        chiffres=chiffres or {},
    )


def test_le_brouillon_reprend_tout_ce_qui_a_ete_note(reunion):
    membre = build_membre(reunion.comite, nom="Petit", prenom="Jeanne")
    build_membre(reunion.comite)
    excuse = build_membre(reunion.comite, qualite=Qualite.INVITES, organisation="PIMMS")
    presences = dict.fromkeys(
        reunion.comite.membres.values_list("pk", flat=True), PresenceNotee.PRESENT
    )
    premier = reunion.points.first()
    record_seance(
        reunion,
        notes={premier.pk: "Le comité salue la démarche."},
        presences=presences | {excuse.pk: PresenceNotee.EXCUSE},
        tenue=True,
        par="ref",
        le=JOUR,
    )
    build_suite(reunion, point=premier, membre=membre)
    build_suite(reunion, nature="avis", texte="Bilan clair.", reponse="Merci.")

    texte = draft(reunion, {"indicateurs": ["Taux : 91,5 % (43 / 47)"]})

    assert "- Association de consommateurs : CLCV (2)" in texte
    assert "## Étaient excusés\n\n- PIMMS" in texte
    assert "Le comité salue la démarche." in texte
    assert "### Propositions\n\n- Afficher les délais à l’accueil. (CLCV)" in texte
    assert "- Taux : 91,5 % (43 / 47)" in texte
    assert "- Bilan clair. – Suite : Merci." in texte
    assert "Petit" not in texte


def test_le_pdf_est_accessible_et_porte_le_texte_tel_quel(reunion):
    reunion.compte_rendu = TEXTE

    contenu = render_pdf(reunion, le=LE)

    with pikepdf.open(io.BytesIO(contenu)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "Comité local des usagers" in str(pdf.docinfo.Title)
    texte = read_texte(contenu)
    assert "Enquêtes" in texte
    assert "<script>" in texte


def read_texte(contenu):
    document = pypdfium2.PdfDocument(contenu)
    try:
        textes = []
        for page in document:
            couche = page.get_textpage()
            textes.append(couche.get_text_bounded().replace("\u200b", ""))
            couche.close()
        return "\n".join(textes)
    finally:
        document.close()


def test_le_document_word_a_des_titres_et_des_listes_de_styles(reunion):
    reunion.compte_rendu = TEXTE + "\x0b"

    lu = DocumentWord(io.BytesIO(render_docx(reunion)))

    styles = {p.text: p.style.name for p in lu.paragraphs}
    assert styles["1. Enquêtes"] == "Heading 1"
    assert styles["Avis"] == "Heading 2"
    assert styles["<script>alert(1)</script>"] == "List Bullet"
    assert lu.core_properties.language == "fr-FR"
    page = lu.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert 'w:val="en-US"' not in lu.styles.element.xml


def test_la_convocation_dit_quand_ou_et_quoi_avec_ce_qui_est_du(reunion):
    build_suite(reunion, echeance=dt.date(2022, 12, 31), texte="Ouvrir\nplus tard")
    suivante = build_reunion(reunion.comite, debut=dt.datetime(2023, 6, 29, 12, 30, tzinfo=dt.UTC))

    texte = render_convocation(suivante, places=list_ordre_du_jour(suivante))

    assert "29\u00a0juin 2023 à 14\u00a0h\u00a030, Salle Chopin" in texte
    assert "Durée prévue : 2 h." in texte
    assert (
        "   - Réunion du 30/06/2022, proposition : Ouvrir plus tard (attendu pour le 31/12/2022)"
        in texte
    )


def test_l_agenda_se_relit(reunion):
    ics = render_ics(reunion, places=list_ordre_du_jour(reunion), adresse="qualite.test", le=LE)

    evenement = Calendar.from_ical(ics).walk("VEVENT")[0]
    assert evenement.decoded("dtstart") == QUATORZE_HEURES
    assert evenement.decoded("dtend") - evenement.decoded("dtstart") == dt.timedelta(minutes=120)
    assert evenement["location"] == "Salle Chopin"
    assert evenement["uid"] == f"reunion-{reunion.pk}@qualite.test"
    assert "7. Questions" in evenement["description"]


def test_un_texte_hostile_n_ajoute_pas_de_ligne_a_l_agenda(reunion):
    reunion.lieu = "Salle\r\nATTENDEE:mailto:x@y.fr"

    ics = render_ics(reunion, places=[], adresse="qualite.test", le=LE)

    assert b"\nATTENDEE" not in ics


@pytest.mark.parametrize(("minutes", "dit"), [(45, "45 minutes"), (60, "1 h"), (90, "1 h 30")])
def test_une_duree_se_dit_en_heures(minutes, dit):
    assert say_duree(minutes) == dit


def test_les_chiffres_du_plan_portent_leur_denominateur(reunion):
    site = reunion.comite.pilote
    fini = {"commencee_le": dt.date(2022, 1, 1), "terminee_le": dt.date(2022, 2, 1)}
    for n, (etat, valeurs) in enumerate(
        (
            ("fait", fini),
            ("fait", fini),
            ("en_cours", {"commencee_le": dt.date(2022, 1, 1)}),
            ("abandonne", {"terminee_le": dt.date(2022, 2, 1), "motif_abandon": "Sans objet"}),
        )
    ):
        Action.objects.create(
            site=site, reference=f"A{n}", titre="Agir", source="clu", etat=etat,
            inscrite_le=dt.date(2022, 1, 1), **valeurs,
        )  # fmt: skip

    (ligne,) = render_chiffres(reunion, le=LE)["plan"]

    assert "4 actions (2 faites, 1 en cours, 1 abandonnée)" in ligne
    assert "66,7\u202f% (2 / 3 actions, hors abandons)" in ligne.replace("\u00a0%", "\u202f%")


def test_les_chiffres_des_enquetes_closes_portent_leur_base(reunion):
    site = reunion.comite.pilote
    campagne = build_campagne(
        site, ouverte_le=dt.date(2022, 1, 3), fermee_le=dt.date(2022, 5, 31), seuil=3
    )
    build_campagne(site, titre="Encore ouverte")
    for reponse in ("tres_satisfaisant", "tres_satisfaisant", "pas_satisfaisant"):
        build_retour(campagne, {"courtoisie": reponse}, jour=dt.date(2022, 2, 1))

    lignes = render_chiffres(reunion, le=LE)["enquetes"]

    assert lignes[0].startswith("Point d’accueil numérique 2022 : 3 retours")
    assert any("(2 / 3 avis)" in ligne for ligne in lignes)
    assert not any("Encore ouverte" in ligne for ligne in lignes)


def test_sous_le_seuil_le_comite_lit_combien_ont_repondu_sans_pourcentage(reunion):
    campagne = build_campagne(
        reunion.comite.pilote, ouverte_le=dt.date(2022, 1, 3), fermee_le=dt.date(2022, 5, 31)
    )
    for reponse in ("tres_satisfaisant", "tres_satisfaisant", "pas_satisfaisant"):
        build_retour(campagne, {"courtoisie": reponse}, jour=dt.date(2022, 2, 1))

    lignes = render_chiffres(reunion, le=LE)["enquetes"]

    assert any("nombre de réponses non significatif (3 réponses" in ligne for ligne in lignes)
    assert not any("%" in ligne for ligne in lignes)
