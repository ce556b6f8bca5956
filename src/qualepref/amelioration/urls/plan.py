from django.urls import path

from qualepref.amelioration.views import actions, plan


urlpatterns = [
    path("sites/<slug:code>/plan/", plan.plan, name="plan"),
    path("sites/<slug:code>/plan/tableau/", plan.tableau, name="plan_tableau"),
    path("sites/<slug:code>/plan/echeances/", plan.echeances, name="plan_echeances"),
    path("sites/<slug:code>/plan/idees/", plan.idees, name="plan_idees"),
    path("sites/<slug:code>/plan/nouvelle/", actions.nouvelle, name="action_nouvelle"),
    path("sites/<slug:code>/plan/<int:pk>/", actions.action, name="action"),
    path("sites/<slug:code>/plan/<int:pk>/corriger/", actions.corriger, name="action_corriger"),
    path("sites/<slug:code>/plan/<int:pk>/etat/", actions.changer_etat, name="action_etat"),
    path("sites/<slug:code>/plan/<int:pk>/deplacer/", plan.deplacer, name="action_deplacer"),
    path("sites/<slug:code>/plan/<int:pk>/supprimer/", actions.supprimer, name="action_supprimer"),
    path("agenda/plan/<str:jeton>.ics", plan.agenda, name="plan_agenda"),
]
