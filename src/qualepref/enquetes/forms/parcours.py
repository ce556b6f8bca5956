"""The way through a questionnaire, page after page, given what was answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from qualepref.enquetes.enums import Presentation
from qualepref.enquetes.forms.reponses import ReponsesForm, parse_bruts
from qualepref.noyau.questionnaires.modele import Groupe, Questionnaire
from qualepref.noyau.questionnaires.reponses import (
    FauteReponse,
    ReponseRefusee,
    check_reponse,
    list_questions_possibles,
)


class Parcours:
    """Pages numbered from 1: one per group, or one for all.

    Those with nothing to ask are left out, and the others keep their number.
    """

    def __init__(
        self, questionnaire: Questionnaire, presentation: str, bruts: Mapping[str, Any]
    ) -> None:
        self._questionnaire, self._bruts = questionnaire, bruts
        groupes = questionnaire.groupes
        par_page = [groupes] if presentation == Presentation.TOUT else [(g,) for g in groupes]
        reponses = parse_bruts(questionnaire, bruts)
        self.pages: dict[int, tuple[Groupe, ...]] = {
            numero: page
            for numero, page in enumerate(par_page, start=1)
            if list_questions_possibles(questionnaire, reponses, page=_codes(page))
        }

    def form(self, page: int, langue: str, *, data: QueryDict | None = None) -> ReponsesForm:
        """Return the form of a page."""
        return ReponsesForm(
            self._questionnaire, self.pages[page], langue, data=data, avant=self._bruts
        )

    def nearest(self, page: int) -> int:
        """Return the page, or the first one with something to ask near it."""
        return min(self.pages, key=lambda numero: (abs(numero - page), -numero))

    def before(self, page: int) -> int | None:
        """Return the page before; None on the first one."""
        return max((numero for numero in self.pages if numero < page), default=None)

    def after(self, page: int) -> int | None:
        """Return the page after; None on the last one."""
        return min((numero for numero in self.pages if numero > page), default=None)

    def rank(self, page: int) -> int:
        """Return which page it is among those shown, from 1."""
        return 1 + list(self.pages).index(page)

    def page_of(self, question: str) -> int | None:
        """Return the page of a question; None when no page shows it."""
        return next((n for n, page in self.pages.items() if question in _codes(page)), None)


def find_fautes(form: ReponsesForm) -> list[FauteReponse]:
    """Return what is wrong with the answers of the page, those ruled out being left aside."""
    verifiee = check_reponse(form.questionnaire, form.reponses(posees_seulement=True))
    if not isinstance(verifiee, ReponseRefusee):
        return []
    montrees = {question.code for question in form.questions}
    return [faute for faute in verifiee.fautes if faute.question in montrees]


def _codes(page: tuple[Groupe, ...]) -> set[str]:
    return {question.code for groupe in page for question in groupe.questions}
