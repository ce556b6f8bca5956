"""What every test shares: which ones touch the database, and no verdict drawn from the clock."""

import pytest
from hypothesis import HealthCheck, settings


# A busy machine is slow, not wrong: 200 ms for an example, the default, say nothing of the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Fixtures of pytest-django that open the database.
ACCES_BASE = {"db", "transactional_db", "live_server", "django_db_setup", "admin_client"}


def pytest_collection_modifyitems(items):
    """Mark the tests of the database, run a second time on PostgreSQL; a browser adds nothing."""
    for item in items:
        base = item.get_closest_marker("django_db") or ACCES_BASE & set(item.fixturenames)
        if base and not item.get_closest_marker("navigateur"):
            item.add_marker(pytest.mark.donnees)
