"""Composition only: settings, addresses, servers, and the `qualepref` command."""
