//! What has been read of a page so far: formulas, values, functions.

use chainrule::number::Rational;
use chainrule::symbolic::graph::{ExprId, Graph, Node, SymbolId, UserFunction, Walk};
use chainrule_latex::lower::{Functions, Lowered, lower};
use chainrule_latex::names::Names;
use chainrule_latex::tree::{Callee, Node as Piece, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::entries::Amount;
use crate::given::{Given, When};
use crate::side::{Series, Side};
use crate::trees::Trees;

/// Steps of one page: a step is a name or an expression looked at for a judgement.
const STEPS: usize = 60_000_000;

/// Steps that slips of one page are looked for in: a step is an occurrence of a side that is tried with a change.
const SLIP_STEPS: usize = 300_000;

/// What is asked of the engine costs at least so many.
const ONE_JUDGEMENT: usize = 10_000;

/// Pages with more values than that are not searched for old ones.
const MOST_STALE: usize = 400;

/// A formula of a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meaning {
    pub(crate) symbol: SymbolId,
    pub(crate) expr: ExprId,
    pub(crate) is_opaque: bool,
    /// The line that says so; 0 where that is not known yet.
    pub(crate) line: usize,
}

/// What has been read so far.
pub(crate) struct Desk {
    pub(crate) graph: Graph,
    pub(crate) names: Names,
    pub(crate) functions: Functions,
    pub(crate) values: FxHashMap<ExprId, Vec<Given>>,
    pub(crate) formulas: FxHashMap<ExprId, Meaning>,
    /// Formulas that others have taken the place of.
    pub(crate) earlier: FxHashMap<ExprId, Vec<Meaning>>,
    /// The formulas of names as they are written.
    pub(crate) trees: Trees,
    /// How many definitions each formula rests on, at most.
    pub(crate) sizes: FxHashMap<ExprId, usize>,
    /// Names with a derivative in what they are computed from: they are put in before others are.
    pub(crate) derived: FxHashSet<ExprId>,
    /// The formulas of names on pages of arrays, as they are written.
    pub(crate) array_formulas: FxHashMap<String, Tree>,
    /// Those that others have taken the place of, with their lines.
    pub(crate) earlier_arrays: FxHashMap<String, Vec<(Tree, usize)>>,
    /// The lines of those that hold now.
    pub(crate) array_lines: FxHashMap<String, usize>,
    /// Letters of arrays of which the page states a condition.
    pub(crate) conditioned: FxHashSet<String>,
    /// The names that were given as arrays of numbers: they may be given anew.
    pub(crate) given_arrays: FxHashSet<String>,
    /// The arrays of numbers that names stand for.
    pub(crate) arrays: FxHashMap<String, Amount>,
    /// The names that stand in formulas.
    pub(crate) used: FxHashSet<ExprId>,
    /// Functions to which the page gives several meanings.
    pub(crate) redefined: FxHashSet<Box<str>>,
    /// The parameters of quantities that are functions: `L(w) = …`.
    pub(crate) parameters: FxHashMap<ExprId, Vec<ExprId>>,
    /// Values that others have taken the place of.
    pub(crate) older: FxHashMap<ExprId, Vec<Given>>,
    /// How many values have been given.
    pub(crate) given: usize,
    /// The sentence that is read.
    pub(crate) sentence: usize,
    /// Whether the words before the formula ask for what makes it hold.
    pub(crate) is_to_be_solved: bool,
    /// The paragraph that is read.
    pub(crate) paragraph: usize,
    /// Formulas whose printed number is right by the nearest values.
    pub(crate) confirmed: FxHashSet<ExprId>,
    /// Numbers that the page printed as results, with the line of the wrong one behind each.
    pub(crate) results: Vec<Given>,
    pub(crate) has_matrices: bool,
    pub(crate) is_single: bool,
    steps: usize,
    slip_steps: usize,
}

