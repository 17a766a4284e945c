//! Index expressions written down, some of their indices by letters and others by their values: `i+j-1`, `4-t`.

use super::index::{IndexExpr, Step};

/// What an index is written as.
#[derive(Clone, Copy, Debug)]
pub enum Shown<'a> {
    /// Its letter.
    Letter(&'a str),
    /// Its value.
    Value(i64),
}

/// Multiples of letters, in the order in which they are met, and a number beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affine {
    /// Each letter with its factor, which is not 0.
    pub letters: Vec<(String, i64)>,
    /// The number.
    pub constant: i64,
}

/// A part of an index expression.
enum Part {
    Affine(Affine),
    /// Anything else, and how tightly it holds together.
    Text(String, u8),
}

impl IndexExpr {
    /// The expression as it is written between brackets.
    pub fn written<'a>(&self, name_of: &dyn Fn(usize) -> Shown<'a>) -> String {
        self.part(name_of).map(|part| part.text().0).unwrap_or_default()
    }

    /// The same as multiples of letters, where it is that.
    pub fn affine<'a>(&self, name_of: &dyn Fn(usize) -> Shown<'a>) -> Option<Affine> {
        match self.part(name_of)? {
            Part::Affine(affine) => Some(affine),
            Part::Text(..) => None,
        }
    }

    fn part<'a>(&self, name_of: &dyn Fn(usize) -> Shown<'a>) -> Option<Part> {
        let mut stack: Vec<Part> = Vec::new();
        for &step in self.steps() {
            let number = |constant| Part::Affine(Affine { letters: Vec::new(), constant });
            let next = match step {
                Step::Number(value) => number(value),
                Step::Index(index) => match name_of(index) {
                    Shown::Letter(letter) => {
                        Part::Affine(Affine { letters: vec![(letter.to_owned(), 1)], constant: 0 })
                    }
                    Shown::Value(value) => number(value),
                },
                Step::Negate => match stack.pop()? {
                    Part::Affine(affine) => Part::Affine(affine.times(-1)?),
                    part @ Part::Text(..) => Part::Text(format!("-{}", part.at_least(2)), 1),
                },
                Step::Add | Step::Subtract | Step::Multiply | Step::Divide | Step::Power => {
                    let right = stack.pop()?;
                    joined(step, &stack.pop()?, &right)?
                }
            };
            stack.push(next);
        }
        stack.pop()
    }
}

/// Two parts with an operator between, worked out where what comes of them is a multiple of letters again.
fn joined(step: Step, left: &Part, right: &Part) -> Option<Part> {
    if let (Part::Affine(one), Part::Affine(other)) = (left, right) {
        let whole = match step {
            Step::Add => one.plus(other, 1),
            Step::Subtract => one.plus(other, -1),
            Step::Multiply if one.letters.is_empty() => other.times(one.constant),
            Step::Multiply if other.letters.is_empty() => one.times(other.constant),
            Step::Divide if other.letters.is_empty() => one.over(other.constant),
            Step::Power if one.letters.is_empty() && other.letters.is_empty() => {
                u32::try_from(other.constant)
                    .ok()
                    .and_then(|power| one.constant.checked_pow(power))
                    .map(|constant| Affine { letters: Vec::new(), constant })
            }
            Step::Multiply | Step::Divide | Step::Power | Step::Number(_) | Step::Index(_) | Step::Negate => {
                None
            }
        };
        if let Some(whole) = whole {
            return Some(Part::Affine(whole));
        }
    }
    let (sign, level) = match step {
        Step::Add => ('+', 1),
        Step::Subtract => ('-', 1),
        Step::Multiply => ('*', 2),
        Step::Divide => ('/', 2),
        Step::Power => ('^', 3),
        Step::Number(_) | Step::Index(_) | Step::Negate => return None,
    };
    let tighter = if step == Step::Power { 4 } else { level };
    let right_least = if matches!(step, Step::Add | Step::Multiply) { level } else { level + 1 };
    Some(Part::Text(format!("{}{sign}{}", left.at_least(tighter), right.at_least(right_least)), level))
}

impl Part {
    fn text(&self) -> (String, u8) {
        match self {
            Self::Affine(affine) => affine.text(),
            Self::Text(text, level) => (text.clone(), *level),
        }
    }

    /// In brackets, unless it holds together so tightly.
    fn at_least(&self, level: u8) -> String {
        let (text, strength) = self.text();
        if strength >= level { text } else { format!("({text})") }
    }
}

