//! A county of synthetic people to try the node on.
