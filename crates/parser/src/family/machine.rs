//! Carries out a program, instance after instance.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_symbolic::network::Families;

use super::clause::{MOST_INSTANCES, no_index, too_many};
use super::draft::{Mention, Reduce};
use super::program::{How, Instruction, Program};
use crate::expression::Wrong;
use crate::in_pairs::in_pairs;
use chainrule_worksheet::SpanTable;

/// Where instances go.
pub struct Target<'a> {
    /// Expressions.
    pub graph: &'a mut Graph,
    /// Members.
    pub families: &'a mut Families,
    /// Where each expression was written.
    pub spans: &'a mut SpanTable<ExprId>,
    /// Instances and terms made so far, over the whole worksheet.
    pub made: &'a mut u64,
    /// For the indices of one member after another.
    pub indices: Vec<i64>,
}

/// The memory of a program that is carried out.
#[derive(Debug)]
pub struct Machine<'program> {
    program: &'program Program,
    slots: Vec<ExprId>,
    /// The values of all indices.
    pub values: Vec<i64>,
    uppers: Vec<i64>,
    terms: Vec<ExprId>,
    marks: Vec<usize>,
    arguments: Vec<ExprId>,
}

impl<'program> Machine<'program> {
    /// A machine for a program.
    pub fn new(program: &'program Program) -> Self {
        let nothing = ExprId::from_index(0);
        Self {
            program,
            slots: program.fixed.iter().map(|fixed| fixed.unwrap_or(nothing)).collect(),
            values: vec![0; program.indices],
            uppers: vec![0; program.ranges.len()],
            terms: Vec::new(),
            marks: Vec::new(),
            arguments: Vec::new(),
        }
    }

    /// For how many instances one counts.
    pub fn weight(&self) -> u64 {
        self.program.weight
    }

    /// The expressions wanted, of the instance made last.
    pub fn root(&self, place: usize) -> ExprId {
        self.slots[self.program.roots[place]]
    }

    /// Makes one instance, at the values of the indices as they are; `met` is told each member.
    ///
    /// # Errors
    /// An index has no value, or there are too many instances.
    pub fn make(
        &mut self,
        target: &mut Target<'_>,
        met: &mut dyn FnMut(&Mention, SymbolId),
    ) -> Result<(), Wrong> {
        let program = self.program;
        self.terms.clear();
        self.marks.clear();
        let mut at = 0;
        while let Some(instruction) = program.instructions.get(at) {
            at += 1;
            match *instruction {
                Instruction::Number { to, index } => {
                    self.put(target, to, |machine, target| target.graph.integer(machine.values[index]));
                }
                Instruction::Member { to, member } => {
                    let member = &program.members[member];
                    member_indices(&member.mention, &self.values, &mut target.indices)?;
                    let symbol = target.families.intern(target.graph, member.family, &target.indices);
                    met(&member.mention, symbol);
                    self.put(target, to, |_, target| target.graph.symbol(symbol));
                }
                Instruction::Apply { to, function, primes, start, count, how } => {
                    let arguments = &program.arguments[start..start + count];
                    self.arguments.clear();
                    if how == How::Splice {
                        self.splice(target.graph, arguments, function);
                    } else {
                        self.arguments.extend(arguments.iter().map(|&slot| self.slots[slot]));
                    }
                    if let (How::Raise, Some(exponent)) = (how, self.arguments.get(1).copied()) {
                        self.arguments[1] = whole(target.graph, exponent);
                    }
                    let folded = if how == How::Fold { fold(target.graph, &self.arguments) } else { None };
                    self.put(target, to, |machine, target| match folded {
                        Some(number) => number,
                        None => target.graph.apply_primed(function, primes, &machine.arguments),
                    });
                }
                Instruction::Derivative { to, of, by, scope } => {
                    let Node::Symbol(by) = target.graph.node(self.slots[by]) else { continue };
                    self.put(target, to, |machine, target| {
                        target.graph.derivative(machine.slots[of], by, scope)
                    });
                }
                Instruction::Open => self.marks.push(self.terms.len()),
                Instruction::Begin { range, skip } => {
                    let ends = &program.ranges[range];
                    let end = |end: &super::index::Placed| {
                        end.expr.value(&self.values).map_err(|why| Box::new(no_index(why, end.span, "")))
                    };
                    let (lower, upper) = (end(&ends.lower)?, end(&ends.upper)?);
                    if lower > upper {
                        count(target.made, 1, ends.lower.span.to(ends.upper.span))?;
                        at = skip;
                        continue;
                    }
                    if upper.saturating_sub(lower).unsigned_abs() > MOST_INSTANCES {
                        return Err(Box::new(too_many(ends.lower.span.to(ends.upper.span))));
                    }
                    self.values[ends.index] = lower;
                    self.uppers[range] = upper;
                }
                Instruction::Append { from, weight } => {
                    let span = program.ranges.last().map_or(Span::default(), |range| range.upper.span);
                    count(target.made, weight, span)?;
                    self.terms.push(self.slots[from]);
                }
                Instruction::Next { range, back } => {
                    let value = &mut self.values[program.ranges[range].index];
                    if *value < self.uppers[range] {
                        *value += 1;
                        at = back;
                    }
                }
                Instruction::Close { to, kind } => {
                    let mark = self.marks.pop().expect("every sum that ends has begun");
                    let Some(whole) = reduced(target.graph, kind, &self.terms[mark..]) else {
                        let span = program.spans[to].unwrap_or_default();
                        let message = format!("`{}` over nothing has no value", kind.name());
                        return Err(Box::new(
                            Diagnostic::error(&code::BAD_INDEX, span, message)
                                .help("let its index take one value at least"),
                        ));
                    };
                    self.terms.truncate(mark);
                    self.put(target, to, |_, _| whole);
                }
            }
        }
        Ok(())
    }

