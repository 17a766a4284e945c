//! `given`, `derive` and `claim` over indices: each item is read once and taken for each value of the indices that it
//! mentions.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_symbolic::network::FamilyId;

use super::super::Resolver;
use super::super::given_item::ReadGiven;
use super::super::table::{Statement, Takes};
use super::clause_of;
use super::instance::Instance;
use crate::expression::Wrong;
use crate::family::clause::{Odometer, Range, check_size};
use crate::family::draft::Draft;
use crate::family::machine::{Machine, count};
use crate::family::program::Program;
use crate::lexer::{Keyword, Kind, Token};

/// An item whose `*` waits for everything else.
pub(in crate::resolve) struct Filler {
    draft: Draft,
    item: ReadGiven,
}

impl Resolver<'_> {
    /// All items of a statement over indices.
    pub(in crate::resolve) fn family_items(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let mut rest = tokens.to_vec();
        loop {
            let cut = clause_of(&rest).unwrap_or(rest.len());
            if cut == 0 {
                return self.other(&rest);
            }
            let end = cut + end_of_clause(&rest[cut..]);
            self.items_with(&rest[..cut], &rest[cut..end])?;
            if end == rest.len() {
                return Ok(());
            }
            // What follows `for` and its indices are items of their own: `given w[l] = 1 for l in 1..3, y = 2`.
            rest.drain(1..=end);
            if !self.stands_for_many(&rest) {
                let rest = self.literal(&rest)?;
                return self.other(&rest);
            }
        }
    }

    fn items_with(&mut self, list: &[Token], clause: &[Token]) -> Result<(), Wrong> {
        let statement = match list[0].kind {
            Kind::Keyword(word) => Statement::find(word),
            _ => None,
        };
        if let Some(Takes::List { item, many, .. }) = statement.map(|statement| &statement.takes) {
            self.each_item(list, item, |resolver, tokens, start| many(resolver, tokens, start, clause));
            return Ok(());
        }
        let place = clause.first().map_or(list[0].span, |token| token.span);
        let message = "this statement takes no `for` and no `*`";
        let wrong = Diagnostic::error(&code::EXPECTED, place, message);
        Err(Box::new(wrong.help("write one statement for each member")))
    }

    pub(in crate::resolve) fn family_item<I: Instance>(
        &mut self,
        tokens: &[Token],
        start: usize,
        clause: &[Token],
    ) -> Result<(), Wrong> {
        let mut draft = self.draft();
        let ranges = if clause.is_empty() { Vec::new() } else { self.clause(&mut draft, clause)? };
        let mut reader = self.drafting(&mut draft, tokens, start, true);
        let item = I::read(&mut reader, tokens, start)?;
        if draft.placeholders.starred.is_some() {
            let families = self.builder.families_mut();
            let program =
                Program::compile(&draft, &item.roots(), &self.known_names.names, &mut self.graph, families);
            if ranges.iter().any(|range| program.uses(range.index)) {
                return Err(Box::new(
                    Diagnostic::error(&code::BAD_INDEX, item.span(), "`*` and an index can't stand together")
                        .help("write `for` with an index for each `*`"),
                ));
            }
        }
        if draft.placeholders.starred.is_some()
            && let Some(item) = item.filler()
        {
            self.families.fillers.push(Filler { draft, item });
            return Ok(());
        }
        self.each_instance(&draft, &ranges, &item)
    }

    fn each_instance<I: Instance>(&mut self, draft: &Draft, ranges: &[Range], item: &I) -> Result<(), Wrong> {
        let families = self.builder.families_mut();
        let program =
            Program::compile(draft, &item.roots(), &self.known_names.names, &mut self.graph, families);
        if draft.placeholders.starred.is_some() {
            let members: Vec<(SymbolId, Vec<i64>)> = self.starred(draft);
            let mut machine = Machine::new(&program);
            for (_, values) in members {
                machine.values = values;
                self.instance(draft, &mut machine, item, &[])?;
            }
            return Ok(());
        }
        let used = used_ranges(ranges, &program);
        check_size(&used)?;
        let mut machine = Machine::new(&program);
        let mut values = machine.values.clone();
        let mut odometer = Odometer::new(&used);
        while odometer.next(&mut values)? {
            machine.values.clone_from(&values);
            self.instance(draft, &mut machine, item, &used)?;
        }
        Ok(())
    }

    fn instance<I: Instance>(
        &mut self,
        draft: &Draft,
        machine: &mut Machine<'_>,
        item: &I,
        ranges: &[Range],
    ) -> Result<(), Wrong> {
        count(&mut self.families.made, machine.weight(), item.span())?;
        let mut members = std::mem::take(&mut self.questions.members);
        let before = members.len();
        let made = self.make(machine, &mut members);
        if made.is_err() {
            members.truncate(before);
        }
        self.questions.members = members;
        made?;
        let count = item.roots().len();
        let roots: Vec<ExprId> = (0..count).map(|place| machine.root(place)).collect();
        let at: Vec<String> = ranges
            .iter()
            .filter(|_| I::SAYS_WHERE)
            .map(|range| {
                let name = self.known_names.names.text(draft.indices.named[range.index].name);
                format!("{name} = {}", machine.values[range.index])
            })
            .collect();
        item.with(&roots).take(self, &at.join(", "))
    }

    /// The members that a `*` stands for, in the order of their indices, each with the values of the `*`.
    fn starred(&self, draft: &Draft) -> Vec<(SymbolId, Vec<i64>)> {
        let Some(starred) = &draft.placeholders.starred else { return Vec::new() };
        let families = self.builder.families();
        let Some(family) = families.find(self.known_names.names.text(starred.pattern)) else {
            return Vec::new();
        };
        let mut found: Vec<(Vec<i64>, SymbolId)> = Vec::new();
        for (indices, symbol) in families.members(family) {
            let mut values = vec![0; draft.indices.named.len()];
            let fits = starred.slots.iter().zip(indices).all(|(slot, &index)| match slot {
                Ok(place) => {
                    values[*place] = index;
                    true
                }
                Err(expr) => expr.value(&values) == Ok(index),
            });
            if fits && self.places.contains(symbol) {
                found.push((values, symbol));
            }
        }
        found.sort_unstable();
        found.into_iter().map(|(values, symbol)| (symbol, values)).collect()
    }

    /// `given w[*] = 0.5`: the members that nothing else gives a number, when all else is known.
    pub(in crate::resolve) fn fill(&mut self) {
        for Filler { draft, item } in std::mem::take(&mut self.families.fillers) {
            let families = self.builder.families_mut();
            let program =
                Program::compile(&draft, &item.roots(), &self.known_names.names, &mut self.graph, families);
            let members = self.starred(&draft);
            if members.is_empty() {
                let span = draft.placeholders.starred.as_ref().map_or(item.span, |starred| starred.span);
                let text = &self.text[span.range()];
                self.diagnostics.push(Diagnostic::warning(
                    &code::UNUSED_VALUE,
                    span,
                    format!("nothing in this worksheet uses a member `{text}`"),
                ));
            }
            let mut machine = Machine::new(&program);
            for (symbol, values) in members {
                let is_given = self.defined.heads.contains(symbol)
                    || if item.states_range() {
                        self.givens.ranges_of.contains_key(&symbol)
                    } else {
                        self.givens.value_of.contains_key(&symbol)
                    };
                if is_given {
                    continue;
                }
                machine.values = values;
                if let Err(wrong) = self.instance(&draft, &mut machine, &item, &[]) {
                    self.diagnostics.push(*wrong);
                    break;
                }
            }
        }
    }

    /// The members of a family that are quantities, with their indices.
    pub(super) fn known_members(&self, family: FamilyId) -> impl Iterator<Item = &[i64]> {
        let present = |(indices, symbol)| self.places.contains(symbol).then_some(indices);
        self.builder.families().members(family).filter_map(present)
    }
}

