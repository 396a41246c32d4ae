"""From a hit to what is behind it: cases, requests, releases, clocks, recalls."""