    fn put(
        &mut self,
        target: &mut Target<'_>,
        to: usize,
        make: impl FnOnce(&Self, &mut Target<'_>) -> ExprId,
    ) {
        let before = target.graph.len();
        let id = make(self, target);
        if id.index() >= before
            && let Some(span) = self.program.spans[to]
        {
            target.spans.set_first(id, span);
        }
        self.slots[to] = id;
    }

    /// The arguments, with the terms of sums among them in their place; of products likewise.
    fn splice(
        &mut self,
        graph: &Graph,
        arguments: &[usize],
        function: chainrule_symbolic::graph::FunctionId,
    ) {
        for &slot in arguments {
            let id = self.slots[slot];
            match graph.node(id) {
                Node::Apply { function: called, primes: 0, arguments }
                    if called == function && self.program.is_reduction(slot) =>
                {
                    self.arguments.extend_from_slice(arguments);
                }
                Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => {
                    self.arguments.push(id);
                }
            }
        }
    }
}

/// What becomes of the terms of a reduction; nothing where it needs one.
fn reduced(graph: &mut Graph, kind: Reduce, terms: &[ExprId]) -> Option<ExprId> {
    match (kind, terms) {
        (Reduce::Sum, []) => Some(graph.integer(0)),
        (Reduce::Product, []) => Some(graph.integer(1)),
        (Reduce::Mean | Reduce::Largest | Reduce::Smallest, []) => None,
        (_, [only]) => Some(*only),
        (Reduce::Sum, terms) => Some(graph.call(&ADD, terms)),
        (Reduce::Product, terms) => Some(graph.call(&MULTIPLY, terms)),
        (Reduce::Mean, terms) => {
            let sum = graph.call(&ADD, terms);
            let count = graph.integer(i64::try_from(terms.len()).unwrap_or(i64::MAX));
            Some(graph.call(&DIVIDE, &[sum, count]))
        }
        (Reduce::Largest, terms) => Some(in_pairs(graph, &MAX, terms)),
        (Reduce::Smallest, terms) => Some(in_pairs(graph, &MIN, terms)),
    }
}

/// The values of a member's indices.
///
/// # Errors
/// One of them has none.
pub fn member_indices(mention: &Mention, values: &[i64], out: &mut Vec<i64>) -> Result<(), Wrong> {
    out.clear();
    for (expr, place) in mention.indices.iter().zip(&mention.places) {
        match expr.value(values) {
            Ok(value) => out.push(value),
            Err(why) => return Err(Box::new(no_index(why, *place, ""))),
        }
    }
    Ok(())
}

/// Counts an instance or term, or as many as it counts for.
///
/// # Errors
/// There are too many.
pub fn count(made: &mut u64, weight: u64, span: Span) -> Result<(), Wrong> {
    *made = made.saturating_add(weight);
    if *made > MOST_INSTANCES { Err(Box::new(too_many(span))) } else { Ok(()) }
}

/// The number that an exponent is which is made of the values of indices: `k-1`. Of anything else, itself.
fn whole(graph: &mut Graph, exponent: ExprId) -> ExprId {
    let value = match graph.node(exponent) {
        Node::Apply { function, primes: 0, arguments } => {
            let numbers: Option<Vec<Rational>> =
                arguments.iter().map(|&argument| graph.signed_number(argument)).collect();
            let row = graph.builtin(function);
            match numbers {
                Some(numbers) if row == Some(&ADD) => {
                    Some(numbers.iter().fold(Rational::zero(), |sum, number| &sum + number))
                }
                Some(numbers) if row == Some(&MULTIPLY) => {
                    Some(numbers.iter().fold(Rational::one(), |product, number| &product * number))
                }
                Some(_) | None => None,
            }
        }
        Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    };
    value.map_or(exponent, |value| graph.number(value))
}

/// The number that `-l` or `1/l` is.
fn fold(graph: &mut Graph, arguments: &[ExprId]) -> Option<ExprId> {
    let number = |id: ExprId| match graph.node(id) {
        Node::Number(number) => Some(number),
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    };
    let value = match *arguments {
        [only] => -number(only)?,
        [above, below] => number(above)?.checked_div(number(below)?)?,
        _ => return None,
    };
    Some(graph.number(value))
}
