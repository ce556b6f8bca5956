"""Documents given to be verified that are not what they should be, and some made to harm."""

import io
import zipfile

import docx
import pikepdf

from fichiers import OLE


MO = 1_000_000
TYPES = "[Content_Types].xml"
PRINCIPAL = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BUREAUTIQUE = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}


def build_zip(*membres):
    """Return an archive of these (name, content), twins allowed."""
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in membres:
            archive.writestr(nom, contenu)
    return flux.getvalue()


def build_bombe(extension, mega=60):
    """Return an office file of a few kilobytes, one part of which unpacks to so many megabytes."""
    plein = b" " * (mega * MO)
    if extension == "ods":
        mimetype = "application/vnd.oasis.opendocument.spreadsheet"
        return build_zip(("mimetype", mimetype), ("content.xml", plein))
    return build_zip((TYPES, "<Types/>"), (BUREAUTIQUE[extension], plein))


def build_docx(*paragraphes, ajouts=()):
    """Return a Word file of these paragraphs; ajouts: further (name, content) of its archive."""
    document, flux = docx.Document(), io.BytesIO()
    for texte in paragraphes:
        document.add_paragraph(texte)
    document.save(flux)
    with zipfile.ZipFile(flux, "a") as archive:
        for nom, contenu in ajouts:
            archive.writestr(nom, contenu)
    return flux.getvalue()


def build_leurre():
    """Return a Word file whose reader is shown another part than the one that stands in its place."""
    faux = build_docx("91 %")
    types = zipfile.ZipFile(io.BytesIO(faux)).read(TYPES).decode()
    montre = f'<Override PartName="/word/autre.xml" ContentType="{PRINCIPAL}"/></Types>'
    return build_zip(
        (TYPES, types.replace("</Types>", montre)),
        ("word/document.xml", "<d/>"),
        ("word/autre.xml", "<d/>"),
    )


def build_pdf(contenu=b"", *, jointe=None, mot_de_passe=None, ressources=None):
    """Return a PDF of one page."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(contenu)
        if ressources is not None:
            pdf.pages[0].Resources = ressources(pdf)
        if jointe is not None:
            pdf.attachments["donnees.csv"] = jointe
        sortie = io.BytesIO()
        chiffre = mot_de_passe and pikepdf.Encryption(owner=mot_de_passe, user=mot_de_passe)
        pdf.save(sortie, encryption=chiffre or None, compress_streams=True)
    return sortie.getvalue()


def build_pdf_sans_fin(niveaux=12, fois=10):
    """Return a PDF of a few kilobytes whose drawing takes `fois` to the power of `niveaux` steps."""

    def nest(pdf):
        suivant = None
        for _ in range(niveaux):
            dessin = b"/F Do " * fois if suivant is not None else b"0 0 1 1 re f"
            suivant = pdf.make_stream(
                dessin,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 600, 800],
                Resources={"/XObject": {"/F": suivant}} if suivant is not None else {},
            )
        return pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=suivant))

    return build_pdf(b"/F Do", ressources=nest)


# What they are -> (name they are given, bytes, a word of the refusal).
HOSTILES = {
    "vide": lambda: ("bilan.pdf", b"", "vide"),
    "blancs": lambda: ("bilan.csv", b" \n\n", "vide"),
    "PDF abîmé": lambda: ("bilan.pdf", b"%PDF-1.7 rien", "abîmé"),
    "PDF protégé": lambda: ("bilan.pdf", build_pdf(mot_de_passe="x"), "protégé"),
    "PDF dit Word": lambda: ("bilan.docx", build_pdf(), "document PDF"),
    "page dite PDF": lambda: ("bilan.pdf", b"<p>91 %</p>", "page web"),
    "image": lambda: ("bilan.pdf", b"\x89PNG\r\n\x1a\n\x00\x00", "aucun des documents"),
    "Word protégé": lambda: ("bilan.docx", OLE + b"\x00" * 500, "mot de passe"),
    "macros": lambda: (
        "bilan.docx", build_docx("91 %", ajouts=[("word/vbaProject.bin", b"x")]), "macros",
    ),
    "leurre": lambda: ("bilan.docx", build_leurre(), "en cacher un autre"),
    "jumeaux": lambda: (
        "bilan.docx",
        build_zip(
            (TYPES, "<Types/>"), ("word/document.xml", "<d/>"), ("word/documenu.xml", "<e/>")
        ).replace(b"documenu", b"document"),
        "abîmée",
    ),
    "bombe DOCX": lambda: ("bilan.docx", build_bombe("docx"), "démesuré"),
    "bombe XLSX": lambda: ("bilan.xlsx", build_bombe("xlsx"), "démesuré"),
    "bombe PPTX": lambda: ("bilan.pptx", build_bombe("pptx"), "démesuré"),
    "bombe ODS": lambda: ("bilan.ods", build_bombe("ods"), "démesuré"),
    "PDF à pièce énorme": lambda: (
        "bilan.pdf", build_pdf(jointe=b" " * 60 * MO), "une fois dépliée",
    ),
    "JSON à deux valeurs": lambda: ("chiffres.json", b'{"a": 1, "a": 2}', "deux fois"),
}  # fmt: skip
