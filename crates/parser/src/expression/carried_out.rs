//! Operators, carried out on the operands that wait.

use chainrule_diagnostic::Span;
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::graph::{ExprId, Node};

use super::operator::Operator;
use super::reader::Reader;
use super::stacks::{Operand, Pending, Stacks, Value};

impl Stacks {
    /// Carries out what binds before `next`.
    pub(super) fn reduce(&mut self, reader: &mut Reader<'_>, next: Operator) {
        while let Some(&Pending::Operator(operator, span)) = self.pending.last() {
            if !operator.takes_before(next) {
                break;
            }
            self.pending.pop();
            self.carry_out(reader, operator, span);
        }
    }

    /// Carries out everything up to the innermost open bracket.
    pub(super) fn reduce_group(&mut self, reader: &mut Reader<'_>) {
        while let Some(&Pending::Operator(operator, span)) = self.pending.last() {
            self.pending.pop();
            self.carry_out(reader, operator, span);
        }
    }

    fn carry_out(&mut self, reader: &mut Reader<'_>, operator: Operator, sign: Span) {
        let right = self.operands.pop().expect("every operator has its operands");
        if operator.is_prefix() {
            let span = sign.to(right.span);
            let depth = right.depth + 1;
            let number = reader.number_in(&right);
            let (id, bare) = match (operator, number) {
                (Operator::Negate | Operator::NegateTightly, Some(number)) => {
                    (reader.graph.number(-&number), true)
                }
                (Operator::Root, _) => {
                    let inner = reader.finish(right);
                    (reader.graph.call(&SQRT, &[inner]), false)
                }
                (_, _) => {
                    let inner = reader.finish(right);
                    (reader.graph.call(&NEGATE, &[inner]), false)
                }
            };
            self.push_nested(id, span, bare, if bare { 0 } else { depth });
            return;
        }
        let left = self.operands.pop().expect("every operator has its operands");
        let span = left.span.to(right.span);
        let mut bare = false;
        let grows = matches!(
            (&left.value, operator),
            (Value::Sum(_), Operator::Add | Operator::Subtract)
                | (Value::Product(_), Operator::Multiply | Operator::Juxtapose)
        );
        let depth = (left.depth + usize::from(!grows)).max(right.depth + 1);
        let value = match operator {
            Operator::Add | Operator::Subtract => {
                let mut terms = match left {
                    Operand { value: Value::Sum(terms), .. } => terms,
                    other => {
                        let first = reader.finish(other);
                        reader.spare.list(first)
                    }
                };
                let right = reader.finish(right);
                terms.push(if operator == Operator::Subtract {
                    reader.graph.call(&NEGATE, &[right])
                } else {
                    right
                });
                Value::Sum(terms)
            }
            Operator::Multiply | Operator::Juxtapose => {
                let mut factors = match left {
                    Operand { value: Value::Product(factors), .. } => factors,
                    other => {
                        let first = reader.finish(other);
                        reader.spare.list(first)
                    }
                };
                factors.push(reader.finish(right));
                Value::Product(factors)
            }
            Operator::Divide => {
                let numbers = reader.number_in(&left).zip(reader.number_in(&right));
                if let Some(quotient) = numbers.and_then(|(above, below)| above.checked_div(&below)) {
                    bare = true;
                    Value::Done(reader.graph.number(quotient))
                } else {
                    let (above, below) = (reader.finish(left), reader.finish(right));
                    Value::Done(reader.graph.call(&DIVIDE, &[above, below]))
                }
            }
            Operator::Power => {
                let (below, exponent) = (reader.finish(left), reader.finish(right));
                Value::Done(reader.graph.call(&POWER, &[below, exponent]))
            }
            Operator::Negate | Operator::NegateTightly | Operator::Root => {
                unreachable!("prefix operators were carried out above")
            }
        };
        let depth = if bare { 0 } else { depth };
        self.check(depth, span);
        self.operands.push(Operand { value, span, depth, bare });
    }
}

impl Reader<'_> {
    /// The expression of an operand, with its place remembered.
    pub(super) fn finish(&mut self, operand: Operand) -> ExprId {
        let id = match operand.value {
            Value::Done(id) => id,
            Value::Sum(terms) => {
                let sum = self.graph.call(&ADD, &terms);
                self.spare.keep_list(terms);
                sum
            }
            Value::Product(factors) => {
                let product = self.graph.call(&MULTIPLY, &factors);
                self.spare.keep_list(factors);
                product
            }
        };
        self.spans.set_first(id, operand.span);
        id
    }

    pub(super) fn number_in(&self, operand: &Operand) -> Option<Rational> {
        match operand.value {
            Value::Done(id) if operand.bare => match self.graph.node(id) {
                Node::Number(number) => Some(number.clone()),
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            },
            Value::Done(_) | Value::Sum(_) | Value::Product(_) => None,
        }
    }
}
