"""Operations and offices: journals, deconfliction, clocks, minutes, ends."""
