//! Worksheets with declared shapes: vectors and matrices, as wholes and by entries.
//!
//! - `forward`: the shapes and the equations; `derivation`: each factor by named rules, and the factors put back;
//! - `claim_words`: what was found of claims; `numbers`: arrays in numbers; `sizes`: how large derivatives are; `entries`: those that move in steps; `reasons`: the names of the rules.

pub(super) mod claim_words;
mod derivation;
mod entries;
mod forward;
mod numbers;
mod reasons;
mod sizes;

pub(super) use entries::{EntryRun, course_of_array};

use chainrule_array::QuantityId;
use chainrule_render::array::ArraySetter;
use chainrule_render::{Block, Inline, Line, Role};
use chainrule_work::{ArrayReport, Options};
use chainrule_worksheet::Part;
use rustc_hash::FxHashSet;

use super::plan::Plan;

/// A page about arrays being written.
struct ArrayPage<'r> {
    report: &'r ArrayReport,
    setter: ArraySetter<'r>,
    digits: Option<usize>,
    /// The factors, and the derivatives of the loss, that were shown.
    shown: FxHashSet<WorkedOut>,
    /// The quantities whose numbers were shown.
    in_numbers: FxHashSet<QuantityId>,
    /// Whether it was said what `∂⁺` means.
    told_immediate: bool,
    blocks: Vec<Block>,
}

/// Something that is worked out once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum WorkedOut {
    Jacobian(usize),
    Adjoint(usize),
}

/// What is said of arrays as such.
pub(super) fn blocks(arrays: &ArrayReport, plan: &Plan, options: &Options) -> Vec<Block> {
    let mut page = ArrayPage {
        report: arrays,
        setter: ArraySetter::new(&arrays.arrays, &arrays.immediate).in_layout(options.layout),
        digits: options.digits,
        shown: FxHashSet::default(),
        in_numbers: FxHashSet::default(),
        told_immediate: false,
        blocks: Vec::new(),
    };
    page.shapes();
    page.forward();
    for derivation in &arrays.derivations {
        page.derivation(derivation);
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
        self.paragraph(text.text("."));
    }
}
