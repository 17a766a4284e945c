//! Definitions over indices: `z[l] = w[l]*a[l-1] + b[l] for l in 1..N`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Node, SymbolId};
use chainrule_symbolic::network::FamilyId;

use super::super::definitions::Head;
use super::super::{Resolver, expected};
use super::clause_of;
use crate::expression::{Wrong, with_members};
use crate::family::clause::{Odometer, Range, check_size};
use crate::family::draft::{Draft, Mention, Placeholder};
use crate::family::machine::{Machine, count, member_indices};
use crate::family::program::{BYTES_THAT_COUNT_FOR_ONE, Program};
use crate::lexer::{Kind, NameId, Names, Relation, Token};

/// A definition over indices, read once.
pub(in crate::resolve) struct FamilyDefinition {
    /// Its place among the definitions.
    pub(in crate::resolve) place: usize,
    pub(super) head: FamilyHead,
    pub(super) ranges: Vec<Range>,
    /// The names of the indices.
    pub(super) indices: Vec<String>,
    pub(super) program: Program,
    /// As it was read, and its right side there.
    pub(super) draft: Draft,
    pub(super) root: ExprId,
    /// The function of which nothing is said that each instance is, `a[l] = f(z[l])`: the program makes what it is put to.
    opened: Option<NameId>,
    /// Names that are no members, with their places.
    pub(super) mentions: Vec<(SymbolId, Span)>,
    /// What each instance defines, in order.
    pub(super) symbols: Vec<SymbolId>,
    span: Span,
}

/// What stands on the left side.
pub(super) enum FamilyHead {
    /// A member, `z[l]`.
    Member(FamilyId, Mention),
    /// A quantity of its own, whose right side has a sum.
    Quantity(SymbolId, Span),
}

impl FamilyDefinition {
    /// The family or quantity defined, for finding recurrences.
    pub(super) fn head_span(&self) -> Span {
        match &self.head {
            FamilyHead::Member(_, mention) => mention.span,
            FamilyHead::Quantity(_, span) => *span,
        }
    }
}

