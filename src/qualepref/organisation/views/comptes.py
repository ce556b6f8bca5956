"""The agent's account: log in, log out, change one's password."""

from django.contrib import messages
from django.contrib.auth import views as auth
from django.urls import reverse_lazy

from qualepref.organisation.forms import ConnexionForm, MotDePasseForm


class Connexion(auth.LoginView):
    template_name = "organisation/connexion.html"
    authentication_form = ConnexionForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        # Django puts the host there under the name that our pages give to the prefecture.
        return {**super().get_context_data(**kwargs), "site": None}


class Compte(auth.PasswordChangeView):
    template_name = "organisation/compte.html"
    form_class = MotDePasseForm
    success_url = reverse_lazy("compte")

    def form_valid(self, form):
        messages.success(self.request, "Votre mot de passe est changé.")
        return super().form_valid(form)

    def get_context_data(self, **kwargs):
        roles = self.request.user.roles.select_related("site", "service").order_by("site", "role")
        return super().get_context_data(roles=roles, **kwargs)
