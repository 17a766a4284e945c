//! Index arithmetic: `l - 1`, `2·k + 1`, `N - l`.

use std::fmt;

use crate::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE};
use crate::graph::{ExprId, Graph};

/// A whole number of each index, and a whole number besides: what an index place of a generic name says.
///
/// Its text is what the worksheet language has in the brackets of a member: `l-1`, `2*k+1`, `-l+N`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Linear {
    /// Each index with its number, none of them 0, in the order of the indices' names.
    terms: Vec<(String, i64)>,
    constant: i64,
}

impl Linear {
    /// A number alone.
    pub fn constant(constant: i64) -> Self {
        Self { terms: Vec::new(), constant }
    }

    /// An index alone.
    pub fn index(name: &str) -> Self {
        Self { terms: vec![(name.to_owned(), 1)], constant: 0 }
    }

    /// The number, where no index stands in it.
    pub fn value(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// The indices with their numbers.
    pub fn terms(&self) -> &[(String, i64)] {
        &self.terms
    }

    /// The number besides.
    pub fn rest(&self) -> i64 {
        self.constant
    }

    /// So much more; nothing where it does not fit.
    pub fn plus(&self, more: i64) -> Option<Self> {
        Some(Self { terms: self.terms.clone(), constant: self.constant.checked_add(more)? })
    }

    /// So much less; nothing where it does not fit.
    pub fn minus(&self, less: &Self) -> Option<Self> {
        let mut new = self.clone();
        for (name, times) in &less.terms {
            new.add(name, times.checked_neg()?)?;
        }
        new.constant = new.constant.checked_sub(less.constant)?;
        Some(new)
    }

    /// What both instances are cases of: `first` where `index` is `at.0`, `second` where it is `at.1`.
    /// Nothing where no whole numbers do it.
    pub fn generalised(first: &Self, second: &Self, index: &str, at: (i64, i64)) -> Option<Self> {
        if first.terms != second.terms {
            return None;
        }
        let (rise, run) = (second.constant.checked_sub(first.constant)?, at.1.checked_sub(at.0)?);
        let slope = rise.checked_div(run)?;
        if slope.checked_mul(run)? != rise {
            return None;
        }
        let mut general = Self {
            terms: first.terms.clone(),
            constant: first.constant.checked_sub(slope.checked_mul(at.0)?)?,
        };
        general.add(index, slope)?;
        Some(general)
    }

    /// With an index replaced.
    pub fn with(&self, index: &str, by: &Self) -> Option<Self> {
        let Some(place) = self.terms.iter().position(|(name, _)| name == index) else {
            return Some(self.clone());
        };
        let mut new = self.clone();
        let (_, times) = new.terms.remove(place);
        for (name, coefficient) in &by.terms {
            new.add(name, times.checked_mul(*coefficient)?)?;
        }
        new.constant = new.constant.checked_add(times.checked_mul(by.constant)?)?;
        Some(new)
    }

    /// The number where one index has this value and no other stands in it.
    pub fn at(&self, index: &str, value: i64) -> Option<i64> {
        self.terms.iter().try_fold(self.constant, |sum, (name, times)| {
            if name != index {
                return None;
            }
            sum.checked_add(times.checked_mul(value)?)
        })
    }

    /// As an expression: `N - l + 1`.
    pub fn written(&self, graph: &mut Graph) -> ExprId {
        let (more, less): (Vec<_>, Vec<_>) = self.terms.iter().partition(|(_, times)| *times > 0);
        let mut terms = Vec::new();
        let leads = more.is_empty() && self.constant > 0;
        if leads {
            terms.push(graph.integer(self.constant));
        }
        for (name, times) in more.into_iter().chain(less) {
            let symbol = graph.intern(name);
            let mut term = graph.symbol(symbol);
            if times.unsigned_abs() != 1 {
                let size = graph.integer(times.saturating_abs());
                term = graph.call(&MULTIPLY, &[size, term]);
            }
            terms.push(if *times < 0 { graph.call(&NEGATE, &[term]) } else { term });
        }
        if self.constant != 0 && !leads {
            let size = graph.integer(self.constant.saturating_abs());
            terms.push(if self.constant < 0 { graph.call(&NEGATE, &[size]) } else { size });
        }
        match terms.as_slice() {
            [] => graph.integer(0),
            [only] => *only,
            [..] => graph.call(&ADD, &terms),
        }
    }

    fn add(&mut self, index: &str, times: i64) -> Option<()> {
        match self.terms.binary_search_by(|(name, _)| name.as_str().cmp(index)) {
            Ok(place) => {
                self.terms[place].1 = self.terms[place].1.checked_add(times)?;
                if self.terms[place].1 == 0 {
                    self.terms.remove(place);
                }
            }
            Err(place) if times != 0 => self.terms.insert(place, (index.to_owned(), times)),
            Err(_) => {}
        }
        Some(())
    }
}

impl fmt::Display for Linear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is added first, then what is taken away: `N-l`, not `-l+N`.
        let (more, less): (Vec<_>, Vec<_>) = self.terms.iter().partition(|(_, times)| *times > 0);
        let leads = more.is_empty() && self.constant > 0;
        if leads {
            write!(formatter, "{}", self.constant)?;
        }
        let mut starts = !leads;
        for (name, times) in more.into_iter().chain(less) {
            match (*times, starts) {
                (1, true) => write!(formatter, "{name}")?,
                (1, false) => write!(formatter, "+{name}")?,
                (-1, _) => write!(formatter, "-{name}")?,
                (times, true) => write!(formatter, "{times}*{name}")?,
                (times, false) => write!(formatter, "{times:+}*{name}")?,
            }
            starts = false;
        }
        match (if leads { 0 } else { self.constant }, starts) {
            (constant, true) => write!(formatter, "{constant}"),
            (0, false) => Ok(()),
            (constant, false) => write!(formatter, "{constant:+}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Linear;

    #[test]
    fn two_cases_make_a_rule() {
        let number = Linear::constant;
        let rule = Linear::generalised(&number(49), &number(48), "l", (50, 49)).expect("whole");
        assert_eq!(rule.to_string(), "l-1");
        assert_eq!(rule.at("l", 7), Some(6));
        assert_eq!(Linear::generalised(&number(1), &number(2), "l", (0, 2)), None);
        let even = Linear::generalised(&number(5), &number(7), "l", (2, 3)).expect("whole");
        assert_eq!(even.to_string(), "2*l+1");
        let back = Linear::generalised(&number(1), &number(2), "l", (6, 5)).expect("whole");
        assert_eq!(back.to_string(), "7-l");
        let both = Linear::generalised(&back, &back.plus(1).expect("small"), "N", (7, 8)).expect("whole");
        assert_eq!(both.to_string(), "N-l");
        let put_in = both.with("l", &Linear::index("k").plus(2).expect("small")).expect("small");
        assert_eq!(put_in.to_string(), "N-k-2");
        assert_eq!(both.with("l", &Linear::index("N")).expect("small"), number(0));
    }
}
