"""Is it genuine: everything that needs the outside world, from the issuer's key to the report."""
