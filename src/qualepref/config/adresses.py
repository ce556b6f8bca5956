"""Addresses no base can look for, refused before any view."""

from django.core.exceptions import BadRequest
from django.http import Http404


NUL = "\0"


def refuse_nuls(get_response):
    """Refuse the null character in an address: PostgreSQL takes none, and nothing of ours has one.

    In the path, the page does not exist; among the parameters, the request is ill-formed. Forms
    refuse it on their own.
    """

    def middleware(request):
        if NUL in request.path_info:
            raise Http404
        if any(NUL in texte for cle in request.GET for texte in (cle, *request.GET.getlist(cle))):
            raise BadRequest
        return get_response(request)

    return middleware
