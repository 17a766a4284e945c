//! What a reader may ask for.

use chainrule_evaluator::ledger::Order;
use chainrule_number::{DecimalRounding, Format};
use chainrule_program::array::in_format::SumOrder;
use chainrule_render::array::JacobianLayout;
use chainrule_render::notation::Profile;
use chainrule_worksheet::{DataFile, Show};

use crate::update::progress::Progress;

/// What a reader may ask for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Significant digits of values; all that are certain, up to 17, where nothing is asked.
    pub digits: Option<usize>,
    /// Up to so many paths the sum over paths is written out; 8 where nothing is asked.
    pub paths: Option<usize>,
    /// Who is told how far a long training is.
    pub progress: Option<Progress>,
    /// Whether long lists, sums and products are written to their ends.
    pub full: bool,
    /// Number formats whose products are shown; f64 and f32 are looked at in silence where none is named.
    pub formats: Vec<&'static Format>,
    /// What sums over the entries of arrays are kept in, in each of these formats; the format itself where nothing is said.
    pub accumulate: Option<&'static Format>,
    /// In which order they are taken.
    pub sum_order: SumOrder,
    /// The order in which products are taken.
    pub order: Order,
    /// Works the worksheet out by hand besides, with each line rounded so.
    pub rounding: Option<DecimalRounding>,
    /// Whether JSON gives expressions in LaTeX besides.
    pub with_latex: bool,
    /// How many of the paths that carry most of each derivative are listed.
    pub top_paths: Option<usize>,
    /// What the page shows; what is not said here the worksheet may say.
    pub show: Show,
    /// How names and functions look, where the worksheet does not say so.
    pub notation: Option<Profile>,
    /// How the derivatives of vectors by vectors are printed.
    pub layout: JacobianLayout,
    /// Works each member of a family out by itself, however many there are; else sheets with wide sums are worked out once
    /// for all indices, with the shapes that these say, where nothing is lost by it.
    pub by_members: bool,
    /// The files of numbers that the worksheet names, as they were read for it.
    pub files: Vec<DataFile>,
}
