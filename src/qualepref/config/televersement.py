"""Uploads kept within bounds while they arrive, before any view sees them."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


# What a form holds beside its file.
MARGE = 2**20


class PlafondHandler(FileUploadHandler):
    """Stops keeping what exceeds the largest file accepted, so that nobody fills the disk.

    The request is then marked `fichier_trop_gros`, and holds no file.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.recus = 0

    def receive_data_chunk(self, raw_data, start):
        """Count the chunk and pass it on."""
        self.recus += len(raw_data)
        if self.recus > settings.IMPORT_TAILLE_MAXIMALE + MARGE:
            self.request.fichier_trop_gros = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size):
        """Leave the file to the next handlers."""
