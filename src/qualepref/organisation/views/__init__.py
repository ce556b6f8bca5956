"""Pages of the organisation: log in, choose a site, see and set how it is organised."""
