"""What `qualepref test` lends the tests: a PostgreSQL and a browser, found or made for the occasion."""
