"""Documents made from one frozen set of figures, and the proof that they say what was frozen.

`freeze_instantane(site, annee=, le=, par=)` writes a snapshot and returns it;
`queries.instantanes.load_instantane(reference)` reads one back as a `Fige`: its identifier, and a
`Contenu` (rendering/figes.py) of frozen dataclasses with every figure, its parts, and every word.
`rendering.figement.build_fige(site, annee, le=)` is the same without writing: a preview.

A document is one line of `rendering/formats.py`: a name, a kind of publication, and a function
from `Fige` to bytes that reads nothing else, neither base nor clock, and prints `fige.reference`.
The same snapshot gives the same bytes. A further subject is one line of `rendering/rubriques.py`.
"""
