//! What is tried, and in which combinations.

/// A choice that is tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) slopes: Slopes,
    pub(super) quotients: Quotients,
    pub(super) fractions: Fractions,
}

/// In which factors fractions are brought to one, whether that is shorter by itself or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fractions {
    /// In those that are divided by.
    Below,
    /// In all, so that `(1 − y/a)·a` becomes `a − y`.
    Everywhere,
}

/// Which slopes are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slopes {
    /// Those in which the reader's names stand, and short ones.
    Named,
    /// All that have no kinks.
    All,
}

/// Which names of quotients are put in first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotients {
    /// `p₂` for `exp(z₂)/s`.
    Own,
    /// `1 − p₁` for it.
    Rest,
}

impl Way {
    const FIRST: Self =
        Self { slopes: Slopes::Named, quotients: Quotients::Own, fractions: Fractions::Below };

    pub(super) const ALL: &'static [Self] = &[
        Self::FIRST,
        Self { quotients: Quotients::Rest, ..Self::FIRST },
        Self { slopes: Slopes::All, ..Self::FIRST },
        Self { fractions: Fractions::Everywhere, ..Self::FIRST },
    ];
}
