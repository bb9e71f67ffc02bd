"""A real scheduler and real workers on this machine: for the tests, the benchmark and the kill run."""
