//! Why a formula is not taken, and what is known before it is read.

use std::ops::Range;

use chainrule_diagnostic::{Code, code};
use chainrule_latex::Names;
use chainrule_latex::tree::{Name, Node};

use super::spelling::plain_stem;

/// What is known before a formula is read.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// What the worksheet calls its quantities and functions.
    pub(super) names: &'a Names,
    /// The letters that the statement runs over.
    pub(super) indices: &'a [Box<str>],
}

/// Why a formula is not taken, where, and what to write instead.
pub(super) struct Refusal {
    pub(super) code: &'static Code,
    pub(super) message: String,
    pub(super) place: Range<usize>,
    pub(super) help: Vec<String>,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, place: Range<usize>) -> Self {
        Self { code: &code::EXPECTED, message: message.into(), place, help: Vec::new() }
    }

    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// A quantity with a prime.
pub(super) fn primed(name: &Name, place: Range<usize>, text: &str) -> Refusal {
    let written = text.get(place.clone()).unwrap_or_default();
    let plain = plain_stem(name);
    let mut refusal =
        Refusal::new(format!("the prime of `{written}` does not say by what it is derived"), place)
            .help(format!("write `\\frac{{d{plain}}}{{dt}}` for the derivative by `t`"))
            .help(format!("write `{plain}_1` for another quantity"));
    refusal.code = &code::PRIME;
    refusal
}

/// What notes write and worksheets have no words for.
pub(super) fn not_said(node: &Node, place: Range<usize>, source: &str) -> Refusal {
    match node {
        // A sign stands for a number: the third of `\sqrt[3]`, the 1 of `\sec`.
        Node::Number(_) if source.starts_with("\\sqrt") => {
            Refusal::new("this root is not read in a worksheet", place).help("write it as a power: `x^{1/3}`")
        }
        Node::Number(_) if source.starts_with('\\') => {
            Refusal::new(format!("`{source}` is not read in a worksheet"), place)
                .help("write a quotient: `\\frac{1}{\\cos x}`")
        }
        Node::Cases(_) => {
            let begin = place.start..(place.start + "\\begin".len()).min(place.end);
            Refusal::new("this LaTeX is not read: cases and matrices are not read", begin)
                .help("write `max`, `min` or `step` for a choice")
        }
        Node::Number(number) => Refusal::new("this number is not read in a worksheet", place)
            .help(format!("write it in plain digits or as a fraction: `{}`", number.value)),
        Node::Euler => Refusal::new("Euler's number is read where it is raised to a power", place)
            .help("write `\\exp(1)`, or give `e` a value"),
        Node::At { .. } => Refusal::new("a value at a point is not read in an equation", place)
            .help("give the name its value: `given x = 3`"),
        _ => Refusal::new("a largest or least value over a name is not read here", place)
            .help("state a bound: `claim … <= …`"),
    }
}
