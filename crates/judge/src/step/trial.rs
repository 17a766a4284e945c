//! Equations tried at points, and what is known of them after that.

use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};

use super::Verdict;
use super::point::{BITS, Sides, Tried};
use chainrule_number::{Enclosure, Undefined};
use chainrule_program::Templates;

/// Each equation is judged at so many points.
const POINTS: usize = 3;

/// Enclosures that meet say something only where they are narrower than this part of their size.
const WIDEST: f64 = 1e-9;

/// Equations being tried.
pub(super) struct EquationTrials<'a> {
    pub(super) sides: Sides,
    equations: &'a [(ExprId, ExprId)],
    pub(super) trials: Vec<Trial>,
    /// The working precision of enclosures.
    pub(super) bits: u32,
}

impl<'a> EquationTrials<'a> {
    pub(super) fn new(sides: Sides, equations: &'a [(ExprId, ExprId)]) -> Self {
        Self { sides, equations, trials: vec![Trial::default(); equations.len()], bits: BITS }
    }

    pub(super) fn is_over(&self) -> bool {
        self.trials.iter().all(Trial::is_over)
    }

    /// Tries the equations that are not settled at a point.
    pub(super) fn take(&mut self, graph: &Graph, templates: &Templates, point: &[Rational]) {
        let values = self.sides.values(graph, templates, point, self.bits);
        for (trial, (left, right)) in self.trials.iter_mut().zip(self.equations) {
            if trial.is_over() {
                continue;
            }
            match (&values[left], &values[right]) {
                (Ok(left), Ok(right)) => {
                    trial.add(compare(left, right, self.bits), || self.sides.names(graph, point));
                }
                (Err(why), _) | (_, Err(why)) => trial.why = *why,
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Agreement {
    Same,
    Meet(f64),
    /// Enclosures meet that are too wide to say anything.
    TooWide,
    Differ,
}

fn compare(left: &Tried, right: &Tried, bits: u32) -> Agreement {
    if let (Tried::Exact(left), Tried::Exact(right)) = (left, right) {
        return if left == right { Agreement::Same } else { Agreement::Differ };
    }
    let (left, right) = (left.enclosure(bits), right.enclosure(bits));
    if left.is_disjoint(&right) {
        return Agreement::Differ;
    }
    let width = f64::max(width(&left), width(&right));
    if width > WIDEST { Agreement::TooWide } else { Agreement::Meet(width) }
}

/// The width of an enclosure, as a part of its size; where 0 lies in it, which has no size, the width itself.
fn width(side: &Enclosure) -> f64 {
    if side.holds_zero() { side.upper().to_f64() - side.lower().to_f64() } else { side.relative_width() }
}

/// What is known of one equation so far.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    good: usize,
    width: Option<f64>,
    why: Undefined,
    refuted: Option<Vec<(SymbolId, Rational)>>,
    /// Whether both sides had values somewhere, but too few digits.
    is_wide: bool,
}

impl Default for Trial {
    fn default() -> Self {
        Self { good: 0, width: None, why: Undefined::Unknown, refuted: None, is_wide: false }
    }
}

impl Trial {
    fn is_over(&self) -> bool {
        self.good == POINTS || self.refuted.is_some()
    }

    fn is_untested(&self) -> bool {
        self.good == 0 && self.refuted.is_none()
    }

    /// Whether both sides had a value nowhere.
    pub(super) fn is_out_of_domain(&self) -> bool {
        self.is_untested() && !self.is_wide
    }

    /// Whether both sides had values, but with too few digits.
    pub(super) fn is_too_wide(&self) -> bool {
        self.is_untested() && self.is_wide
    }

    fn add(&mut self, agreement: Agreement, at: impl FnOnce() -> Vec<(SymbolId, Rational)>) {
        match agreement {
            Agreement::Same => self.good += 1,
            Agreement::Meet(width) => {
                self.good += 1;
                self.width = Some(f64::max(width, self.width.unwrap_or(0.0)));
            }
            Agreement::TooWide => (self.why, self.is_wide) = (Undefined::TooFewDigits, true),
            Agreement::Differ => self.refuted = Some(at()),
        }
    }

    pub(super) fn verdict(self) -> Verdict {
        match (self.refuted, self.good, self.width) {
            (Some(at), _, _) => Verdict::Refuted { at },
            (None, 0, _) => Verdict::Untested { why: self.why },
            (None, _, None) => Verdict::Exact,
            (None, _, Some(width)) => Verdict::Enclosed { width },
        }
    }
}
