//! How tightly what is written holds together.

/// How tightly a layout holds together: what holds less tightly is put in brackets where it stands in what holds more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// A sum, or anything that begins with a minus.
    Sum,
    /// A product.
    Product,
    /// A quotient.
    Quotient,
    /// A derivative, written like a quotient but read as one sign.
    Derivative,
    /// A power.
    Power,
    /// A name, a number, a call.
    Atom,
}
