// Holds the precompiled tests.h.
