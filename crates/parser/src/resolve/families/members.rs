//! Which members there are, and what to say of those that are not.

use rustc_hash::FxHashSet;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::{FamilyId, Network, member_name, split_member};

use super::super::Resolver;
use super::definitions::{FamilyDefinition, FamilyHead};
use super::recurrence::{Recurrences, Whole};
use crate::lexer::NameId;

/// A member that a definition mentions and no definition reaches, as far as was read.
#[derive(Clone, Copy, Debug)]
pub(in crate::resolve) struct Undefined {
    symbol: SymbolId,
    span: Span,
    /// What the definition defines.
    by: Whole,
}

impl FamilyDefinition {
    pub(super) fn node(&self) -> Whole {
        match &self.head {
            FamilyHead::Member(family, _) => Whole::Family(*family),
            FamilyHead::Quantity(symbol, _) => Whole::Quantity(*symbol),
        }
    }
}

impl Resolver<'_> {
    /// Notes the family of a name that is a member of one: other names of the family are known by it.
    pub(in crate::resolve) fn note_member(&mut self, id: NameId, span: Span) {
        let text = self.known_names.names.text(id);
        if !text.contains(['[', '^']) {
            return;
        }
        let id = if text.contains('*') {
            id
        } else {
            let mut pattern = std::mem::take(&mut self.families.pattern);
            let is_member = split_member(text, &mut pattern, &mut self.families.indices);
            let id = is_member.then(|| self.known_names.names.intern(&pattern));
            self.families.pattern = pattern;
            let Some(id) = id else { return };
            id
        };
        if !self.known_names.used.note(id, span) {
            return;
        }
        self.known_names.has_families = true;
        let pattern = self.known_names.names.text(id);
        let count = |pattern: &str| pattern.split_once('[').map_or(0, |(_, list)| list.matches('*').count());
        let base = pattern.split('[').next().unwrap_or_default().to_owned();
        if pattern.contains('[')
            && let Some(&(other, place)) = self.families.shapes.get(&base)
        {
            let here = count(pattern);
            let plural = |count: usize| if count == 1 { "1 index" } else { "indices" };
            let number = |count: usize| {
                if count == 1 { plural(1).to_owned() } else { format!("{count} {}", plural(count)) }
            };
            let stem = base.split('^').next().unwrap_or_default();
            let message = format!("`{stem}` has {} here and {} elsewhere", number(here), number(other));
            self.diagnostics.push(
                Diagnostic::error(&code::INDEX_COUNT, span, message)
                    .also(place, "elsewhere")
                    .help("all members of a family have the same number of indices"),
            );
        } else if pattern.contains('[') {
            self.families.shapes.insert(base, (count(pattern), span));
        }
    }

    /// Makes a symbol known to its family, where its name is that of a member.
    pub(in crate::resolve) fn adopt(&mut self, symbol: SymbolId) {
        self.builder.families_mut().adopt(&mut self.graph, symbol);
    }

    /// Notes a member that a definition mentions, where its family is defined and nothing defines the member so far.
    pub(in crate::resolve) fn note_undefined(&mut self, symbol: SymbolId, span: Span, by: Whole) {
        let Some(member) = self.builder.families().of(symbol) else { return };
        if !self.is_defined(member.family) || self.defined.heads.contains(symbol) {
            return;
        }
        let is_new = self.families.undefined.last().is_none_or(|last| last.symbol != symbol || last.by != by);
        if is_new {
            self.families.undefined.push(Undefined { symbol, span, by });
        }
    }

    /// Says which members are missing: those that no definition reaches, unless a definition of the same recurrence
    /// needs them to begin with, or they are given a number.
    pub(in crate::resolve) fn check_members(&mut self, definitions: &[FamilyDefinition], network: &Network) {
        let undefined = std::mem::take(&mut self.families.undefined);
        let open: Vec<Undefined> = undefined
            .into_iter()
            .filter(|one| {
                !self.defined.heads.contains(one.symbol)
                    && !self.givens.value_of.contains_key(&one.symbol)
                    && !self.givens.ranges_of.contains_key(&one.symbol)
            })
            .collect();
        if !open.is_empty() {
            let recurrences = self.recurrences(definitions, network);
            let families = network.families();
            let begins = |one: &Undefined| recurrences.is_one(one.by, Whole::of(families, one.symbol));
            let first: FxHashSet<SymbolId> =
                open.iter().filter(|one| begins(one)).map(|one| one.symbol).collect();
            let mut said = FxHashSet::default();
            for one in open.iter().filter(|one| !first.contains(&one.symbol)) {
                // One member of a family for each place says enough.
                if said.insert((one.span, families.of(one.symbol).map(|member| member.family))) {
                    let wrong = self.no_member(one.symbol, one.span, definitions, network);
                    self.diagnostics.push(wrong);
                }
            }
        }
        self.check_asked_members(definitions, network);
    }

    /// Members that only questions and claims name.
    fn check_asked_members(&mut self, definitions: &[FamilyDefinition], network: &Network) {
        let members = std::mem::take(&mut self.questions.members);
        if members.is_empty() {
            return;
        }
        let mut is_quantity = vec![false; self.graph.symbol_count()];
        for symbol in network.order() {
            is_quantity[symbol.index()] = true;
        }
        let mut said = FxHashSet::default();
        for (symbol, span) in members {
            let is_known = is_quantity[symbol.index()]
                || self.givens.value_of.contains_key(&symbol)
                || self.givens.ranges_of.contains_key(&symbol);
            let family = network.families().of(symbol).map(|member| member.family);
            if !is_known && said.insert((span, family)) {
                let wrong = self.no_member(symbol, span, definitions, network);
                self.diagnostics.push(wrong);
            }
        }
    }

    fn recurrences(&self, definitions: &[FamilyDefinition], network: &Network) -> Recurrences {
        let families = network.families();
        let mut recurrences = Recurrences::default();
        for definition in definitions {
            for member in definition.program.members() {
                recurrences.add(definition.node(), Whole::Family(member.family));
            }
            for (symbol, _) in &definition.mentions {
                recurrences.add(definition.node(), Whole::of(families, *symbol));
            }
        }
        for &symbol in &self.defined.one_by_one {
            let whole = Whole::of(families, symbol);
            for &input in network.inputs(symbol) {
                recurrences.add(whole, Whole::of(families, input));
            }
        }
        recurrences.find();
        recurrences
    }

    /// `a[51] is not defined: l runs to 50`
    fn no_member(
        &self,
        symbol: SymbolId,
        span: Span,
        definitions: &[FamilyDefinition],
        network: &Network,
    ) -> Diagnostic {
        let name = self.graph.name(symbol);
        let families = network.families();
        let Some(member) = families.of(symbol) else {
            return Diagnostic::error(&code::NO_MEMBER, span, format!("`{name}` is not defined"));
        };
        let is_defined = self.is_defined(member.family);
        let of_family = |definition: &&FamilyDefinition| match &definition.head {
            FamilyHead::Member(family, _) => *family == member.family,
            FamilyHead::Quantity(..) => false,
        };
        let family_definitions: Vec<&FamilyDefinition> = definitions.iter().filter(of_family).collect();
        let reach = match family_definitions.as_slice() {
            [only] => reach(only, member.indices),
            _ => None,
        };
        let message = if is_defined {
            match &reach {
                Some(reach) => format!("`{name}` is not defined: {reach}"),
                None => format!("`{name}` is not defined"),
            }
        } else {
            format!("no equation of this worksheet has `{name}`")
        };
        let mut wrong = Diagnostic::error(&code::NO_MEMBER, span, message);
        if let Some(definition) = family_definitions.first() {
            wrong = wrong.also(definition.head_span(), "the family is defined here");
        }
        let nearest = self.nearest_member(member.family, member.indices, is_defined, network);
        if let Some(nearest) = nearest {
            wrong = wrong.help(format!("did you mean `{nearest}`?"));
        }
        if is_defined {
            wrong = wrong.help(format!("write `given {name} = …` if it is where the family begins"));
        }
        wrong
    }

    /// The member with the nearest indices that there is.
    fn nearest_member(
        &self,
        family: FamilyId,
        indices: &[i64],
        is_defined: bool,
        network: &Network,
    ) -> Option<String> {
        let families = network.families();
        let distance = |member: &[i64]| -> u64 {
            member
                .iter()
                .zip(indices)
                .fold(0, |sum: u64, (place, index)| sum.saturating_add(place.abs_diff(*index)))
        };
        families
            .members(family)
            .take(MOST_COMPARED_MEMBERS)
            .filter(|(_, symbol)| {
                if is_defined {
                    self.defined.heads.contains(*symbol)
                } else {
                    network.order().get(network.rank(*symbol) as usize) == Some(symbol)
                }
            })
            .min_by_key(|(member, _)| distance(member))
            .map(|(member, _)| member_name(families.pattern(family), member))
    }
}

/// So many members are looked at to find what a missing one was meant to be.
const MOST_COMPARED_MEMBERS: usize = 1_000_000;

/// `l runs to 50`: which index does not reach so far.
fn reach(definition: &FamilyDefinition, indices: &[i64]) -> Option<String> {
    let FamilyHead::Member(_, mention) = &definition.head else { return None };
    for (expr, &wanted) in mention.indices.iter().zip(indices) {
        let Some(index) = expr.only_index() else { continue };
        let range = definition.ranges.iter().find(|range| range.index == index)?;
        let is_constant = |end: &crate::family::index::IndexExpr| end.indices().next().is_none();
        let name = &definition.indices[index];
        if is_constant(&range.upper.expr)
            && let Ok(upper) = range.upper.expr.value(&[])
            && wanted > upper
        {
            return Some(format!("{name} runs to {upper}"));
        }
        if is_constant(&range.lower.expr)
            && let Ok(lower) = range.lower.expr.value(&[])
            && wanted < lower
        {
            return Some(format!("{name} begins at {lower}"));
        }
    }
    None
}
