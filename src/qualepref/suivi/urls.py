from django.http import HttpResponse
from django.urls import path


urlpatterns = [path("sites/<slug:code>/", lambda request, code: HttpResponse(), name="site")]
