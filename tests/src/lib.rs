//! Tests over the whole house. The Rust in README.md and in the book is run as doc tests of this package.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/reference/library.md")]
struct Library;
