//! The working precisions that are tried in turn.

/// The working precisions tried, in bits, until enough digits are certain. The last ones are for small networks only. Those
/// between powers of two are for readers who ask for many digits: 300 of them and a little more take 1152 bits.
pub const PRECISIONS: &[u32] = &[128, 256, 512, 768, 1152, 2048, 4096, 8192, 16_384];

/// Precisions up to so many bits are used whatever they cost. Before higher ones are, it is worth asking whether there is
/// anything to tell apart.
pub const USUAL_PRECISION: u32 = 2048;
