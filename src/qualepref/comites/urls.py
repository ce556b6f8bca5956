from django.urls import path

from qualepref.comites.views import comites, reunions, seances, suites


SITE = "sites/<slug:code>/comites/"
UN = f"{SITE}<int:pk>/"
REUNION = f"{UN}reunions/<int:reunion>/"
SUITE = f"{REUNION}suites/<int:suite>/"

urlpatterns = [
    path(SITE, comites.comites, name="comites"),
    path(f"{SITE}nouveau/", comites.nouveau, name="comite_nouveau"),
    path(f"{SITE}suites/", suites.tableau, name="comites_suites"),
    path(UN, comites.comite, name="comite"),
    path(f"{UN}modifier/", comites.modifier, name="comite_modifier"),
    path(f"{UN}supprimer/", comites.supprimer, name="comite_supprimer"),
    path(f"{UN}membres/nouveau/", comites.membre_nouveau, name="comite_membre_nouveau"),
    path(f"{UN}membres/<int:membre>/", comites.membre, name="comite_membre"),
    path(
        f"{UN}membres/<int:membre>/retirer/", comites.membre_retirer, name="comite_membre_retirer"
    ),
    path(f"{UN}reunions/nouvelle/", reunions.nouvelle, name="reunion_nouvelle"),
    path(REUNION, reunions.reunion, name="reunion"),
    path(f"{REUNION}modifier/", reunions.modifier, name="reunion_modifier"),
    path(f"{REUNION}supprimer/", reunions.supprimer, name="reunion_supprimer"),
    path(f"{REUNION}ordre-du-jour/", reunions.ordre_du_jour, name="reunion_ordre_du_jour"),
    path(f"{REUNION}convocation/", reunions.convocation, name="reunion_convocation"),
    path(f"{REUNION}convocation.ics", reunions.agenda, name="reunion_agenda"),
    path(f"{REUNION}seance/", seances.seance, name="reunion_seance"),
    path(f"{REUNION}compte-rendu/", seances.compte_rendu, name="reunion_compte_rendu"),
    path(f"{REUNION}compte-rendu.pdf", seances.compte_rendu_pdf, name="reunion_pdf"),
    path(f"{REUNION}compte-rendu.docx", seances.compte_rendu_docx, name="reunion_docx"),
    path(f"{REUNION}publier/", seances.publier, name="reunion_publier"),
    path(f"{REUNION}suites/nouvelle/", suites.nouvelle, name="reunion_suite_nouvelle"),
    path(SUITE, suites.suite, name="reunion_suite"),
    path(f"{SUITE}supprimer/", suites.supprimer, name="reunion_suite_supprimer"),
    path(f"{SUITE}action/", suites.action, name="reunion_suite_action"),
]
