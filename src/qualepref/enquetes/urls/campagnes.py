from django.urls import path

from qualepref.enquetes.views import adresses, campagnes, questionnaires


SITE = "sites/<slug:code>/enquetes/"
UNE = f"{SITE}<int:pk>/"
FORMES = f"{SITE}questionnaires/"

urlpatterns = [
    path(SITE, campagnes.enquetes, name="enquetes"),
    path(f"{SITE}nouvelle/", campagnes.nouvelle, name="enquete_nouvelle"),
    path(UNE, campagnes.campagne, name="enquete"),
    path(f"{UNE}modifier/", campagnes.modifier, name="enquete_modifier"),
    path(f"{UNE}ouvrir/", campagnes.ouvrir, name="enquete_ouvrir"),
    path(f"{UNE}clore/", campagnes.clore, name="enquete_clore"),
    path(f"{UNE}reprendre/", campagnes.reprendre, name="enquete_reprendre"),
    path(f"{UNE}supprimer/", campagnes.supprimer, name="enquete_supprimer"),
    path(f"{UNE}cibles/", campagnes.cibles, name="enquete_cibles"),
    path(f"{UNE}apercu/", questionnaires.apercu, name="enquete_apercu"),
    path(f"{UNE}adresses/nouvelle/", adresses.ajouter, name="enquete_adresse_ajouter"),
    path(f"{UNE}adresses/<slug:adresse>/fermer/", adresses.fermer, name="enquete_adresse_fermer"),
    path(
        f"{UNE}adresses/<slug:adresse>/rouvrir/", adresses.rouvrir, name="enquete_adresse_rouvrir"
    ),
    path(f"{UNE}adresses/<slug:adresse>/affiche.pdf", adresses.affiche, name="enquete_affiche"),
    path(f"{UNE}papier/<slug:langue>.pdf", adresses.papier, name="enquete_papier"),
    path(FORMES, questionnaires.questionnaires, name="enquete_questionnaires"),
    path(f"{FORMES}deposer/", questionnaires.deposer, name="enquete_questionnaire_deposer"),
    path(f"{FORMES}<slug:empreinte>/", questionnaires.questionnaire, name="enquete_questionnaire"),
    path(
        f"{FORMES}<slug:empreinte>/export/<slug:extension>/",
        questionnaires.exporter,
        name="enquete_questionnaire_export",
    ),
]
