"""Addresses of the improvement work, by subject."""

from qualepref.amelioration.urls import evaluations, formations, plan


urlpatterns = [*plan.urlpatterns, *evaluations.urlpatterns, *formations.urlpatterns]
