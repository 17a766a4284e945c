//! What a worksheet says, read and resolved.

use chainrule_diagnostic::Span;
use chainrule_number::{ALL_FORMATS, DecimalRounding, Rational};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::{Network, Order, UpdateRule};

use crate::{ArraySheet, Relation, Show, SpanTable, Typed};

/// A worksheet without errors.
#[derive(Debug)]
pub struct Worksheet {
    /// Every expression of it.
    pub graph: Graph,
    /// What is computed from what.
    pub network: Network,
    /// The quantities that statements define, in the order written.
    pub defined: Vec<SymbolId>,
    /// Definitions over indices, as they were typed.
    pub typed: Typed,
    /// Where each quantity is defined or first named.
    pub places: SpanTable<SymbolId>,
    /// Where each expression was first written.
    pub spans: SpanTable<ExprId>,
    /// Numbers for leaves.
    pub values: Vec<GivenValue>,
    /// Numbers for derivatives.
    pub pins: Vec<Pin>,
    /// Boxes for leaves.
    pub ranges: Vec<GivenRange>,
    /// Derivations asked for.
    pub queries: Vec<Query>,
    /// Steps along gradients asked for.
    pub updates: Vec<Update>,
    /// Quantities after such steps, in claims.
    pub afters: Vec<After>,
    /// What must hold.
    pub claims: Vec<Claim>,
    /// The roundings that claims speak of, inner ones first.
    pub roundings: Vec<Rounding>,
    /// Quantities that are an open function of others, where that function is put to several: `a1 = f(z1)`, `a2 = f(z2)`.
    pub opened: Vec<Opened>,
    /// Sizes left open, in the order written: `let N` without a value.
    pub open_sizes: Vec<OpenSize>,
    /// What its page is to show.
    pub show: Show,
    /// What a worksheet with declared shapes says; nothing of the above is said then.
    pub arrays: Option<ArraySheet>,
}

impl Worksheet {
    /// A worksheet that says nothing but what its network is.
    pub fn of_network(graph: Graph, network: Network) -> Self {
        Self {
            graph,
            network,
            defined: Vec::new(),
            typed: Typed::default(),
            places: SpanTable::default(),
            spans: SpanTable::default(),
            values: Vec::new(),
            pins: Vec::new(),
            ranges: Vec::new(),
            queries: Vec::new(),
            updates: Vec::new(),
            afters: Vec::new(),
            claims: Vec::new(),
            roundings: Vec::new(),
            opened: Vec::new(),
            open_sizes: Vec::new(),
            show: Show::default(),
            arrays: None,
        }
    }

    /// A worksheet that says nothing but what stands about arrays.
    pub fn of_arrays(graph: Graph, network: Network, arrays: ArraySheet) -> Self {
        Self { arrays: Some(arrays), ..Self::of_network(graph, network) }
    }
}

/// A size left open: the worksheet is read with a number in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSize {
    /// Its name.
    pub name: String,
    /// The constant that it is in this worksheet.
    pub symbol: SymbolId,
    /// The number put in.
    pub value: i64,
    /// Whether nobody chose that number: it is the default size, a small instance to show.
    pub is_default: bool,
    /// Where it is stated.
    pub span: Span,
}

/// `a1 = f(z1)`, with the form of `f` left open.
#[derive(Clone, Copy, Debug)]
pub struct Opened {
    /// `a1`, which is known to depend on `z1` and no more.
    pub of: SymbolId,
    /// `f(z1)`, to be shown: nothing is computed by it.
    pub call: ExprId,
    /// Where it has one argument: the derivative of `a1` by `z1`, and `f'(z1)`, which it is.
    pub slope: Option<[ExprId; 2]>,
}

/// A number for a leaf.
#[derive(Clone, Debug)]
pub struct GivenValue {
    /// The leaf.
    pub symbol: SymbolId,
    /// The number, as an expression without names other than constants.
    pub value: ExprId,
    /// Whether it is a `let` constant, by which nothing is derived.
    pub constant: bool,
    /// Where it is stated.
    pub span: Span,
}

/// A number for a derivative, stated without what lies under it.
#[derive(Clone, Debug)]
pub struct Pin {
    /// `dL/dO31` or `σ'(Z)`.
    pub derivative: ExprId,
    /// Its number.
    pub value: ExprId,
    /// Where it is stated.
    pub span: Span,
}

/// One end of a range, and whether it is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub value: Rational,
    /// Whether the number itself is left out.
    pub open: bool,
}

/// A box for a leaf.
#[derive(Clone, Debug)]
pub struct GivenRange {
    /// The leaf.
    pub symbol: SymbolId,
    /// The lower end, if any.
    pub lower: Option<Bound>,
    /// The upper end, if any.
    pub upper: Option<Bound>,
    /// Where it is stated.
    pub span: Span,
}

/// A derivation asked for.
#[derive(Clone, Debug)]
pub struct Query {
    /// The quantity derived.
    pub of: SymbolId,
    /// By what, the first derivative first.
    pub by: Vec<SymbolId>,
    /// Of a gradient: the leaves by which nothing is derived.
    pub except: Vec<SymbolId>,
    /// Where it is asked.
    pub span: Span,
}

