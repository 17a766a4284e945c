//! Index expressions: whole-number arithmetic over the indices of a statement, `l-1`, `2*l+1`, `N-l`.

use chainrule_diagnostic::Span;

/// Whole-number arithmetic over the values of indices, its operations in the order of carrying them out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IndexExpr {
    steps: Vec<Step>,
    /// `factor * index + addend` with one index or none, which is what nearly all are.
    line: Option<Line>,
}

/// One step over a stack of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Puts a number.
    Number(i64),
    /// Puts the value of an index.
    Index(usize),
    /// Takes two, puts their sum.
    Add,
    /// Takes two, puts their difference.
    Subtract,
    /// Takes two, puts their product.
    Multiply,
    /// Takes two, puts their quotient, which must be whole.
    Divide,
    /// Takes two, puts the power.
    Power,
    /// Takes one, puts its negative.
    Negate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Line {
    index: Option<usize>,
    factor: i64,
    addend: i64,
}

/// Why an index has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoIndex {
    /// It is not whole: above and below the line of the division.
    Fraction(i64, i64),
    /// It divides by 0.
    DivisionByZero,
    /// It is larger than [`LARGEST_INDEX`].
    TooLarge,
}

/// Indices lie between this and its negative.
pub const LARGEST_INDEX: i64 = 1_000_000_000_000;

/// An index expression and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What is computed.
    pub expr: IndexExpr,
    /// Where it is written.
    pub span: Span,
}

impl IndexExpr {
    /// The expression of these steps, which leave one number on the stack.
    pub fn new(steps: Vec<Step>) -> Self {
        let line = line(&steps);
        Self { steps, line }
    }

    /// Its operations, in the order of carrying them out.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The index that it is, if nothing else.
    pub fn only_index(&self) -> Option<usize> {
        match self.steps[..] {
            [Step::Index(index)] => Some(index),
            _ => None,
        }
    }

    /// The indices it depends on.
    pub fn indices(&self) -> impl Iterator<Item = usize> {
        self.steps.iter().filter_map(|step| match step {
            Step::Index(index) => Some(*index),
            Step::Number(_)
            | Step::Add
            | Step::Subtract
            | Step::Multiply
            | Step::Divide
            | Step::Power
            | Step::Negate => None,
        })
    }

    /// Its value at these values of the indices.
    ///
    /// # Errors
    /// It is no whole number, or too large.
    pub fn value(&self, indices: &[i64]) -> Result<i64, NoIndex> {
        if let Some(Line { index, factor, addend }) = self.line {
            let index = index.map_or(0, |index| indices[index]);
            let value = factor.checked_mul(index).and_then(|product| product.checked_add(addend));
            return value.ok_or(NoIndex::TooLarge).and_then(not_too_large);
        }
        let mut stack: Vec<i64> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let value = match *step {
                Step::Number(number) => number,
                Step::Index(index) => indices[index],
                Step::Negate => -pop(&mut stack),
                Step::Add | Step::Subtract | Step::Multiply | Step::Divide | Step::Power => {
                    let right = pop(&mut stack);
                    let left = pop(&mut stack);
                    combine(*step, left, right)?
                }
            };
            stack.push(not_too_large(value)?);
        }
        Ok(pop(&mut stack))
    }

    /// Bounds of its value where each index lies within bounds of its own; nothing where they are not worked out.
    pub fn bounds(&self, indices: &[(i64, i64)]) -> Option<(i64, i64)> {
        let Line { index, factor, addend } = self.line?;
        let (low, high) = index.map_or((0, 0), |index| indices[index]);
        let end = |value: i64| factor.checked_mul(value)?.checked_add(addend);
        let (one, other) = (end(low)?, end(high)?);
        Some((one.min(other), one.max(other)))
    }
}

fn pop(stack: &mut Vec<i64>) -> i64 {
    stack.pop().expect("every step finds what it takes")
}

fn not_too_large(value: i64) -> Result<i64, NoIndex> {
    if value.unsigned_abs() <= LARGEST_INDEX.unsigned_abs() { Ok(value) } else { Err(NoIndex::TooLarge) }
}