/// Where a clause ends: at a comma behind which no further index stands.
fn end_of_clause(clause: &[Token]) -> usize {
    let mut depth = 0usize;
    for (at, token) in clause.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Comma if depth == 0 => {
                let next = &clause[at + 1..];
                let is_index = matches!(
                    next,
                    [Token { kind: Kind::Name(_), .. }, Token { kind: Kind::Keyword(Keyword::In), .. }, third, ..]
                        if !matches!(third.kind, Kind::Open(b'['))
                );
                if !is_index && !next.is_empty() {
                    return at;
                }
            }
            _ => {}
        }
    }
    clause.len()
}

/// The ranges whose indices an item mentions, and those that they run over by.
fn used_ranges(ranges: &[Range], program: &Program) -> Vec<Range> {
    let mut is_used: Vec<bool> = ranges.iter().map(|range| program.uses(range.index)).collect();
    for at in (0..ranges.len()).rev() {
        if is_used[at] {
            for end in [&ranges[at].lower, &ranges[at].upper] {
                for index in end.expr.indices() {
                    if let Some(place) = ranges.iter().position(|range| range.index == index) {
                        is_used[place] = true;
                    }
                }
            }
        }
    }
    ranges.iter().zip(is_used).filter(|(_, is_used)| *is_used).map(|(range, _)| range.clone()).collect()
}