impl Desk {
    pub(crate) fn new(names: Names, has_matrices: bool, is_single: bool) -> Self {
        Self {
            graph: Graph::new(),
            names,
            functions: Functions::default(),
            values: FxHashMap::default(),
            formulas: FxHashMap::default(),
            earlier: FxHashMap::default(),
            trees: Trees::default(),
            sizes: FxHashMap::default(),
            derived: FxHashSet::default(),
            array_formulas: FxHashMap::default(),
            earlier_arrays: FxHashMap::default(),
            array_lines: FxHashMap::default(),
            conditioned: FxHashSet::default(),
            given_arrays: FxHashSet::default(),
            arrays: FxHashMap::default(),
            used: FxHashSet::default(),
            redefined: FxHashSet::default(),
            older: FxHashMap::default(),
            given: 0,
            sentence: 0,
            paragraph: 0,
            is_to_be_solved: false,
            confirmed: FxHashSet::default(),
            parameters: FxHashMap::default(),
            results: Vec::new(),
            has_matrices,
            is_single,
            steps: STEPS,
            slip_steps: SLIP_STEPS,
        }
    }

    pub(crate) fn side(&mut self, tree: Tree) -> Side {
        self.name_sigmoid(&tree);
        let Lowered { expr, is_opaque, is_long, ratio } =
            self.at_point(&tree).unwrap_or_else(|| lower(&tree, &mut self.graph, &self.functions));
        let expr = self.with_bodies_put_in(expr);
        let has_series = (0..tree.len()).any(|id| matches!(tree.node(id), Piece::Series { .. }));
        let series = ratio.map(|ratio| self.series(ratio)).or(has_series.then_some(Series::Unknown));
        let is_opaque = is_opaque || series == Some(Series::Grows);
        let (extremum, cases) = (self.extremum(&tree), self.cases(&tree));
        let is_numeric = !is_opaque
            && Walk::symbols(&self.graph, expr, |_| {}).is_empty()
            && !Walk::below(&self.graph, &[expr])
                .into_iter()
                .any(|id| matches!(self.graph.node(id), Node::Derivative { .. }));
        let printed = if is_numeric { tree.printed() } else { None };
        Side { tree, expr, is_opaque, is_long, series, is_numeric, printed, extremum, cases }
    }

    /// Whether a sum whose terms have a ratio has a value.
    fn series(&mut self, ratio: ExprId) -> Series {
        match chainrule::value_of(&mut self.graph, ratio).ok().as_ref().and_then(crate::numbers::near) {
            Some(ratio) if ratio.abs() < Rational::one() => Series::Shrinks,
            Some(_) => Series::Grows,
            None => Series::Depends,
        }
    }

    /// Whether no steps are left.
    pub(crate) fn is_spent(&self) -> bool {
        self.steps == 0
    }

    pub(crate) fn define_function(&mut self, name: &str, parameters: &[String], body: ExprId) {
        let parameters: Vec<SymbolId> = parameters.iter().map(|name| self.graph.intern(name)).collect();
        let named = self.graph.intern(name);
        let expr = self.graph.symbol(named);
        let symbols: Vec<ExprId> = parameters.iter().map(|&symbol| self.graph.symbol(symbol)).collect();
        self.parameters.insert(expr, symbols);
        let is_other = self
            .functions
            .get(name)
            .and_then(|&id| self.graph.user_function(id))
            .is_some_and(|before| before.body != body);
        if is_other {
            self.redefined.insert(name.into());
        }
        let id = self.graph.define_function(UserFunction { name: name.to_owned(), parameters, body });
        self.functions.insert(name.into(), id);
    }

    /// Whether a function in a side has several meanings on this page.
    pub(crate) fn is_ambiguous(&self, side: &Side) -> bool {
        !self.redefined.is_empty()
            && (0..side.tree.len()).any(|id| match side.tree.node(id) {
                Piece::Call { function: Callee::Own(name), .. } => self.redefined.contains(name),
                Piece::Call { function: Callee::Builtin(row), .. } => {
                    self.redefined.contains(row.name)
                        || row.spellings.iter().any(|spelling| self.redefined.contains(*spelling))
                }
                _ => false,
            })
    }

    /// The nearest value of a name or a derivative.
    pub(crate) fn value(&self, expr: ExprId) -> Option<&Given> {
        self.values.get(&expr).and_then(|all| all.last())
    }

