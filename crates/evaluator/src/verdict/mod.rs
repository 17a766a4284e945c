//! Why a gradient vanishes or explodes, by what mechanism and in which format, and what repairs it.
//!
//! - [`Size`]: healthy, vanishing or exploding; [`Blame`]: which factors make it so;
//! - [`Programs`]: a network carried out in formats; [`InFormat`]: what a program in a format gives, the [`Loss`] that made it
//!   wrong, and what repairs it;
//! - [`saturation`]: an activation on its flat side;
//! - [`absorption`]: a step too small to move what it is added to.
//!
//! A repair is a value that was computed here: none is told that was not carried out and found to help.

pub mod absorption;
mod loss;
mod programs;
mod replaced;
pub mod saturation;
mod scale;
mod steady;

use chainrule_number::Rational;
use chainrule_symbolic::derivation::FactorId;
use chainrule_symbolic::graph::{ExprId, SymbolId};

use crate::ledger::Ledger;
use chainrule_number::format::{Format, Held};

pub use loss::{Cause, Loss, Nan, Run};
pub use programs::{Programs, Question};
pub use saturation::Replaced;
pub use scale::Window;
pub use steady::Largest;

/// The powers of ten beyond which a derivative is called exploding and vanishing, by the number of layers that it passes.
///
/// A layer multiplies a derivative by its weight times its slope (Hochreiter 1991; Bengio, Simard and Frasconi 1994; Pascanu,
/// Mikolov and Bengio 2013), and a sigmoid's slope is at most 1/4: a healthy layer of weights below 1 costs about a factor of 10,
/// and so do the loss and the input at the two ends. What is below that vanishes. Beyond four layers no more is allowed for:
/// at 10⁻⁶ a step with a learning rate of 0.01 is lost beside a weight of 1 in f32, however deep the network is. Nothing is
/// allowed for at the upper end: at 10³ the same step is ten times the weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Derivatives of more than ten to this power explode.
    pub exploding: f64,
    /// Derivatives of less than ten to this power vanish.
    pub vanishing: f64,
}

/// The powers of ten that the two ends of a chain may cost.
const ENDS: f64 = -2.0;

/// … and each of so many layers one more.
const LAYERS: usize = 4;

impl Limits {
    /// The limits for a derivative through so many layers.
    pub fn through(layers: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "at most four")]
        let layers = layers.clamp(1, LAYERS) as f64;
        Self { exploding: 3.0, vanishing: ENDS - layers }
    }
}

/// The most factors that are blamed by name.
pub const MOST_BLAMED: usize = 3;

/// Of what size a derivative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A weight can be moved by it.
    Healthy,
    /// Too small to move anything.
    Vanishing,
    /// Too large to be followed.
    Exploding,
    /// Exactly zero.
    Zero,
}

impl Size {
    /// The size of something with this logarithm to base 10.
    pub fn of(log10: f64, limits: Limits) -> Self {
        if log10 == f64::NEG_INFINITY {
            Self::Zero
        } else if log10 > limits.exploding {
            Self::Exploding
        } else if log10 < limits.vanishing {
            Self::Vanishing
        } else {
            Self::Healthy
        }
    }
}

/// What a factor has to do with the size of a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blame {
    /// Its place in the ledger, from 0.
    pub place: usize,
    /// The factor.
    pub factor: FactorId,
    /// The logarithm of its size to base 10.
    pub log10: f64,
    /// Its share of the logarithm of the product of all factors that pull the same way: at most 1.
    pub share: f64,
}

/// What makes a product as small or as large as it is: its factors below 1 where it is below 1, and those above 1 where it is
/// above.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blamed {
    /// Those that have the largest shares, the largest first; those of an equal share in the order of the ledger.
    pub largest: Vec<Blame>,
    /// How many pull that way.
    pub count: usize,
}