impl Affine {
    fn plus(&self, other: &Self, factor: i64) -> Option<Self> {
        let mut sum = self.clone();
        for (letter, times) in &other.letters {
            let scaled = times.checked_mul(factor)?;
            match sum.letters.iter_mut().find(|(name, _)| name == letter) {
                Some((_, all)) => *all = all.checked_add(scaled)?,
                None => sum.letters.push((letter.clone(), scaled)),
            }
        }
        sum.letters.retain(|(_, factor)| *factor != 0);
        sum.constant = sum.constant.checked_add(other.constant.checked_mul(factor)?)?;
        Some(sum)
    }

    fn times(&self, factor: i64) -> Option<Self> {
        Self::default().plus(self, factor)
    }

    fn over(&self, divisor: i64) -> Option<Self> {
        let divided = |value: i64| match value.checked_rem(divisor)? {
            0 => value.checked_div(divisor),
            _ => None,
        };
        let letters = self.letters.iter().map(|(name, factor)| Some((name.clone(), divided(*factor)?)));
        Some(Self { letters: letters.collect::<Option<_>>()?, constant: divided(self.constant)? })
    }

    fn text(&self) -> (String, u8) {
        let mut out = String::new();
        let mut push = |factor: i64, letter: &str| {
            let sign = match (out.is_empty(), factor < 0) {
                (true, false) => "",
                (false, false) => "+",
                (_, true) => "-",
            };
            let size = match (factor.unsigned_abs(), letter) {
                (size, "") => size.to_string(),
                (1, letter) => letter.to_owned(),
                (size, letter) => format!("{size}*{letter}"),
            };
            out.push_str(sign);
            out.push_str(&size);
        };
        // What is added comes first: `4-t`.
        let starts_with_constant = self.constant > 0 && self.letters.iter().all(|(_, factor)| *factor < 0);
        if starts_with_constant {
            push(self.constant, "");
        }
        let (added, taken): (Vec<_>, Vec<_>) = self.letters.iter().partition(|(_, factor)| *factor > 0);
        for (letter, factor) in added.into_iter().chain(taken) {
            push(*factor, letter);
        }
        if !starts_with_constant && (self.constant != 0 || self.letters.is_empty()) {
            push(self.constant, "");
        }
        let level = match self.letters.as_slice() {
            [] if self.constant >= 0 => 4,
            [(_, 1)] if self.constant == 0 => 4,
            [(_, 2..)] if self.constant == 0 => 2,
            [..] => 1,
        };
        (out, level)
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::family::index::{IndexExpr, Step};

    #[test]
    fn indices_as_they_are_written() {
        let letters = |index: usize| Shown::Letter(["i", "j"][index]);
        let at_two = |index: usize| if index == 0 { Shown::Value(2) } else { Shown::Letter("j") };
        let (i, j, number) = (Step::Index(0), Step::Index(1), Step::Number);
        let shifted = IndexExpr::new(vec![i, j, Step::Add, number(1), Step::Subtract]);
        assert_eq!(shifted.written(&letters), "i+j-1");
        assert_eq!(shifted.written(&at_two), "j+1");
        let back = IndexExpr::new(vec![number(4), j, Step::Subtract]);
        assert_eq!(back.written(&letters), "4-j");
        let stride =
            IndexExpr::new(vec![number(2), i, number(1), Step::Subtract, Step::Multiply, j, Step::Add]);
        assert_eq!(stride.written(&letters), "2*i+j-2");
        assert_eq!(stride.written(&at_two), "j+2");
        let product = IndexExpr::new(vec![i, number(1), Step::Add, j, Step::Multiply]);
        assert_eq!(product.written(&letters), "(i+1)*j");
        assert_eq!(product.written(&at_two), "3*j");
        let half = IndexExpr::new(vec![i, number(1), Step::Add, number(2), Step::Divide]);
        assert_eq!(half.written(&letters), "(i+1)/2");
        let power = IndexExpr::new(vec![number(2), i, Step::Power]);
        assert_eq!(power.written(&letters), "2^i");
        assert_eq!(power.written(&at_two), "4");
        let none = IndexExpr::new(vec![i, i, Step::Subtract]);
        assert_eq!(none.written(&letters), "0");
        let negative = IndexExpr::new(vec![i, Step::Negate, j, Step::Subtract, number(1), Step::Subtract]);
        assert_eq!(negative.written(&letters), "-i-j-1");
    }
}
