//! Expressions, functions, rules, networks and derivations.
