"""The refusal of one value."""


class ValeurRefuseeError(Exception):
    """A cell that does not convert. motif: why; remede: what to write instead."""

    def __init__(self, motif: str, remede: str) -> None:
        super().__init__(f"{motif}. {remede}")
        self.motif = motif
        self.remede = remede
