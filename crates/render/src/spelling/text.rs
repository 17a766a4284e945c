//! Spelled as text, in Unicode or ASCII. What it spells can be read again.

use chainrule_symbolic::function::{Function, Notation};
use chainrule_symbolic::graph::Name;

use super::{Spelling, greek_letter, with_orders};
use crate::math::superscript;

/// Text, in Unicode or in ASCII.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Whether only ASCII is used.
    pub ascii: bool,
}

impl Text {
    fn primed(name: &str, primes: u8, arguments: &[String]) -> String {
        format!("{name}{}({})", "'".repeat(primes.into()), arguments.join(", "))
    }
}

impl Spelling for Text {
    fn name(&self, name: &Name) -> String {
        if self.ascii {
            return name.as_str().to_owned();
        }
        let stem = greek_letter(name.stem()).map_or(name.stem().to_owned(), String::from);
        let subscript: String = name
            .subscript()
            .chars()
            .map(|digit| digit.to_digit(10).and_then(|d| char::from_u32(0x2080 + d)).unwrap_or(digit))
            .collect();
        let label = name.label();
        let label = if label.is_empty() {
            String::new()
        } else if label.chars().all(|c| c.is_ascii_digit()) {
            superscript(&format!("({label})"))
        } else {
            format!("^{{({label})}}")
        };
        let member = name.member();
        let member = if member.is_empty() { String::new() } else { format!("[{member}]") };
        format!("{stem}{subscript}{label}{member}")
    }

    fn ratio(&self, numerator: &str, denominator: &str) -> String {
        format!("{numerator}/{denominator}")
    }

    fn sum(&self, terms: &[(bool, String)]) -> String {
        let mut out = String::new();
        for (place, (subtracted, term)) in terms.iter().enumerate() {
            out.push_str(match (place, subtracted) {
                (0, true) => "-",
                (0, false) => "",
                (_, true) => " - ",
                (_, false) => " + ",
            });
            out.push_str(term);
        }
        out
    }

    fn product(&self, factors: &[String]) -> String {
        factors.join(if self.ascii { "*" } else { "·" })
    }

    fn quotient(&self, above: &str, below: &str) -> String {
        format!("{above}/{below}")
    }

    fn draws_fractions(&self) -> bool {
        false
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("{base}^{exponent}")
    }

    fn call(&self, row: &'static Function, primes: u8, arguments: &[String]) -> String {
        let name = match row.notation {
            Notation::Call { unicode, .. } | Notation::Constant { unicode, .. } if !self.ascii => unicode,
            Notation::Root if !self.ascii && primes == 0 => "√",
            Notation::Call { .. }
            | Notation::Constant { .. }
            | Notation::Sum
            | Notation::Product
            | Notation::Negation
            | Notation::Quotient
            | Notation::Power
            | Notation::Root
            | Notation::Absolute => row.name,
        };
        if arguments.is_empty() { name.to_owned() } else { Self::primed(name, primes, arguments) }
    }

    fn user_call(&self, name: &str, primes: u8, arguments: &[String]) -> String {
        Self::primed(name, primes, arguments)
    }

    fn derivative(&self, of: &str, by: &[String], immediate: bool) -> String {
        let order = by.len();
        let d = if self.ascii { "d" } else { "∂" };
        let raised = |order: usize| match (order, self.ascii) {
            (1, _) => String::new(),
            (_, true) => format!("^{order}"),
            (_, false) => superscript(&order.to_string()),
        };
        let plus = match (immediate, self.ascii) {
            (false, _) => "",
            (true, true) => "+",
            (true, false) => "⁺",
        };
        let separator = if self.ascii { " " } else { "" };
        let below: Vec<String> =
            with_orders(by).into_iter().map(|(name, order)| format!("{d}{name}{}", raised(order))).collect();
        let below = if self.ascii && below.len() > 1 {
            format!("({})", below.join(separator))
        } else {
            below.join(separator)
        };
        format!("{d}{plus}{}{of}/{below}", raised(order))
    }

    fn fenced(&self, inner: &str) -> String {
        format!("({inner})")
    }
}