fn combine(step: Step, left: i64, right: i64) -> Result<i64, NoIndex> {
    let value = match step {
        Step::Add => left.checked_add(right),
        Step::Subtract => left.checked_sub(right),
        Step::Multiply => left.checked_mul(right),
        Step::Divide if right == 0 => return Err(NoIndex::DivisionByZero),
        Step::Divide if left % right != 0 => return Err(NoIndex::Fraction(left, right)),
        Step::Divide => left.checked_div(right),
        Step::Power if right < 0 && left.unsigned_abs() > 1 => {
            let size = left.checked_pow(u32::try_from(-right).unwrap_or(u32::MAX));
            return Err(size.map_or(NoIndex::TooLarge, |below| NoIndex::Fraction(1, below)));
        }
        Step::Power if right < 0 && left == 0 => return Err(NoIndex::DivisionByZero),
        Step::Power => left.checked_pow(u32::try_from(right.unsigned_abs()).unwrap_or(u32::MAX)),
        Step::Number(_) | Step::Index(_) | Step::Negate => {
            unreachable!("these take less than two numbers")
        }
    };
    value.ok_or(NoIndex::TooLarge)
}

/// The steps as `factor * index + addend`, where they are that.
fn line(steps: &[Step]) -> Option<Line> {
    let mut stack: Vec<Line> = Vec::new();
    let number = |addend| Line { index: None, factor: 0, addend };
    for step in steps {
        let next = match *step {
            Step::Number(value) => number(value),
            Step::Index(index) => Line { index: Some(index), factor: 1, addend: 0 },
            Step::Negate => scaled(stack.pop()?, -1)?,
            Step::Add | Step::Subtract => {
                let right = scaled(stack.pop()?, if *step == Step::Add { 1 } else { -1 })?;
                let left = stack.pop()?;
                if left.index.is_some() && right.index.is_some() && left.index != right.index {
                    return None;
                }
                Line {
                    index: left.index.or(right.index),
                    factor: left.factor.checked_add(right.factor)?,
                    addend: left.addend.checked_add(right.addend)?,
                }
            }
            Step::Multiply => match (stack.pop()?, stack.pop()?) {
                (Line { index: None, addend, .. }, other) | (other, Line { index: None, addend, .. }) => {
                    scaled(other, addend)?
                }
                _ => return None,
            },
            Step::Divide | Step::Power => return None,
        };
        if next.addend.unsigned_abs() > LARGEST_INDEX.unsigned_abs() {
            return None;
        }
        stack.push(next);
    }
    stack.pop()
}

fn scaled(line: Line, by: i64) -> Option<Line> {
    Some(Line {
        index: line.index,
        factor: line.factor.checked_mul(by)?,
        addend: line.addend.checked_mul(by)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{IndexExpr, NoIndex, Step};

    #[test]
    fn values_and_bounds() {
        let twice =
            IndexExpr::new(vec![Step::Number(2), Step::Index(0), Step::Multiply, Step::Number(1), Step::Add]);
        assert_eq!(twice.value(&[4]), Ok(9));
        assert_eq!(twice.bounds(&[(-1, 3)]), Some((-1, 7)));
        let half = IndexExpr::new(vec![Step::Index(0), Step::Number(2), Step::Divide]);
        assert_eq!(half.value(&[4]), Ok(2));
        assert_eq!(half.value(&[3]), Err(NoIndex::Fraction(3, 2)));
        let power = IndexExpr::new(vec![Step::Number(2), Step::Index(0), Step::Power]);
        assert_eq!(power.value(&[10]), Ok(1024));
        assert_eq!(power.value(&[100]), Err(NoIndex::TooLarge));
        let negative = IndexExpr::new(vec![Step::Number(5), Step::Index(0), Step::Subtract]);
        assert_eq!(negative.value(&[7]), Ok(-2));
        assert_eq!(negative.bounds(&[(1, 3)]), Some((2, 4)));
    }
}
