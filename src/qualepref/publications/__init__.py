"""Documents made from one frozen set of figures, and the proof that they say what was frozen.

`rendering.figement.build_fige(site, annee, le=)` gathers a year and gives a `Fige`: its identifier, and
a `Contenu` (rendering/figes.py) of frozen dataclasses with every figure, its parts, and every word;
nothing is written, it is a preview. `operations.publications.publish_documents` writes it and publishes;
`rendering.lecture.read_instantane(row)` reads one back.

A document is one line of `rendering/formats.py`: a name, a kind of publication, and a function
from `Fige` to bytes that reads nothing else, neither base nor clock, and prints `fige.reference`.
The same snapshot gives the same bytes. A further subject is one line of `rendering/rubriques.py`.
"""