    /// Gives a name its number. What was computed from its old one is old now too.
    pub(crate) fn set_value(&mut self, expr: ExprId, mut given: Given) {
        self.given += 1;
        let (sentence, paragraph) = (self.sentence, self.paragraph);
        given.when = When { from: self.given, until: usize::MAX, sentence, paragraph };
        let is_new = self.value(expr).is_some_and(|last| last.value != given.value);
        self.retire(expr);
        self.values.insert(expr, vec![given]);
        if is_new {
            self.confirmed.clear();
        }
        if is_new && self.values.len() < MOST_STALE {
            let stale: Vec<ExprId> =
                self.values.keys().copied().filter(|&id| id != expr && self.rests_on(id, expr)).collect();
            for id in stale {
                self.retire(id);
            }
        }
    }

    /// Makes the number of a name an old one.
    pub(crate) fn retire(&mut self, expr: ExprId) {
        let Some(before) = self.values.remove(&expr) else { return };
        let until = self.given;
        let older = self.older.entry(expr).or_default();
        older.extend(before.into_iter().map(|given| Given { when: When { until, ..given.when }, ..given }));
    }

    /// Whether a name is computed from another, or a derivative taken of what is.
    fn rests_on(&self, id: ExprId, other: ExprId) -> bool {
        match self.formulas.get(&id) {
            Some(meaning) => self.reaches(meaning.expr, other),
            None => !matches!(self.graph.node(id), Node::Symbol(_)) && self.reaches(id, other),
        }
    }

    /// Takes the steps of so many definitions that a judgement rests on.
    pub(crate) fn spend_on(&mut self, definitions: usize) {
        const ONE_DEFINITION: usize = 1_000;
        self.steps = self.steps.saturating_sub(definitions.saturating_mul(ONE_DEFINITION));
    }

    /// Takes the steps of one try of a slip; whether any are left.
    pub(crate) fn try_slip(&mut self, tree: &Tree) -> bool {
        let left = self.slip_steps.checked_sub(tree.len());
        self.slip_steps = left.unwrap_or(0);
        left.is_some()
    }

    /// Whether no slips are looked for any more.
    pub(crate) fn is_past_slips(&self) -> bool {
        self.slip_steps == 0
    }

    /// Takes steps; whether any are left.
    pub(crate) fn spend(&mut self, expr: ExprId) -> bool {
        let cost = self.graph.len() + self.graph.symbol_count() + expr.index() + ONE_JUDGEMENT;
        let left = self.steps.checked_sub(cost);
        self.steps = left.unwrap_or(0);
        left.is_some()
    }

    /// Keeps the formula of a name, and the one it had before; answers with that.
    pub(crate) fn keep_formula(&mut self, name: ExprId, meaning: Meaning) -> Option<Meaning> {
        let before = self.put_formula(name, meaning);
        if let Some(before) = before
            && before.expr != meaning.expr
        {
            self.earlier.entry(name).or_default().push(before);
        }
        before
    }

    /// Puts a formula of a name in the place of the one that it has.
    pub(crate) fn put_formula(&mut self, name: ExprId, meaning: Meaning) -> Option<Meaning> {
        let names = self.names_in(meaning.expr);
        let below = names.iter().map(|name| self.sizes.get(name).copied().unwrap_or(0));
        let size = below.fold(1, usize::saturating_add);
        self.sizes.insert(name, size);
        let is_derived = names.iter().any(|name| self.derived.contains(name))
            || Walk::below(&self.graph, &[meaning.expr])
                .into_iter()
                .any(|id| matches!(self.graph.node(id), Node::Derivative { .. }));
        if is_derived {
            self.derived.insert(name);
        } else {
            self.derived.remove(&name);
        }
        self.used.extend(names);
        self.formulas.insert(name, meaning)
    }

    /// The line of a wrong result among the values of the names in an expression, or among its printed numbers.
    pub(crate) fn built_on(&self, side: &Side) -> Option<usize> {
        let by_name = self
            .names_in(side.expr)
            .into_iter()
            .chain([side.expr])
            .filter_map(|id| self.value(id)?.wrong)
            .min();
        by_name.or_else(|| {
            (0..side.tree.len()).find_map(|id| {
                let chainrule_latex::tree::Node::Number(printed) = side.tree.node(id) else { return None };
                if crate::numbers::digits_of(printed) < 2 {
                    return None;
                }
                self.results.iter().rev().find(|result| result.value == printed.value)?.wrong
            })
        })
    }
}
