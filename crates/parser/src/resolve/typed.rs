//! Definitions over indices as they were typed, kept beside the terms and members that are made of them.

use rustc_hash::FxHashMap;

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_worksheet::{Typed, TypedDefinition, TypedRange, TypedReduction, TypedSum};

use super::Resolver;
use super::families::FamilyDefinition;
use crate::family::clause::Range;
use crate::family::draft::{Draft, Mention, Placeholder, Reduce};
use crate::family::index_written::{Affine, Shown};
use crate::lexer::Names;

/// A definition of more members than this is kept for all of them only, not for each.
const MOST_MEMBERS: usize = 24;

impl Resolver<'_> {
    /// The definitions over indices as they were typed, as far as what was made of them is what the network has.
    pub(super) fn typed(&mut self, definitions: &[FamilyDefinition], network: &Network) -> Typed {
        let mut typed = Typed::default();
        if definitions.is_empty() {
            return typed;
        }
        // Few are looked for, however many members there are.
        let looked_for: FxHashMap<SymbolId, usize> = definitions
            .iter()
            .enumerate()
            .filter_map(|(at, definition)| Some((*definition.defines().first()?, at)))
            .collect();
        let mut starts: Vec<Option<usize>> = vec![None; definitions.len()];
        for (place, symbol) in self.defined.in_order.iter().enumerate() {
            if let Some(&at) = looked_for.get(symbol) {
                starts[at] = Some(place);
            }
        }
        for (definition, first) in definitions.iter().zip(starts) {
            let symbols = definition.defines();
            let Some(first) = first else { continue };
            let defined = self.defined.in_order.get(first..first + symbols.len());
            // A sum over nothing is a number.
            let has_formula =
                |symbol: &SymbolId| matches!(network.definition(*symbol), Definition::Formula(_));
            let stands = defined == Some(symbols) && symbols.iter().all(has_formula);
            let is_index = |letter: &String| {
                let of_letter = self.graph.find_symbol(letter);
                of_letter.is_none_or(|symbol| !network.has(symbol))
            };
            if stands && definition.indices().iter().all(is_index) {
                let places = first..first + symbols.len();
                self.keep_typed(definition, places, &mut typed);
            }
        }
        typed.definitions.sort_by_key(|definition| definition.places.start);
        typed
    }

    fn keep_typed(
        &mut self,
        definition: &FamilyDefinition,
        places: std::ops::Range<usize>,
        typed: &mut Typed,
    ) {
        let symbols = definition.defines();
        let values = vec![None; definition.indices().len()];
        let mut writer = self.writer(definition, values, &mut typed.sums);
        let Some((formula, terms)) = writer.expression(definition.root()) else { return };
        let name = match definition.head_mention() {
            Some(mention) => writer.member(mention),
            None => writer.graph.symbol(symbols[0]),
        };
        let ranges = definition.own_ranges().iter().map(|range| writer.range(range));
        let Some(ranges) = ranges.collect::<Option<Vec<_>>>() else { return };
        let (inputs, bound) = (std::mem::take(&mut writer.inputs), std::mem::take(&mut writer.bound));
        let has_named_parts = symbols.iter().any(|symbol| self.defined.rewritten.contains(*symbol));
        typed.definitions.push(TypedDefinition {
            places,
            name,
            formula,
            ranges,
            inputs,
            bound,
            terms,
            has_named_parts,
        });
        if has_named_parts || terms == 0 || symbols.len() > MOST_MEMBERS {
            return;
        }
        for (symbol, indices) in definition.values_of_members() {
            let values = indices.into_iter().map(Some).chain(std::iter::repeat(None));
            let values: Vec<Option<i64>> = values.take(definition.indices().len()).collect();
            let mut writer = self.writer(definition, values, &mut typed.sums);
            if let Some(formula) = writer.expression(definition.root()) {
                typed.formulas.insert(symbol, formula);
            }
        }
    }

    fn writer<'w>(
        &'w mut self,
        definition: &'w FamilyDefinition,
        values: Vec<Option<i64>>,
        sums: &'w mut Vec<TypedSum>,
    ) -> Writer<'w> {
        Writer {
            draft: definition.draft(),
            names: &self.known_names.names,
            graph: &mut self.graph,
            letters: definition.indices(),
            bounds: definition.index_bounds(),
            values,
            sums,
            done: FxHashMap::default(),
            inputs: Vec::new(),
            bound: Vec::new(),
        }
    }
}

