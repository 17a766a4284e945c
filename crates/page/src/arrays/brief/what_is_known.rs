//! What is known of the factors, whatever the numbers.

use chainrule_array::word::Over;
use chainrule_array::{MemberStatement, QuantityId, StatementPart, Told, WholeId};
use chainrule_number::Rational;
use chainrule_render::{Block, Inline, Layout, Operator};
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::function::{self, Interval, TABLE};
use chainrule_symbolic::graph::FunctionId;
use chainrule_work::array::ArrayFact;

use super::super::ArrayPage;
use super::super::general::range_of;
use crate::facts::{fraction, range_stated};

/// So many slopes are written by their values.
const MOST_BY_VALUE: usize = 4;

impl ArrayPage<'_> {
    pub(super) fn what_is_known(&mut self) {
        let report = self.report;
        let mut functions: Vec<FunctionId> = Vec::new();
        let mut facts: Vec<Inline> = Vec::new();
        for fact in &report.known {
            match fact {
                ArrayFact::Slope { function, argument, range, .. } => {
                    if functions.contains(function) {
                        continue;
                    }
                    functions.push(*function);
                    facts.push(self.slope(*function, *argument, *range));
                }
                ArrayFact::Probabilities { of, over, below_one } => {
                    facts.push(self.probabilities(*of, *over, *below_one));
                }
                ArrayFact::Symmetric(place) => {
                    let jacobian = &report.calculus.jacobians[*place];
                    let [child, parent] =
                        [jacobian.child, jacobian.parent].map(|quantity| self.setter.quantity(quantity));
                    let name = self.setter.local_derivative(jacobian.child, jacobian.parent, &child, &parent);
                    facts.push(Inline::new().math(name).text(" is symmetric"));
                }
            }
        }
        if !facts.is_empty() {
            self.section("What is known", Inline::new(), "Whatever the numbers,");
            self.blocks.push(Block::List(facts));
        }
    }

    /// `0 < σ'(z) ≤ 1/4 in every entry; σ'(z) = h ⊙ (1 - h)`
    fn slope(&self, function: FunctionId, argument: WholeId, range: Interval) -> Inline {
        let name = TABLE.get(function.index()).map_or("the function", |row| row.name);
        let all: Vec<(WholeId, Option<QuantityId>)> = self
            .report
            .known
            .iter()
            .filter_map(|fact| match fact {
                ArrayFact::Slope { function: slope_of, argument, by_value, .. } if *slope_of == function => {
                    Some((*argument, *by_value))
                }
                ArrayFact::Slope { .. } | ArrayFact::Probabilities { .. } | ArrayFact::Symmetric(_) => None,
            })
            .collect();
        let statements: Vec<MemberStatement> = all
            .iter()
            .map(|(argument, value)| {
                let value = value.map(StatementPart::Quantity);
                MemberStatement {
                    about: self.report.arrays.mentioned_in(*argument),
                    says: value.into_iter().chain([StatementPart::Whole(*argument)]).collect(),
                }
            })
            .collect();
        let groups = self.at_once(&statements);
        let first = groups.first().and_then(|group| match group {
            Told::Run(run) => {
                let slope = |page: &ArrayPage<'_>| page.setter.slope_of(function, all[run.printed].0);
                Some((self.in_general(run, slope), run))
            }
            Told::One(_) => None,
        });
        let range_told = first.as_ref().map(|(_, run)| range_of(run));
        let slope = first.map_or_else(|| self.setter.slope_of(function, argument), |(slope, _)| slope);
        let is_one = self.report.arrays.shape(argument).is_number();
        let mut text = Inline::new().math(range_stated(&slope, range)).text(if is_one {
            format!(", whatever {name} is taken of")
        } else {
            format!(" in every entry, whatever {name} is taken of")
        });
        let mut count = 0;
        for group in &groups {
            let (place, run) = match group {
                Told::One(place) => (*place, None),
                Told::Run(run) => (run.printed, Some(run)),
            };
            let (argument, Some(value)) = all[place] else { continue };
            if count == MOST_BY_VALUE {
                break;
            }
            let by_value = match run {
                Some(run) => self.in_general(run, |page| page.slope_by_value(function, argument, value)),
                None => self.slope_by_value(function, argument, value),
            };
            text = text.text(if count == 0 { "; " } else { ", " }).math(by_value);
            if let Some(run) = run {
                text = text.text(" ").then(range_of(run));
            }
            count += 1;
        }
        match range_told.filter(|_| count == 0) {
            Some(range) => text.text(", ").then(range),
            None => text,
        }
    }

    /// `σ'(z) = h ⊙ (1 - h)`
    fn slope_by_value(&self, function: FunctionId, argument: WholeId, value: QuantityId) -> Layout {
        let left = self.setter.slope_of(function, argument);
        let quantity = self.setter.quantity(value);
        let one = fraction(&Rational::one());
        let right = if function == function::id(&SIGMOID) {
            let rest = Layout::sequence(&[one, Layout::operator(Operator::Minus), quantity.clone()]).fenced();
            let is_number = self.report.arrays.quantity(value).shape.is_number();
            let sign = if is_number { Operator::Dot } else { Operator::Each };
            Layout::joined(&[quantity, rest], sign)
        } else {
            let square = self.setter.squared(&quantity);
            Layout::sequence(&[one, Layout::operator(Operator::Minus), square])
        };
        left.related(Operator::Equal, &right)
    }

    fn probabilities(&self, of: QuantityId, over: Over, below_one: bool) -> Inline {
        let entry = self.setter.generic_entry(of);
        let [zero, one] = [Rational::zero(), Rational::one()].map(|number| fraction(&number));
        let sign = if below_one { Operator::Less } else { Operator::AtMost };
        let math = zero.related(Operator::Less, &entry).related(sign, &one);
        let name = self.setter.quantity(of);
        let text = Inline::new().math(math);
        match over {
            Over::All => text.text(" and the entries of ").math(name).text(" add up to 1"),
            Over::EachRow => text.text(" and each row of ").math(name).text(" adds up to 1"),
            Over::EachColumn => text.text(" and each column of ").math(name).text(" adds up to 1"),
        }
    }
}
