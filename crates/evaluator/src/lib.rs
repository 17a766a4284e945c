//! Numbers put into derivations, and the judges of every step.