/// Writes one definition into the graph of the worksheet.
struct Writer<'w> {
    draft: &'w Draft,
    names: &'w Names,
    graph: &'w mut Graph,
    letters: &'w [String],
    bounds: Vec<(i64, i64)>,
    /// The indices that have a value, by their places.
    values: Vec<Option<i64>>,
    sums: &'w mut Vec<TypedSum>,
    /// What is written, each with the number of terms of the widest sum in it.
    done: FxHashMap<ExprId, (ExprId, u64)>,
    /// The names met, in order.
    inputs: Vec<ExprId>,
    /// The ranges of sums met.
    bound: Vec<TypedRange>,
}

impl Writer<'_> {
    /// An expression of the draft, its parts first; nothing where a part has no form of its own.
    fn expression(&mut self, root: ExprId) -> Option<(ExprId, u64)> {
        let draft = self.draft;
        let mut stack = vec![root];
        while let Some(&id) = stack.last() {
            if self.done.contains_key(&id) {
                stack.pop();
                continue;
            }
            let before = stack.len();
            let parts: &[ExprId] = match draft.graph.node(id) {
                Node::Symbol(symbol) => match draft.placeholders.get(symbol) {
                    Some(Placeholder::Reduction { body, .. }) => std::slice::from_ref(body),
                    Some(Placeholder::Index(_) | Placeholder::Member(_)) | None => &[],
                },
                Node::Apply { arguments, .. } => arguments,
                Node::Number(_) => &[],
                Node::Derivative { .. } => return None,
            };
            stack.extend(parts.iter().rev().filter(|part| !self.done.contains_key(part)));
            if stack.len() > before {
                continue;
            }
            let written = self.node(id)?;
            self.done.insert(id, written);
            stack.pop();
        }
        self.done.get(&root).copied()
    }

    fn node(&mut self, id: ExprId) -> Option<(ExprId, u64)> {
        let draft = self.draft;
        Some(match draft.graph.node(id) {
            Node::Number(number) => (self.graph.number(number.clone()), 0),
            Node::Symbol(symbol) => match draft.placeholders.get(symbol) {
                Some(Placeholder::Index(index)) => (self.index(*index), 0),
                Some(Placeholder::Member(mention)) => {
                    let member = self.member(mention);
                    self.note_input(member);
                    (member, 0)
                }
                Some(Placeholder::Reduction { kind, ranges, body, .. }) => {
                    return self.reduction(*kind, ranges, *body);
                }
                None => {
                    let symbol = self.graph.intern(draft.graph.name(symbol).as_str());
                    let name = self.graph.symbol(symbol);
                    self.note_input(name);
                    (name, 0)
                }
            },
            Node::Apply { function, primes, arguments } => {
                let parts: Vec<(ExprId, u64)> = arguments.iter().map(|part| self.done[part]).collect();
                let widest = parts.iter().map(|(_, terms)| *terms).max().unwrap_or(0);
                let parts: Vec<ExprId> = parts.into_iter().map(|(part, _)| part).collect();
                (self.graph.apply_primed(function, primes, &parts), widest)
            }
            Node::Derivative { .. } => return None,
        })
    }

    fn reduction(&mut self, kind: Reduce, ranges: &[Range], body: ExprId) -> Option<(ExprId, u64)> {
        let made = match kind {
            Reduce::Sum | Reduce::Mean => TypedReduction::Sum,
            Reduce::Product => TypedReduction::Product,
            Reduce::Largest => TypedReduction::Largest,
            Reduce::Smallest => TypedReduction::Least,
        };
        let (body, inner) = self.done[&body];
        let typed_ranges: Vec<TypedRange> =
            ranges.iter().map(|range| self.range(range)).collect::<Option<_>>()?;
        let mut count = 1u64;
        for range in ranges {
            let (low, high) = self.bounds[range.index];
            count = count.saturating_mul(high.saturating_sub(low).saturating_add(1).max(0).unsigned_abs());
        }
        self.bound.extend(typed_ranges.iter().copied());
        let symbol = self.graph.intern(&format!("'sum{}", self.sums.len()));
        let name = self.graph.symbol(symbol);
        self.sums.push(TypedSum { name, kind: made, ranges: typed_ranges, body });
        let terms = count.saturating_mul(inner.max(1));
        if kind != Reduce::Mean {
            return Some((name, terms));
        }
        // The number of terms is one only where no range depends on another index.
        let is_fixed = |range: &Range| {
            let mut ends = range.lower.expr.indices().chain(range.upper.expr.indices());
            ends.all(|index| self.values[index].is_some())
        };
        if !ranges.iter().all(is_fixed) {
            return None;
        }
        let count = self.graph.integer(i64::try_from(count).ok()?);
        Some((self.graph.call(&DIVIDE, &[name, count]), terms))
    }

    fn range(&mut self, range: &Range) -> Option<TypedRange> {
        let letter = self.letters[range.index].clone();
        let [low, high] = [&range.lower, &range.upper].map(|end| {
            let name_of = |index: usize| self.shown_index(index);
            let affine = end.expr.affine(&name_of)?;
            Some(self.affine(&affine))
        });
        Some(TypedRange { index: self.graph.intern(&letter), low: low?, high: high? })
    }

    /// Multiples of letters as an expression.
    fn affine(&mut self, affine: &Affine) -> ExprId {
        let mut terms = Vec::new();
        for (letter, factor) in &affine.letters {
            let symbol = self.graph.intern(letter);
            let letter = self.graph.symbol(symbol);
            let size = self.graph.integer(factor.saturating_abs());
            let term =
                if factor.unsigned_abs() == 1 { letter } else { self.graph.call(&MULTIPLY, &[size, letter]) };
            terms.push(if *factor < 0 { self.graph.call(&NEGATE, &[term]) } else { term });
        }
        if terms.is_empty() {
            return self.graph.integer(affine.constant);
        }
        if affine.constant != 0 {
            let size = self.graph.integer(affine.constant.saturating_abs());
            terms.push(if affine.constant < 0 { self.graph.call(&NEGATE, &[size]) } else { size });
        }
        self.graph.together(&ADD, &terms)
    }

    fn shown_index(&self, index: usize) -> Shown<'_> {
        match self.values[index] {
            Some(value) => Shown::Value(value),
            None => Shown::Letter(&self.letters[index]),
        }
    }

    fn index(&mut self, index: usize) -> ExprId {
        if let Some(value) = self.values[index] {
            return self.graph.integer(value);
        }
        let symbol = self.graph.intern(&self.letters[index]);
        self.graph.symbol(symbol)
    }

    /// A member by its indices as they are written: `x[i+j-1]`.
    fn member(&mut self, mention: &Mention) -> ExprId {
        let pattern = self.names.text(mention.pattern);
        let mut indices = mention.indices.iter();
        let mut name = String::with_capacity(pattern.len() + 8);
        for character in pattern.chars() {
            match (character, indices.len()) {
                ('*', 1..) => {
                    let name_of = |index: usize| self.shown_index(index);
                    name.extend(indices.next().map(|index| index.written(&name_of)));
                }
                (_, _) => name.push(character),
            }
        }
        let symbol = self.graph.intern(&name);
        self.graph.symbol(symbol)
    }

    fn note_input(&mut self, name: ExprId) {
        if !self.inputs.contains(&name) {
            self.inputs.push(name);
        }
    }
}
