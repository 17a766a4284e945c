//! A stretch of a source.

/// A half-open range of byte offsets into a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

// Tokens, statements and expressions each have one.
const _: () = assert!(size_of::<Span>() == 8);

impl Span {
    /// From `start` up to `end`. Offsets beyond 4 GiB can't occur: sources are limited far below.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The empty span at a place.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// From the start of this span to the end of the other.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}