/// Steps along a gradient asked for.
#[derive(Clone, Debug)]
pub struct Update {
    /// The leaves that move, in the order in which they move.
    pub weights: Vec<SymbolId>,
    /// The quantity whose gradient they follow.
    pub loss: SymbolId,
    /// How they follow it.
    pub rule: UpdateRule,
    /// Whether they move at once or in turn.
    pub order: Order,
    /// How many steps, where it says so.
    pub steps: Option<u64>,
    /// The arithmetic of the steps, where it says so.
    pub arithmetic: Option<Arithmetic>,
    /// The quantities to report besides the loss.
    pub watched: Vec<SymbolId>,
    /// Its name, by which claims speak of it.
    pub name: Option<String>,
    /// The batches that the steps see in turn, where they do not see all cases at once.
    pub batches: Option<Batches>,
    /// Where it is asked.
    pub span: Span,
}

/// Cases that steps see a few at a time, the first few in the first step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batches {
    /// How many cases a step sees.
    pub size: u64,
    /// How many batches there are.
    pub count: u64,
    /// How many cases the last of them has.
    pub last: u64,
    /// The leaves that hold the cases, with the number of each batch.
    pub data: Vec<(SymbolId, Vec<Rational>)>,
    /// Where the last batch has fewer cases: leaves that say which are there and how many, with the number of each batch.
    pub present: Vec<(SymbolId, Vec<Rational>)>,
}

impl Batches {
    /// All leaves that change from batch to batch, with their numbers.
    pub fn leaves(&self) -> impl Iterator<Item = &(SymbolId, Vec<Rational>)> {
        self.data.iter().chain(&self.present)
    }
}

/// An arithmetic by name: `f32`, `exact`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arithmetic {
    /// As written.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// A quantity once an update has made so many steps, in a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// What stands for it in the claim.
    pub symbol: SymbolId,
    /// The quantity, or the name of a state.
    pub of: SymbolId,
    /// For a state of the rule: of which weight and which state, by their places in the update.
    pub state: Option<(usize, usize)>,
    /// After how many steps.
    pub steps: u64,
    /// Of which update, by its place.
    pub update: usize,
}

/// Something that must hold: sides joined by comparisons, `0 < a <= 1/4`.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The sides, in order.
    pub sides: Vec<ExprId>,
    /// The comparisons between them.
    pub relations: Vec<Relation>,
    /// For `~=`: the unit of the last printed digit.
    pub unit: Option<Rational>,
    /// With `as rounded`: the claim with names in the place of its printed decimals.
    pub rounded: Option<PrintedOperands>,
    /// The claim as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The operands of a claim between numbers that were printed rounded.
#[derive(Clone, Debug)]
pub struct PrintedOperands {
    /// The sides of the claim, each decimal a name of its own, so that none is taken for another number that looks the
    /// same, or worked into one: `2.6/1.3` is no 2 here.
    pub sides: Vec<ExprId>,
    /// The decimals, in the order of the text.
    pub decimals: Vec<PrintedDecimal>,
}

/// A decimal number as it was printed.
#[derive(Clone, Debug)]
pub struct PrintedDecimal {
    /// The name that stands for it, which no worksheet can write.
    pub name: ExprId,
    /// Its value as printed.
    pub value: Rational,
    /// The unit of its last printed digit.
    pub unit: Rational,
}

/// What a number format holds of a number, in a claim: `f16(0.25^13)`, or `claim L < 30 in f16`; or what a hand writes down
/// for it, `claim L = 0.0561 by hand 4dp`. A name that no worksheet can write stands for it.
#[derive(Clone, Debug)]
pub struct Rounding {
    /// The name that stands for it.
    pub symbol: SymbolId,
    /// The format, one of [`number_formats`], or [`BY_HAND`].
    pub format: &'static str,
    /// Of what.
    pub of: ExprId,
    /// What is rounded.
    pub rounds: Rounds,
}

/// What of an expression is rounded to a number format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounds {
    /// Its exact value, once.
    Value,
    /// Each operation, as a program does.
    Operations,
    /// Each line, as a hand does.
    Lines(DecimalRounding),
}

/// What stands in the place of a format where a hand rounds.
pub const BY_HAND: &str = "by hand";

/// The number formats that claims round to: those that are called by one word.
pub fn number_formats() -> impl Iterator<Item = &'static str> {
    let names = ALL_FORMATS.iter().map(|format| format.name);
    names.filter(|name| name.chars().all(|character| character.is_ascii_alphanumeric()))
}

/// How a name is typeset, as typed.
#[derive(Clone, Debug)]
pub struct Notation {
    /// The name.
    pub symbol: SymbolId,
    /// What stands between the quotes.
    pub text: String,
    /// The format named after `in`, and where.
    pub target: Option<(String, Span)>,
    /// Where the text stands, without its quotes.
    pub span: Span,
}
