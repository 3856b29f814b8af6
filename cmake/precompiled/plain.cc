// Holds the precompiled plain.h.
