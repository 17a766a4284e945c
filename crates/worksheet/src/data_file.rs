//! Files of numbers that a worksheet names.

/// A file that was read for a worksheet, or why it could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Its name, as the worksheet writes it.
    pub name: String,
    /// Its bytes, or what is wrong.
    pub contents: Result<Vec<u8>, String>,
}

/// A file from which numbers came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedFile {
    /// Its name, as the worksheet writes it.
    pub name: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// The quantity whose numbers it holds.
    pub quantity: chainrule_array::QuantityId,
}
