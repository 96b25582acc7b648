"""The benchmark: ratios taken in one run, interleaved, because only those are steady. `make bench`."""
