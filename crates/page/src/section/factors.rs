//! What each factor is: those of one step in a table, others in a few lines.

use chainrule_number::{Scalar, Value};
use chainrule_render::{Block, FactorLine, Inline, Layout, Line, Operator, Relation, Working};
use chainrule_symbolic::derivation::{Fact, FactorId, Must, Path, primed_function};
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_work::factor_values::FactorValues;
use chainrule_work::report::DerivationReport;

use super::super::Page;
use super::super::line;
use super::super::numbers::BITS;
use super::super::plan::{self, Numbers, is_single};
use super::super::preparation::Prepared;
use super::super::tellings::{OneLine, Reason, ShownStep, Telling};
use super::super::told_before::NewFacts;
use super::product_of;

/// What a telling of factors of the same form belongs to.
#[derive(Clone, Copy)]
enum Last {
    Row,
    Block,
    Nothing,
}

impl Page<'_> {
    pub(in super::super) fn factors(&mut self, place: usize, prepared: &Prepared) {
        let derivation = &self.report.derivations[place];
        if !derivation.derivation.has_factors() {
            return;
        }
        if self.plan.has_all_steps() {
            self.section("Each factor", Inline::new(), "The factors are".into());
            self.workings(&prepared.factors);
            self.folds(derivation, prepared);
            self.facts(&prepared.facts);
            return;
        }
        let folded = self.folded(derivation, prepared);
        let tellings: Vec<Telling> = prepared
            .tellings
            .iter()
            .filter(|telling| match telling {
                Telling::Line(one_line) => !folded.contains(&one_line.id),
                Telling::Open
                | Telling::ToldBefore
                | Telling::Block(..)
                | Telling::Result(..)
                | Telling::LeftOut(_)
                | Telling::Alike(_) => true,
            })
            .cloned()
            .collect();
        self.tell(&tellings, Some(derivation));
        self.needs(&prepared.facts);
        self.presupposed(derivation);
    }

    /// The factors of a layer that is told as one, below the chain.
    fn folded(&mut self, derivation_report: &DerivationReport, prepared: &Prepared) -> Vec<FactorId> {
        if plan::numbers(self.report, derivation_report) != Numbers::BelowTheChain {
            return Vec::new();
        }
        let Some(path) = derivation_report.derivation.only_path() else { return Vec::new() };
        let line_of = |id: FactorId| {
            prepared.tellings.iter().find_map(|telling| match telling {
                Telling::Line(line) if line.id == id => Some(line),
                Telling::Line(_)
                | Telling::Open
                | Telling::ToldBefore
                | Telling::Block(..)
                | Telling::Result(..)
                | Telling::LeftOut(_)
                | Telling::Alike(_) => None,
            })
        };
        let mut ids = Vec::new();
        for group in path.groups().into_iter().filter(|group| group.len() == 2) {
            let pair = [path.factors[group.start], path.factors[group.start + 1]];
            if let [Some(outer), Some(inner)] = pair.map(line_of) {
                self.layer(derivation_report, prepared, path, group.start, [outer, inner]);
                ids.extend(pair);
            }
        }
        ids
    }

    /// A factor over two quantities: the chain rule through the one between, the two put in, the number.
    fn layer(
        &mut self,
        derivation_report: &DerivationReport,
        prepared: &Prepared,
        path: &Path,
        first: usize,
        [outer, inner]: [&OneLine; 2],
    ) {
        let Some(fold) = prepared.fold(path, first) else { return };
        let calculus = self.report.calculus();
        let (top, between) = (calculus.factor(outer.id).child, calculus.factor(outer.id).parent);
        let by = calculus.factor(inner.id).parent;
        let name = self.setter.expression(fold.name);
        let factors = [outer.id, inner.id].map(|id| self.setter.expression(calculus.factor(id).name));
        let mut lines = vec![line(
            name.clone(),
            Layout::joined(&factors, Operator::Chained),
            Some(Inline::from("chain rule through ").math(self.setter.name(between))),
        )];
        let put_in = self.in_a_product(outer.result, true);
        let formula = self.report.worksheet().network.definition(between);
        if let chainrule_symbolic::network::Definition::Formula(expr) = formula
            && inner.rule == Reason::Linear
        {
            let of = self.setter.expression(expr).derived_by(&self.setter.name(by));
            lines.push(line(
                Layout::new(),
                Layout::joined(&[put_in.clone(), of], Operator::Chained),
                Some(
                    Inline::from("definitions of ")
                        .math(self.setter.name(top))
                        .text(" and ")
                        .math(self.setter.name(between)),
                ),
            ));
        }
        let reason = match inner.rule {
            Reason::Linear => Inline::from("linear in ").math(self.setter.name(by)),
            Reason::Rule(_) | Reason::Function(_) | Reason::ChainRule(_) | Reason::Gathered => {
                self.why(inner.rule)
            }
        };
        let both = [put_in, self.in_a_product(inner.result, false)];
        lines.push(line(Layout::new(), Layout::joined(&both, Operator::Chained), Some(reason)));
        let values = FactorValues::of(derivation_report);
        let layer_values = [outer.id, inner.id].map(|id| values.get(id));
        let mut product = None;
        if let [Some(first), Some(second)] = layer_values
            && let Ok(value) = first.mul(second, BITS)
        {
            let numbers = [self.number(first), self.bracketed(second)];
            let exact = [first, second].iter().all(|value| self.relation_to(value) == Relation::Equal);
            let relation = if exact { Relation::Equal } else { Relation::About };
            let right = Layout::joined(&numbers, Operator::Times);
            lines.push(Line { relation, ..line(Layout::new(), right, None) });
            let relation = self.relation_to(&value);
            lines.push(Line { relation, ..line(Layout::new(), self.number(&value), None) });
            product = Some(value);
        }
        if !self.is_compact {
            self.section_of(Inline::from("The factor ").math(name), Inline::new(), Inline::from("Here"));
        }
        let label = self.label("factor");
        self.blocks.push(Block::Working(Working { lines, label }));
        self.bound_of_layer(fold.name, [outer, inner], product.as_ref());
    }

    /// Why a layer is no larger than it is.
    fn bound_of_layer(&mut self, name: ExprId, [outer, inner]: [&OneLine; 2], product: Option<&Value>) {
        let Some(most) = self.report.bound_of(outer.id) else { return };
        let range = Fact::about(self.graph, outer.result).into_iter().find_map(|fact| match fact {
            Fact::Range { of, range } if of == outer.result => Some((of, range)),
            Fact::Range { .. } | Fact::Condition { .. } | Fact::Convention { .. } | Fact::Tie { .. } => None,
        });
        let Some((of, range)) = range.filter(|_| matches!(self.graph.node(inner.result), Node::Symbol(_)))
        else {
            return;
        };
        let mut said = vec![self.setter.expression(of)];
        if outer.short != outer.result {
            said.push(self.setter.expression(outer.short));
        } else if let Some(&named) = self.named_slopes.get(&of) {
            said.push(self.setter.expression(named));
        }
        let said = Layout::joined(&said, Operator::Equal);
        let argument = self.graph.children(of).first().map(|&argument| self.setter.expression(argument));
        let mut text = Inline::from("Bound: ").math(super::super::facts::range_stated(&said, range));
        if let Some(argument) = argument {
            text = text.text(" for every ").math(argument);
        }
        let weight = self.setter.expression(inner.result).between_bars();
        let bound = match most.recip() {
            Some(whole) if whole.is_integer() => {
                Layout::fraction(&weight, &super::super::facts::fraction(&whole))
            }
            Some(_) | None => product_of(&[super::super::facts::fraction(&most), weight]),
        };
        let mut bounded = self.setter.expression(name).between_bars().related(Operator::AtMost, &bound);
        let inner_value = self.report.forward.get(&inner.result);
        let at_most = inner_value.and_then(|inner_value| inner_value.mul(&Value::Exact(most), BITS).ok());
        let mut reached = false;
        if let Some(at_most) =
            at_most.map(|value| if value.is_negative() == Some(true) { value.neg() } else { value })
        {
            let sign = self.relation_to(&at_most).operator();
            bounded = bounded.related(sign, &self.number(&at_most));
            reached = match (product, &at_most) {
                (Some(Value::Exact(product)), Value::Exact(most)) => product.abs() == *most,
                (_, _) => false,
            };
        }
        text = text.text(", so ").math(bounded).text(".");
        if reached {
            text = text.text(" Here it is reached.");
        }
        self.blocks.push(Block::Remark(text));
    }

    /// Factors as they are told.
    pub(in super::super) fn tell(&mut self, tellings: &[Telling], derivation: Option<&DerivationReport>) {
        let values = derivation.map(FactorValues::of);
        let value = |id: FactorId| values.as_ref().and_then(|values| values.get(id));
        let mut rows: Vec<FactorLine> = Vec::new();
        let mut left_out = None;
        let mut blocks: Vec<(FactorId, &[ShownStep], usize)> = Vec::new();
        let mut last = Last::Nothing;
        for telling in tellings {
            last = match telling {
                Telling::Line(_) | Telling::Result(..) => Last::Row,
                Telling::Block(..) => Last::Block,
                Telling::Open | Telling::ToldBefore | Telling::LeftOut(_) => Last::Nothing,
                Telling::Alike(_) => last,
            };
            match telling {
                Telling::Open | Telling::ToldBefore => {}
                Telling::Line(one_line) => rows.push(self.one_line(one_line, value(one_line.id))),
                Telling::Result(id, steps) => {
                    let factor = self.report.calculus().factor(*id);
                    rows.push(FactorLine {
                        name: self.setter.expression(factor.name),
                        sides: vec![self.setter.expression(factor.result)],
                        rule: Some(Inline::new().text(format!("{steps} steps, each checked"))),
                        value: value(*id).map(|value| (self.relation_to(value), self.number(value))),
                    });
                }
                Telling::Block(id, steps) => blocks.push((*id, steps.as_slice(), 0)),
                Telling::LeftOut(count) => left_out = Some(format!("… {count} more factors, all checked …")),
                Telling::Alike(count) => match last {
                    Last::Row => {
                        let text = format!("and {count} more alike");
                        if let Some(last) = rows.last_mut() {
                            last.rule = Some(match last.rule.take() {
                                Some(rule) => rule.text(", ").text(text),
                                None => Inline::new().text(text),
                            });
                        }
                    }
                    Last::Block => {
                        if let Some((_, _, alike)) = blocks.last_mut() {
                            *alike = *count;
                        }
                    }
                    Last::Nothing => {}
                },
            }
        }
        let is_whole = derivation.is_some_and(is_single);
        let is_told = !rows.is_empty() || !blocks.is_empty();
        if !rows.is_empty() {
            let has_values = rows.iter().any(|row| row.value.is_some());
            let beside = if has_values && !is_whole { Inline::from("value") } else { Inline::new() };
            if is_whole {
                self.section("Derivation", Inline::new(), Inline::new());
            } else {
                self.section("Each factor", beside, "The factors are".into());
            }
            self.blocks.push(Block::Factors(rows));
        }
        if let Some(text) = left_out.filter(|_| is_told) {
            self.blocks.push(Block::Remark(Inline::new().text(text)));
        }
        for (id, steps, alike) in blocks {
            self.block(id, steps, value(id), is_whole);
            if alike > 0 {
                let more = if alike == 1 { "factor has" } else { "factors have" };
                self.blocks
                    .push(Block::Remark(Inline::new().text(format!("{alike} more {more} this form."))));
            }
        }
    }

    /// A factor in some lines.
    fn block(&mut self, id: FactorId, steps: &[ShownStep], value: Option<&Value>, is_whole: bool) {
        let name = self.setter.expression(self.report.calculus().factor(id).name);
        let mut lines = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let reason = self.whys(&step.reasons).filter(|text| !text.is_empty());
            let left = if place == 0 { name.clone() } else { Layout::new() };
            lines.push(line(left, self.setter.expression(step.expr), reason));
        }
        if let Some(value) = value {
            lines.push(Line {
                relation: self.relation_to(value),
                ..line(Layout::new(), self.number(value), None)
            });
        }
        if is_whole {
            self.section("Derivation", Inline::new(), Inline::new());
        } else if !self.is_compact {
            self.section_of(Inline::from("The factor ").math(name), Inline::new(), Inline::from("Further"));
        }
        let label = self.label("factor");
        self.blocks.push(Block::Working(Working { lines, label }));
    }

    fn one_line(&self, one_line: &OneLine, value: Option<&Value>) -> FactorLine {
        let mut sides = Vec::new();
        if !one_line.middle.is_empty() {
            let factors: Vec<Layout> =
                one_line.middle.iter().enumerate().map(|(at, &id)| self.in_a_product(id, at == 0)).collect();
            sides.push(Layout::joined(&factors, Operator::Dot));
        }
        sides.push(self.setter.expression(one_line.result));
        if one_line.short != one_line.result {
            sides.push(self.setter.expression(one_line.short));
        }
        sides.dedup();
        FactorLine {
            name: self.setter.expression(self.report.calculus().factor(one_line.id).name),
            sides,
            rule: Some(self.why(one_line.rule)),
            value: value.map(|value| (self.relation_to(value), self.number(value))),
        }
    }

    /// A factor as it stands in a product: in brackets where it is a sum or begins with a minus.
    pub(super) fn in_a_product(&self, id: ExprId, is_first: bool) -> Layout {
        let layout = self.setter.expression(id);
        if self.needs_brackets(id, is_first) { layout.fenced() } else { layout }
    }

    /// What the factors need to be defined, conventions at kinks, and formulas behind primes that stand nowhere else.
    pub(in super::super) fn needs(&mut self, new_facts: &NewFacts) {
        let mut lines = Vec::new();
        for (slope, ranged) in &new_facts.family_slopes {
            lines.push(ranged.for_each_member(self.slope(slope), &self.setter));
        }
        // One formula stands for all arguments of a function.
        let mut told_functions = Vec::new();
        for slope in &new_facts.slopes {
            let function = primed_function(self.graph, slope.primed);
            if !told_functions.contains(&function) {
                told_functions.push(function);
                lines.push(self.slope(slope));
            }
        }
        let is_needed = |fact: &Fact| !matches!(fact, Fact::Range { .. });
        let families = new_facts.family_facts.iter().filter(|(fact, _)| is_needed(fact));
        lines.extend(families.map(|(fact, ranged)| self.fact(fact, Some(*ranged))));
        let mut conditions: Vec<(Inline, bool)> = Vec::new();
        for fact in new_facts.facts.iter().filter(|fact| is_needed(fact)) {
            match fact {
                Fact::Condition { of, must } => {
                    let condition = self.condition(*of, *must);
                    if !conditions.iter().any(|(other, _)| *other == condition) {
                        conditions.push((condition, *must == Must::BeDefined));
                    }
                }
                Fact::Range { .. } | Fact::Convention { .. } | Fact::Tie { .. } => {
                    lines.push(self.fact(fact, None));
                }
            }
        }
        // A condition with commas and "or" in it ends at a semicolon.
        let mark = if conditions.iter().any(|(_, is_choice)| *is_choice) { "; " } else { ", " };
        let needed = conditions.into_iter().map(|(condition, _)| condition);
        let needed = needed.reduce(|before, condition| before.text(mark).then(condition));
        lines.extend(needed.map(|needed| Inline::from("needed: ").then(needed)));
        if new_facts.left_out > 0 && !lines.is_empty() {
            lines.push(Inline::new().text(format!("… {} more of the same kinds …", new_facts.left_out)));
        }
        for item in lines {
            self.blocks.push(Block::Remark(item));
        }
    }

    /// What stated numbers presuppose of what has no value.
    fn presupposed(&mut self, derivation_report: &DerivationReport) {
        if let Some(text) = self.presuppositions(derivation_report) {
            self.blocks.push(Block::Remark(text));
        }
    }
}