/// What makes the product of a ledger as small or as large as it is.
pub fn blame(ledger: &Ledger) -> Blamed {
    let whole = ledger.product.log10_abs();
    let mut blamed = Blamed::default();
    if !whole.is_finite() || whole == 0.0 {
        return blamed;
    }
    let same_way = |log10: f64| log10.is_finite() && log10 != 0.0 && (log10 < 0.0) == (whole < 0.0);
    let all: f64 = ledger.sizes().iter().filter(|&&log10| same_way(log10)).sum();
    for (place, (&factor, &log10)) in ledger.factors.iter().zip(ledger.sizes()).enumerate() {
        if !same_way(log10) {
            continue;
        }
        let (share, largest) = (log10 / all, &mut blamed.largest);
        let at = largest.iter().position(|other| share > other.share).unwrap_or(largest.len());
        largest.insert(at, Blame { place, factor, log10, share });
        largest.truncate(MOST_BLAMED);
        blamed.count += 1;
    }
    blamed
}

/// What a program in a format makes of a derivative.
#[derive(Clone, Debug)]
pub struct InFormat {
    /// The format.
    pub format: &'static Format,
    /// What the program gives.
    pub computed: Option<Held>,
    /// What the format would hold of the derivative itself.
    pub held: Option<Held>,
    /// Steps below this are absorbed where they are added to the quantity derived by, as a difference quotient does.
    pub absorbed_below: Option<Rational>,
    /// Where the program lost it, if it is not what the format would hold of it.
    pub loss: Option<Loss>,
    /// Whether the derivative itself lies beyond the numbers of the format.
    pub beyond: Option<Beyond>,
    /// The scales of the loss that help.
    pub scales: Scales,
    /// The program with formulas in which nothing cancels, where that gives the right number.
    pub rearranged: Option<Rearranged>,
    /// The program with formulas written so that nothing overflows or cancels, where that gives the right number.
    pub steady: Option<SteadyFormulas>,
}

impl InFormat {
    /// Whether a program gives something else than the number of the format nearest to the derivative.
    pub fn is_wrong(&self) -> bool {
        self.computed.zip(self.held).is_some_and(|(computed, kept)| !agree(self.format, computed, kept))
    }

    /// Whether there is something to say that the reader did not ask for.
    pub fn is_remarkable(&self) -> bool {
        self.beyond.is_some() || self.is_wrong()
    }
}

/// The scales of a loss that help a program in a format.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scales {
    /// They were not looked for: a scale changes nothing here, or it would take too long.
    NotTried,
    /// With none of them every product is a normal number.
    NoneIsNormal,
    /// With some every product is a normal number, and the derivative is wrong even so.
    NoneIsRight,
    /// These.
    Within(Window),
}

/// On which side a derivative lies beyond the numbers of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// It is not 0, and nearest to it is 0.
    Below,
    /// It is larger than the largest number.
    Above,
}

/// Formulas written as a good program has them: exponents with the largest taken off first, a softplus in place of the
/// logarithm of a sigmoid, squares scaled before they are added.
#[derive(Clone, Debug, PartialEq)]
pub struct SteadyFormulas {
    /// The quantities whose formulas changed, of those that the derivative still needs, and what they are now.
    pub changed: Vec<(SymbolId, ExprId)>,
    /// The names in them that stand for the largest of several expressions.
    pub largest: Vec<Largest>,
    /// What the program gives with them.
    pub result: Held,
}

/// The derivative of a function written so that nothing cancels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rearranged {
    /// The derivative: `σ'(z)`.
    pub derivative: ExprId,
    /// As its formula has it: `σ(z)·(1 − σ(z))`.
    pub written: Option<ExprId>,
    /// The other formula: `σ(z)·σ(−z)`.
    pub formula: ExprId,
    /// How many more derivatives have one.
    pub more: usize,
    /// What the program gives with it.
    pub result: Held,
}

/// Two to half the binary digits of a format: numbers that differ by less than one over it agree.
pub fn half_the_digits(format: &Format) -> Rational {
    Rational::from_integer(1 << (format.precision / 2))
}

/// Whether two numbers agree in about half the digits of a format: what is lost between them is more than rounding.
pub fn agree(format: &Format, left: Held, right: Held) -> bool {
    if left == right || (left.is_zero() && right.is_zero()) {
        return true;
    }
    let (Some(left), Some(right)) = (left.to_rational(), right.to_rational()) else { return false };
    let gap = (&left - &right).abs();
    let allowed = right.abs();
    &gap * &half_the_digits(format) <= allowed
}
