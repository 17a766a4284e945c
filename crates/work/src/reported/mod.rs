//! What is known of single derivations: of their factors, their finished results, their patterns, their paths.

pub(crate) mod array_finding;
pub(crate) mod derivation;
pub(crate) mod finished;
pub(crate) mod pattern;
pub(crate) mod top_paths;