impl Resolver<'_> {
    /// Reads a definition into a draft, and that into a program.
    pub(in crate::resolve) fn read_family(
        &mut self,
        place: usize,
        tokens: &[Token],
    ) -> Result<FamilyDefinition, Wrong> {
        let cut = clause_of(tokens).unwrap_or(tokens.len());
        let mut draft = self.draft();
        let ranges = if cut < tokens.len() { self.clause(&mut draft, &tokens[cut..])? } else { Vec::new() };
        let body = &tokens[..cut];
        if body.is_empty() {
            let wrong =
                Diagnostic::error(&code::EXPECTED, tokens[0].span, "a statement does not begin with `for`");
            return Err(Box::new(wrong.help("write `z[l] = … for l in 1..50`")));
        }
        let (member, at) = match body[0].kind {
            Kind::Member(pattern) => {
                let mut reader = self.drafting(&mut draft, body, 0, false);
                let (symbol, _) = reader.member_of(pattern)?;
                if reader.peek() != Some(Kind::Relation(Relation::Equal)) {
                    let wrong = expected(&reader, "`=` after the member that is defined");
                    return Err(Box::new(wrong.help("write `z[l] = … for l in 1..50`")));
                }
                (Some(symbol), reader.at + 1)
            }
            _ => match self.head(body)? {
                Head::Quantity { body, .. } => (None, body),
                Head::Function { span, .. } | Head::Dependence { span, .. } => {
                    return Err(Box::new(
                        Diagnostic::error(&code::EXPECTED, span, "functions and dependences have no indices")
                            .help("give the function an argument, `f(z, l) = …`"),
                    ));
                }
            },
        };
        let opened = member.and_then(|_| self.opened_for_members(&body[at..]));
        let (side, at) = if opened.is_some() { (&body[..body.len() - 1], at + 2) } else { (body, at) };
        let mut reader = self.drafting(&mut draft, side, at, false);
        let (root, root_span) = reader.expression()?;
        if reader.peek().is_some() {
            return Err(expected(&reader, "an operator, `for` or the end of the statement"));
        }
        let mentions = std::mem::take(&mut reader.mentions);
        if opened.is_some() && !matches!(draft.graph.node(root), Node::Symbol(_)) {
            // Of more than a name it is no dependence: the usual message says what to write.
            let mut reader = self.drafting(&mut draft, body, at - 2, false);
            reader.expression()?;
        }
        let read = self.compile(draft, ranges, member, body, root, &mentions, root_span)?;
        Ok(FamilyDefinition { place, opened, ..read })
    }

    /// What to say of an index that the left side does not have.
    fn left_out(&self, draft: &Draft, range: &Range, body: &[Token]) -> Diagnostic {
        let names = &self.known_names.names;
        let index = &draft.indices.named[range.index];
        let name = names.text(index.name);
        let is_index = |name: &str| draft.indices.named.iter().any(|index| names.text(index.name) == name);
        let message = format!("the index `{name}` does not stand on the left side");
        let wrong = Diagnostic::error(&code::INDEX_LEFT_OUT, index.span, message)
            .also(body[0].span, "each value of it would define the same quantity");
        // `z_i = w_i*x_i for i in 1..3`, as texts write it.
        match with_members(self.text, body, names, &is_index) {
            Some(written) if written.starts_with(&format!("{}[", stem(names, body))) => {
                wrong.help(format!("write `{written}`: members of families have their indices in brackets"))
            }
            _ => wrong.help(format!(
                "let `{name}` stand among the indices on the left side, or sum over it: `sum(… for {name} in …)`"
            )),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one statement")]
    fn compile(
        &mut self,
        draft: Draft,
        ranges: Vec<Range>,
        member: Option<SymbolId>,
        body: &[Token],
        root: ExprId,
        mentions: &[(SymbolId, Span)],
        root_span: Span,
    ) -> Result<FamilyDefinition, Wrong> {
        let families = self.builder.families_mut();
        let program = Program::compile(&draft, &[root], &self.known_names.names, &mut self.graph, families);
        let head = match member.and_then(|member| draft.placeholders.get(member)) {
            Some(Placeholder::Member(mention)) => {
                let family = families.family(self.known_names.names.text(mention.pattern));
                FamilyHead::Member(family, Mention { span: body[0].span.to(mention.span), ..mention.clone() })
            }
            Some(Placeholder::Index(_) | Placeholder::Reduction { .. }) | None => {
                let Kind::Name(name) = body[0].kind else {
                    return Err(Box::new(Diagnostic::error(
                        &code::EXPECTED,
                        body[0].span,
                        "expected a name",
                    )));
                };
                let name = self.known_names.names.text(name);
                FamilyHead::Quantity(families.intern_name(&mut self.graph, name), body[0].span)
            }
        };
        for range in &ranges {
            let stands = |mention: &Mention| {
                mention.indices.iter().any(|expr| expr.indices().any(|index| index == range.index))
            };
            let is_there = match &head {
                FamilyHead::Member(_, mention) => stands(mention),
                FamilyHead::Quantity(..) => false,
            };
            if !is_there {
                return Err(Box::new(self.left_out(&draft, range, body)));
            }
        }
        let computes = draft.placeholders.mentions().next().is_some_and(|_| !program.members().is_empty())
            || !mentions.is_empty();
        if let (FamilyHead::Member(family, _), true) = (&head, computes) {
            self.set_defined(*family);
        }
        let mut plain = Vec::new();
        for (symbol, span) in mentions {
            let families = self.builder.families_mut();
            let symbol = families.intern_name(&mut self.graph, draft.graph.name(*symbol).as_str());
            plain.push((symbol, *span));
        }
        let indices = draft
            .indices
            .named
            .iter()
            .map(|index| self.known_names.names.text(index.name).to_owned())
            .collect();
        let span = body[0].span.to(root_span);
        let symbols = Vec::new();
        let opened = None;
        Ok(FamilyDefinition {
            place: 0,
            head,
            ranges,
            indices,
            program,
            draft,
            root,
            opened,
            mentions: plain,
            symbols,
            span,
        })
    }

    /// Declares what a definition defines, so that the order of statements does not matter.
    pub(in crate::resolve) fn declare_family(
        &mut self,
        definition: &mut FamilyDefinition,
    ) -> Result<(), Wrong> {
        let FamilyHead::Member(family, mention) = &definition.head else { return Ok(()) };
        let (family, ranges) = (*family, &definition.ranges);
        check_size(ranges)?;
        let name = self.builder.families().pattern(family).len() / BYTES_THAT_COUNT_FOR_ONE;
        let weight = definition.program.weight + name as u64;
        let mut values = vec![0; definition.indices.len()];
        let mut odometer = Odometer::new(ranges);
        let mut indices = Vec::new();
        while odometer.next(&mut values)? {
            count(&mut self.families.made, weight, mention.span)?;
            member_indices(mention, &values, &mut indices)?;
            let symbol = self.builder.families_mut().intern(&mut self.graph, family, &indices);
            if let Some(first) = self.head_of(symbol) {
                let name = self.graph.name(symbol);
                return Err(Box::new(
                    Diagnostic::error(&code::DUPLICATE, mention.span, format!("`{name}` is defined twice"))
                        .label("defined here")
                        .also(first, "and here")
                        .help("let the indices of the two definitions run over different values"),
                ));
            }
            self.defined.heads.insert(symbol);
            self.places.set(symbol, mention.span);
            definition.symbols.push(symbol);
        }
        if let Some(letter) = mention.indices.first().and_then(|first| first.indices().next()) {
            let members = definition.symbols.len() as u64;
            self.builder.families_mut().note_letter(family, &definition.indices[letter], members);
        }
        Ok(())
    }

    /// Puts out the right side of every instance.
    pub(in crate::resolve) fn define_family(&mut self, definition: &FamilyDefinition) -> Result<(), Wrong> {
        for &(symbol, span) in &definition.mentions {
            self.places.set_first(symbol, span);
            self.note_undefined(symbol, span, definition.node());
        }
        let mut machine = Machine::new(&definition.program);
        let mut met = Vec::new();
        if let FamilyHead::Quantity(symbol, span) = definition.head {
            self.check_new_name(symbol, span)?;
            self.make(&mut machine, &mut met)?;
            self.take_instance(definition, &machine, symbol, &met)?;
            return Ok(());
        }
        let mut values = std::mem::take(&mut machine.values);
        let mut odometer = Odometer::new(&definition.ranges);
        for &symbol in &definition.symbols {
            if !odometer.next(&mut values)? {
                break;
            }
            machine.values.clone_from(&values);
            met.clear();
            self.make(&mut machine, &mut met)?;
            self.take_instance(definition, &machine, symbol, &met)?;
        }
        Ok(())
    }

    /// Makes an instance; the members that it mentions are collected.
    pub(super) fn make(
        &mut self,
        machine: &mut Machine<'_>,
        met: &mut Vec<(SymbolId, Span)>,
    ) -> Result<(), Wrong> {
        let mut target = self.target();
        machine.make(&mut target, &mut |mention, symbol| met.push((symbol, mention.span)))
    }

    fn take_instance(
        &mut self,
        definition: &FamilyDefinition,
        machine: &Machine<'_>,
        symbol: SymbolId,
        met: &[(SymbolId, Span)],
    ) -> Result<(), Wrong> {
        for &(mentioned, span) in met {
            self.places.set_first(mentioned, span);
            if !self.defined.heads.contains(mentioned) {
                self.note_undefined(mentioned, span, definition.node());
            }
        }
        let id = machine.root(0);
        if let (Some(function), Node::Symbol(input)) = (definition.opened, self.graph.node(id)) {
            self.builder.depend(symbol, vec![input]);
            self.applied_members.push((symbol, function, input));
            let function = self.known_names.names.text(function).to_owned();
            self.known_names.applied.insert((function, input), symbol);
            self.defined.in_order.push(symbol);
            return Ok(());
        }
        if let Node::Number(_) = self.graph.node(id) {
            self.builder.input(symbol);
            return self.value(symbol, id, false, definition.span);
        }
        self.builder.define(symbol, id);
        self.defined.formulas.push((symbol, id));
        self.defined.in_order.push(symbol);
        Ok(())
    }

    /// Tells the families how far their indices reach, for tables of the right size.
    pub(in crate::resolve) fn reserve_members(&mut self, definitions: &[FamilyDefinition]) {
        let count = self.builder.families().len();
        let mut bounds: Vec<Option<Vec<(i64, i64)>>> = vec![None; count];
        let mut expected = vec![0u64; count];
        let mut is_unknown = vec![false; count];
        let mut exprs = 0u64;
        for definition in definitions {
            let indices = index_bounds(definition);
            let ranges = definition.ranges.iter().chain(definition.program.ranges());
            let size = ranges.fold(1u64, |size, range| {
                let (low, high) = indices[range.index];
                size.saturating_mul(high.saturating_sub(low).saturating_add(1).max(1).unsigned_abs())
            });
            exprs = exprs.saturating_add(size.saturating_mul(definition.program.applications()));
            let head = match &definition.head {
                FamilyHead::Member(family, mention) => Some((*family, mention)),
                FamilyHead::Quantity(..) => None,
            };
            let members = definition.program.members().iter().map(|member| (member.family, &member.mention));
            for (family, mention) in members.chain(head) {
                let reach: Option<Vec<(i64, i64)>> =
                    mention.indices.iter().map(|expr| expr.bounds(&indices)).collect();
                let place = family.index();
                expected[place] = expected[place].saturating_add(size).min(crate::MOST_INSTANCES);
                match (reach, &mut bounds[place]) {
                    (None, _) => is_unknown[place] = true,
                    (Some(reach), Some(all)) => {
                        for (all, ends) in all.iter_mut().zip(reach) {
                            *all = (all.0.min(ends.0), all.1.max(ends.1));
                        }
                    }
                    (Some(reach), empty) => *empty = Some(reach),
                }
            }
        }
        let volume = |bounds: &Vec<(i64, i64)>| {
            let sizes = bounds.iter().map(|(low, high)| high.abs_diff(*low).saturating_add(1));
            sizes.fold(1u64, u64::saturating_mul)
        };
        let counts = expected.iter().zip(&bounds).map(|(&expected, bounds)| {
            bounds.as_ref().map_or(expected, |bounds| volume(bounds).min(expected))
        });
        let at_most = |count: u64| usize::try_from(count.min(crate::MOST_INSTANCES)).unwrap_or(0);
        self.graph.reserve(at_most(counts.fold(0, u64::saturating_add)), at_most(exprs));
        let families = self.builder.families_mut();
        let ids: Vec<FamilyId> = families.ids().collect();
        for family in ids {
            let place = family.index();
            if let (Some(Some(bounds)), false) = (bounds.get(place), is_unknown[place]) {
                families.reserve(family, bounds, expected[place]);
            }
        }
    }
}

/// Bounds of every index of a definition.
pub(super) fn index_bounds(definition: &FamilyDefinition) -> Vec<(i64, i64)> {
    let mut bounds = vec![(0, 0); definition.indices.len()];
    for range in definition.ranges.iter().chain(definition.program.ranges()) {
        let lower = range.lower.expr.bounds(&bounds).unwrap_or((0, 0));
        let upper = range.upper.expr.bounds(&bounds).unwrap_or((0, 0));
        bounds[range.index] = (lower.0, upper.1.max(lower.0));
    }
    bounds
}

/// What the name that a statement begins with has before its subscript.
fn stem<'n>(names: &'n Names, body: &[Token]) -> &'n str {
    match body.first().map(|token| token.kind) {
        Some(Kind::Name(id)) => names.text(id).split('_').next().unwrap_or_default(),
        _ => "",
    }
}
