from django.apps import AppConfig


class PreuvesConfig(AppConfig):
    name = "qualepref.preuves"
    verbose_name = "Preuves"

    def ready(self):
        from qualepref.amelioration.queries.pieces import SourcePieces, set_source
        from qualepref.preuves.queries.pieces import list_pieces_d_action, list_pieces_de_lignes

        set_source(SourcePieces(list_pieces_d_action, list_pieces_de_lignes))
