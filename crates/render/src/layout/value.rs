//! Numbers as results are printed.

/// A number as it is to be shown: `7507500000`, `0.25`, `1/4`, `2e-13`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Whether a minus stands before it.
    pub negative: bool,
    /// Digits, with a point or a fraction bar where one belongs.
    pub digits: String,
    /// The power of ten it is multiplied by, where it is written with one.
    pub exponent10: Option<i64>,
    /// Whether long rows of digits are grouped in threes.
    pub grouped: bool,
}

impl Value {
    /// Reads a number as programs write it: `-2.5e-13`. What is no such number is kept as it stands.
    pub fn new(text: &str) -> Self {
        let (negative, rest) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (digits, exponent10) = match rest.split_once(['e', 'E']) {
            Some((digits, exponent)) => match exponent.trim_start_matches('+').parse() {
                Ok(exponent) => (digits, Some(exponent)),
                Err(_) => (rest, None),
            },
            None => (rest, None),
        };
        Self { negative, digits: digits.to_owned(), exponent10, grouped: true }
    }

    /// The digits before the point in groups of three, from five digits on.
    pub(crate) fn grouped_digits(&self, separator: &str) -> String {
        let whole = self.digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.digits.len());
        if !self.grouped || whole < 5 {
            return self.digits.clone();
        }
        let mut out = String::new();
        for (at, digit) in self.digits[..whole].chars().enumerate() {
            if at > 0 && (whole - at).is_multiple_of(3) {
                out.push_str(separator);
            }
            out.push(digit);
        }
        out.push_str(&self.digits[whole..]);
        out
    }
}
