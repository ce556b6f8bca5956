"""Documents made from readings: the annual report, on paper and on the site."""
