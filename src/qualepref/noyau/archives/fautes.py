"""What reading a ZIP archive raises when it cannot be read."""

import lzma
import zipfile
import zlib


# ValueError: a name that is not the UTF-8 it says, a place before the beginning. RuntimeError: a
# part under a password; NotImplementedError, a kind of it, a packing that Python does not know.
# A refusal that is a ValueError too goes through a `raise` of its own, before these.
ILLISIBLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
