"""Which figures changed, and how they are said."""

from qualepref.publications.rules.changements import ABSENT, Chiffre, compare_chiffres


def test_un_chiffre_vide_est_dit_absent():
    avant = {"a": Chiffre("a", "Satisfaits", "95,8 %", "23 / 24"), "b": Chiffre("b", "Vide", "")}
    apres = {"a": Chiffre("a", "Satisfaits", "")}

    (changement,) = compare_chiffres(avant, apres)

    assert (changement.avant, changement.apres) == ("95,8 % (23 / 24)", ABSENT)


def test_une_definition_qui_change_est_la_raison():
    avant = {"a": Chiffre("a", "Réponses", "90 %", "9 / 10", definition="1")}
    apres = {"a": Chiffre("a", "Réponses", "80 %", "8 / 10", definition="2")}

    (changement,) = compare_chiffres(avant, apres)

    assert changement.raison == "La définition a changé : 1, puis 2."
