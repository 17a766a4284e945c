//! Definitions written once for the members of a family, with their index.

use std::ops::Range;

use chainrule_symbolic::derivation::pattern::Recogniser;
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_symbolic::network::Network;
use chainrule_worksheet::{Opened, Worksheet};
use rustc_hash::FxHashMap;

/// Definitions of fewer members than this are listed one by one.
const FEWEST_TOGETHER: usize = 7;

/// The definitions of members of one family that follow each other, as one: `z[l] = w[l]·a[l-1] + b[l]`.
#[derive(Clone, Debug)]
pub struct FamilyLine {
    /// The places of the members among the quantities that the worksheet defines. The definition of each was compared
    /// with this one at its own index.
    pub places: Range<usize>,
    /// `z[l]`
    pub name: ExprId,
    /// `w[l]·a[l-1] + b[l]`; nothing where the form is left open.
    pub formula: Option<ExprId>,
    /// `f(z[l])`, where the quantity is a function of which nothing is said.
    pub opened: Option<Opened>,
    /// What it depends on, in the order a reader meets it.
    pub inputs: Vec<ExprId>,
    /// The index.
    pub index: SymbolId,
    /// Its lowest value.
    pub low: i64,
    /// Its highest value.
    pub high: i64,
}

/// The stretches of definitions that are written as one.
pub(crate) fn find(recogniser: &mut Recogniser, worksheet: &mut Worksheet) -> Vec<FamilyLine> {
    let Worksheet { defined, network, graph, opened, .. } = worksheet;
    let calls: FxHashMap<SymbolId, &Opened> = opened.iter().map(|opened| (opened.of, opened)).collect();
    let layer = recogniser.letters().layer.clone();
    let mut found = Vec::new();
    let mut start = 0;
    for run in defined.chunk_by(|one, next| are_alike(network, *one, *next)) {
        let first = start;
        start += run.len();
        if run.len() < FEWEST_TOGETHER {
            continue;
        }
        let mut name = |symbol: SymbolId| graph.symbol(symbol);
        let lines: Vec<Vec<ExprId>> = run
            .iter()
            .map(|&symbol| {
                let sides = [Some(name(symbol)), network.formula(symbol)].into_iter().flatten();
                let call = calls.get(&symbol).into_iter().flat_map(|call| parts(call));
                sides.chain(call).chain(network.inputs(symbol).iter().map(|&input| name(input))).collect()
            })
            .collect();
        let families = network.families();
        let own_letter = families.of(run[0]).and_then(|member| families.letter(member.family));
        let is_free = |letter: &&str| graph.find_symbol(letter).is_none_or(|symbol| !network.has(symbol));
        let index = own_letter.filter(is_free).unwrap_or(&layer).to_owned();
        let letter = graph.intern(&index);
        for stretch in recogniser.stretches(graph, network.families(), &lines, &index, FEWEST_TOGETHER) {
            let mut general = stretch.general.iter().map(|template| template.written(graph));
            let (Some(name), has_formula) = (general.next(), network.formula(run[0]).is_some()) else {
                continue;
            };
            let formula = if has_formula { general.next() } else { None };
            let opened = calls.get(&run[0]).and_then(|opened| {
                let call = general.next()?;
                let slope = match opened.slope {
                    Some(_) => Some([general.next()?, general.next()?]),
                    None => None,
                };
                Some(Opened { of: opened.of, call, slope })
            });
            let inputs = general.collect();
            let places = first + stretch.places.start..first + stretch.places.end;
            found.push(FamilyLine {
                places,
                name,
                formula,
                opened,
                inputs,
                index: letter,
                low: stretch.low,
                high: stretch.high,
            });
        }
    }
    found
}

/// What is written of a function of which nothing is said: `f(z)`, the derivative of its value, and `f'(z)`.
fn parts(opened: &Opened) -> impl Iterator<Item = ExprId> + use<> {
    std::iter::once(opened.call).chain(opened.slope.into_iter().flatten())
}

/// Whether both are members of one family, and defined in one way.
fn are_alike(network: &Network, one: SymbolId, other: SymbolId) -> bool {
    let family = |symbol| network.families().of(symbol).map(|member| member.family);
    family(one).is_some()
        && family(one) == family(other)
        && network.formula(one).is_some() == network.formula(other).is_some()
}
