//! Worksheets with declared shapes: vectors and matrices, as wholes and by entries.
//!
//! - `brief`: the page as it is where nothing is asked;
//! - `forward`: the shapes and the equations; `general`: what members of families have in common; `derivation`: each factor by named rules, and the factors put back;
//! - `claim_words`: what was found of claims; `numbers`: arrays in numbers; `sizes`: how large derivatives are; `ledger`: a chain factor by factor; `formats`: what programs in formats make of it;
//!   `layers`: derivatives by many leaves, in a table; `entries`: those that move in steps; `reasons`: the names of the rules.

mod brief;
pub(super) mod claim_words;
mod derivation;
mod entries;
mod formats;
mod forward;
mod general;
mod layers;
mod ledger;
mod numbers;
mod reasons;
mod sizes;

pub(super) use brief::checked;
pub(super) use entries::{EntryRun, course_of_array};
pub(super) use formats::has_softmax;

use chainrule_array::QuantityId;
use chainrule_render::array::ArraySetter;
use chainrule_render::{Block, Elision, Inline, Line, Role};
use chainrule_work::{ArrayReport, Options};
use chainrule_worksheet::Part;
use rustc_hash::FxHashSet;

use super::as_typed::TypedLines;
use super::plan::Plan;

/// A page about arrays being written.
struct ArrayPage<'r> {
    report: &'r ArrayReport,
    /// The equations as they were typed, where the shapes were read off their indices.
    typed: TypedLines,
    setter: ArraySetter<'r>,
    digits: Option<usize>,
    /// The factors, and the derivatives of the loss, that were shown.
    worked_out: FxHashSet<WorkedOut>,
    /// The factors of which a bound was told.
    told_bounds: FxHashSet<usize>,
    /// The quantities whose numbers were shown.
    in_numbers: FxHashSet<QuantityId>,
    /// Whether formats are asked for.
    asks_for_formats: bool,
    /// Whether it was said what `∂⁺` means.
    told_immediate: bool,
    /// Whether the results stand at the top.
    has_results: bool,
    /// How much of long lists is shown.
    elision: Elision,
    blocks: Vec<Block>,
}

/// Something that is worked out once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum WorkedOut {
    Jacobian(usize),
    Adjoint(usize),
}

/// What is said of arrays as such.
pub(super) fn blocks(
    arrays: &ArrayReport,
    typed: TypedLines,
    plan: &Plan,
    elision: Elision,
    options: &Options,
) -> Vec<Block> {
    let mut page = ArrayPage {
        report: arrays,
        typed,
        setter: ArraySetter::new(&arrays.arrays, &arrays.immediate).in_layout(options.layout),
        digits: options.digits,
        worked_out: FxHashSet::default(),
        told_bounds: FxHashSet::default(),
        in_numbers: FxHashSet::default(),
        asks_for_formats: !options.formats.is_empty(),
        told_immediate: false,
        has_results: false,
        elision: if elision == Elision::SHORT { Elision::MODERATE } else { elision },
        blocks: Vec::new(),
    };
    if plan.is_complete() {
        page.shapes();
        page.forward();
        for derivation in &arrays.derivations {
            page.derivation(derivation);
        }
        page.layers();
    } else {
        page.brief(plan);
    }
    if [Part::Plot, Part::Graph].into_iter().any(|part| plan.asks_for(part)) {
        page.paragraph("No picture: those of vectors and matrices are not drawn.".into());
    }
    page.blocks
}

impl ArrayPage<'_> {
    fn heading(&mut self, level: u8, text: Inline) {
        self.blocks.push(Block::Heading(level, text));
    }

    fn paragraph(&mut self, text: Inline) {
        self.blocks.push(Block::Paragraph(text));
    }

    fn equations(&mut self, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Equations(lines));
        }
    }

    /// How a derivation was judged.
    fn verification(&mut self, tally: chainrule_work::found::ArrayTally) {
        let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let rounds = self.report.rounds;
        let mut text = Inline::new().role(Role::Good, "verified").text(format!(
            ", {}: each at entries, at {rounds} choices of sizes, by dual numbers in enclosures",
            count(tally.lines, "line")
        ));
        if tally.readings > 0 {
            text = text.text(format!(
                "; {} as vectors and matrices, each equal modulo 2⁶¹ − 1 at {rounds} choices of sizes",
                count(tally.readings, "reading")
            ));
        }
        text = text.text("; the whole against the derivative along a random direction");
        if tally.directions > 1 {
            text = text.text(", at random numbers and at those given");
        }
        if self.report.is_renumbered {
            text = text.text("; ").text(brief::RENUMBERED);
        }
        self.paragraph(text.text("."));
    }
}
