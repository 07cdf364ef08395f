"""Reports over a whole club: sales, members, units. Reads only."""
