//! What is kept of a claim once it is judged: formulas, values, results.

use chainrule::Judgement;
use chainrule::number::Rational;
use chainrule::symbolic::graph::{ExprId, Node, SymbolId};
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::Unread;
use chainrule_latex::rows::{Claim, Relation};
use chainrule_latex::tree::Name;

use crate::arrays;
use crate::desk::Meaning;
use crate::given::{Given, When};
use crate::line::{Finding, Role, Verdict};
use crate::numbers::near;
use crate::numeric::is_equality;
use crate::proofread::{Head, Reading};
use crate::side::Side;

impl Reading<'_> {
    /// Keeps what a claim says of the name at its start.
    #[expect(clippy::too_many_arguments, reason = "they are the parts of one claim")]
    pub(crate) fn record(
        &mut self,
        sides: &[Result<Side, Unread>],
        claim: &Claim,
        findings: &[Finding],
        head: Option<&Head>,
        function: Option<&(String, Vec<String>)>,
        continues: bool,
        first_line: usize,
    ) {
        self.keep_results(sides, claim, findings, first_line);
        let Some(head) = head else { return };
        self.keep_arrays(sides, claim, findings, (head, continues), first_line);
        if let (Some((name, parameters)), Some(Ok(body))) = (function, sides.get(1))
            && self.desk.names.functions.contains(name.as_str())
        {
            let is_new = findings.first().is_some_and(|finding| finding.role == Role::Definition)
                && (!self.desk.functions.contains_key(name.as_str())
                    || claim.signs[0].relation != Relation::About);
            if is_new && !body.is_opaque && !self.is_recursive(name, body.expr) {
                self.desk.define_function(name, parameters, body.expr);
                let symbol = self.desk.graph.intern(name);
                let expr = self.desk.graph.symbol(symbol);
                let line = self.lines.get(first_line).map_or(0, |line| line.line);
                self.desk.keep_formula(expr, Meaning { symbol, expr: body.expr, is_opaque: false, line });
                self.desk.trees.insert(name.clone(), (Name::plain(name), body.tree.clone()));
            }
            return;
        }
        let is_equal = |place: usize| claim.signs.get(place).is_some_and(|sign| is_equality(sign.relation));
        // `formula = name`, said of a name with no meaning.
        if !head.is_named {
            if let [Ok(left), Ok(right), ..] = sides
                && !continues
                && is_equal(0)
                && !left.is_numeric
                && findings.first().is_some_and(|finding| finding.role == Role::Definition)
                && let Node::Symbol(symbol) = self.desk.graph.node(right.expr)
            {
                self.define((right, symbol), left, first_line);
            }
            if let (Some(Ok(right)), Some(finding)) = (sides.last(), findings.last())
                && finding.role == Role::Given
                && right.is_numeric
            {
                let is_about = claim.signs.last().is_some_and(|sign| sign.relation == Relation::About);
                self.keep_value((head.expr, is_about), right, finding, first_line + findings.len() - 1);
            }
            return;
        }
        let start = usize::from(!continues);
        if let Node::Symbol(symbol) = self.desk.graph.node(head.expr) {
            let formula = sides.iter().enumerate().skip(1).find_map(|(place, side)| {
                let side = side.as_ref().ok()?;
                let is_formula = !side.is_numeric && is_equal(place - 1);
                (is_formula && !self.desk.names_in(side.expr).contains(&head.expr)).then(|| side.clone())
            });
            if let Some(formula) = formula
                && !continues
                && start == 1
                && claim.signs[0].relation != Relation::About
                && findings[0].verdict != Verdict::Wrong
                && let Some(Ok(head_side)) = sides.first()
            {
                self.define((head_side, symbol), &formula, first_line);
            }
        }
        let last = claim.signs.len();
        if let (Some(Ok(right)), true) = (sides.last(), last > 0)
            && is_equal(last - 1)
        {
            let finding = &findings[last - 1];
            if right.is_numeric {
                let is_about = claim.signs[last - 1].relation == Relation::About;
                self.keep_value((head.expr, is_about), right, finding, first_line + last - 1);
            } else if finding.role == Role::Update
                && let Ok(value) = self.desk.evaluate(right.expr, None)
                && let Some(value) = near(&value)
            {
                let line = self.lines.get(first_line + last - 1).map_or(0, |line| line.line);
                let given = Given {
                    value,
                    written: None,
                    unit: Rational::zero(),
                    line,
                    is_result: false,
                    wrong: finding.built_on,
                    right: None,
                    is_always: false,
                    is_about: false,
                    when: When::default(),
                };
                self.desk.set_value(head.expr, given);
            }
        }
    }

    /// What a claim says of the name at its start on a page of arrays: its formula as it is written, and its numbers.
    fn keep_arrays(
        &mut self,
        sides: &[Result<Side, Unread>],
        claim: &Claim,
        findings: &[Finding],
        (head, continues): (&Head, bool),
        first_line: usize,
    ) {
        const MOST_FORMULAS: usize = 2_000;
        let has_arrays =
            self.desk.is_single || self.desk.has_matrices || sides.iter().flatten().any(arrays::is_written);
        let Node::Symbol(symbol) = self.desk.graph.node(head.expr) else { return };
        if !has_arrays || !head.is_named || self.desk.array_formulas.len() > MOST_FORMULAS {
            return;
        }
        let name = self.desk.graph.name(symbol).as_str().to_owned();
        let is_equal = |place: usize| claim.signs.get(place).is_some_and(|sign| is_equality(sign.relation));
        if let Some(Ok(formula)) = sides.get(1)
            && !continues
            && is_equal(0)
            && !formula.is_numeric
            && findings.first().is_some_and(|finding| matches!(finding.role, Role::Definition | Role::Given))
            && arrays::evaluate(&mut self.desk, &formula.tree).is_none_or(|_| !arrays::is_list(&formula.tree))
            && !arrays::names_of(&formula.tree).contains(&name)
        {
            let line = self.lines.get(first_line).map_or(0, |line| line.line);
            let before = self.desk.array_formulas.insert(name.clone(), formula.tree.clone());
            let line_before = self.desk.array_lines.insert(name.clone(), line).unwrap_or(0);
            if let Some(before) = before.filter(|before| !before.is_like(&formula.tree)) {
                self.desk.earlier_arrays.entry(name.clone()).or_default().push((before, line_before));
            }
        }
        let last = claim.signs.len();
        if let Some(Ok(right)) = sides.last()
            && last > 0
            && is_equal(last - 1)
            && arrays::is_written(right)
            && findings[last - 1].verdict != Verdict::Wrong
            && let Some(amount @ arrays::Amount::Array(_)) = arrays::evaluate(&mut self.desk, &right.tree)
        {
            if last == 1 && arrays::is_list(&right.tree) && !self.desk.array_formulas.contains_key(&name) {
                self.desk.given_arrays.insert(name.clone());
            }
            self.desk.arrays.insert(name, amount);
        }
    }

    fn define(&mut self, (named, symbol): (&Side, SymbolId), formula: &Side, first_line: usize) {
        let name = named.expr;
        // `x = x_0` says where, not what.
        let is_same_letter = match (self.desk.graph.node(formula.expr), self.desk.graph.node(name)) {
            (Node::Symbol(one), Node::Symbol(other)) => {
                let first = |symbol| self.desk.graph.name(symbol).as_str().chars().next();
                first(one) == first(other)
            }
            _ => false,
        };
        if is_same_letter {
            return;
        }
        // A circle of definitions defines nothing.
        if self.desk.is_far(formula.expr) || self.desk.may_reach(formula.expr, name) {
            return;
        }
        let is_opaque = formula.is_opaque || formula.tree.has_vectors;
        let line = self.lines.get(first_line).map_or(0, |line| line.line);
        let before = self.desk.keep_formula(name, Meaning { symbol, expr: formula.expr, is_opaque, line });
        if let Some(name) = named.tree.as_name() {
            self.desk.trees.insert(name.canonical(), (name.clone(), formula.tree.clone()));
        }
        // Another formula: a number from before says nothing of it.
        if before.is_some_and(|before| before.expr != formula.expr) {
            self.desk.retire(name);
            self.desk.confirmed.clear();
        }
    }

    /// The number that a name gets from the last side of a chain, and whether it stands behind ≈.
    fn keep_value(&mut self, (name, is_about): (ExprId, bool), right: &Side, finding: &Finding, line: usize) {
        let Ok(value) = chainrule::value_of(&mut self.desk.graph, right.expr) else { return };
        let written = if value.exact().is_none() { Some(right.expr) } else { None };
        let Some(value) = near(&value) else { return };
        let line = self.lines.get(line).map_or(0, |line| line.line);
        let is_wrong = finding.verdict == Verdict::Wrong;
        let unit = right.printed.as_ref().map_or_else(Rational::zero, |printed| printed.unit.clone());
        let is_always = matches!(self.desk.graph.node(name), Node::Derivative { .. })
            && finding.role != Role::Given
            && matches!(
                self.desk.judge(name, right.expr, Sign::Equal),
                Some((Judgement::Proved(_), _, false))
            );
        let given = Given {
            value,
            written,
            unit,
            line,
            is_result: matches!(
                finding.verdict,
                Verdict::PrintedDigits | Verdict::Cut | Verdict::RoundedOperands | Verdict::Wrong
            ),
            wrong: if is_wrong { Some(line) } else { finding.built_on },
            right: if is_wrong { finding.exact.clone() } else { None },
            is_always,
            is_about,
            when: When::default(),
        };
        self.desk.set_value(name, given);
    }

    /// Numbers that were printed as results.
    fn keep_results(
        &mut self,
        sides: &[Result<Side, Unread>],
        claim: &Claim,
        findings: &[Finding],
        first_line: usize,
    ) {
        const MOST_RESULTS: usize = 2_000;
        for (place, finding) in findings.iter().enumerate() {
            let (Some(Ok(left)), Some(Ok(right))) = (sides.get(place), sides.get(place + 1)) else {
                continue;
            };
            let Some(printed) = &right.printed else { continue };
            if left.printed.is_some()
                || !claim.signs.get(place).is_some_and(|sign| is_equality(sign.relation))
            {
                continue;
            }
            let line = self.lines.get(first_line + place).map_or(0, |line| line.line);
            let is_wrong = finding.verdict == Verdict::Wrong;
            let is_inexact =
                matches!(finding.verdict, Verdict::PrintedDigits | Verdict::Cut | Verdict::RoundedOperands);
            if (is_wrong || is_inexact || finding.built_on.is_some())
                && self.desk.results.len() < MOST_RESULTS
            {
                self.desk.results.push(Given {
                    value: printed.value.clone(),
                    written: None,
                    unit: printed.unit.clone(),
                    line,
                    is_result: is_inexact,
                    wrong: if is_wrong { Some(line) } else { finding.built_on },
                    right: None,
                    is_always: false,
                    is_about: false,
                    when: When::default(),
                });
            }
        }
    }
}
