//! Spelled as LaTeX, for amsmath and KaTeX.

use chainrule_symbolic::function::{Function, Notation};
use chainrule_symbolic::graph::Name;

use super::{Spelling, greek_letter, with_orders};

/// LaTeX.
#[derive(Clone, Copy, Debug)]
pub struct Latex;

/// Accents that a name's ending stands for.
const ACCENTS: &[(&str, &str)] =
    &[("_hat", r"\hat"), ("_bar", r"\bar"), ("_tilde", r"\tilde"), ("_dot", r"\dot")];

fn stem(stem: &str) -> (String, String) {
    for (ending, accent) in ACCENTS {
        if let Some(inner) =
            stem.strip_suffix(ending).filter(|inner| !inner.is_empty() && !inner.contains('_'))
        {
            return (format!("{accent}{{{}}}", letters(inner)), String::new());
        }
    }
    let (head, tail) = stem.split_once('_').unwrap_or((stem, ""));
    (letters(head), tail.replace('_', r"\_"))
}

fn letters(text: &str) -> String {
    if greek_letter(text).is_some() {
        return format!(r"\{}", text.replace("omicron", "o"));
    }
    if text.chars().count() == 1 {
        text.to_owned()
    } else {
        format!(r"\mathrm{{{}}}", text.replace('_', r"\_"))
    }
}

impl Spelling for Latex {
    fn name(&self, name: &Name) -> String {
        let (mut out, tail) = stem(name.stem());
        let mut below: Vec<String> = Vec::new();
        let own = format!("{tail}{}", name.subscript());
        if !own.is_empty() {
            below.push(if own.chars().all(|c| c.is_ascii_digit()) || own.chars().count() == 1 {
                own
            } else {
                format!(r"\mathrm{{{own}}}")
            });
        }
        if !name.member().is_empty() {
            below.push(name.member().to_owned());
        }
        if !below.is_empty() {
            out.push_str(&format!("_{{{}}}", below.join(",")));
        }
        if !name.label().is_empty() {
            out.push_str(&format!("^{{({})}}", name.label()));
        }
        out
    }

    fn ratio(&self, numerator: &str, denominator: &str) -> String {
        format!(r"\tfrac{{{numerator}}}{{{denominator}}}")
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
        factors.join(r" \cdot ")
    }

    fn quotient(&self, above: &str, below: &str) -> String {
        format!(r"\frac{{{above}}}{{{below}}}")
    }

    fn draws_fractions(&self) -> bool {
        true
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        // A name with a label has its superscript place taken.
        if base.ends_with(")}") && base.contains("^{(") {
            return format!(r"\left({base}\right)^{{{exponent}}}");
        }
        format!("{base}^{{{exponent}}}")
    }

    fn call(&self, row: &'static Function, primes: u8, arguments: &[String]) -> String {
        let (name, inner) = match row.notation {
            Notation::Call { latex, .. } => (latex.to_owned(), arguments.join(", ")),
            Notation::Constant { latex, .. } => return latex.to_owned(),
            Notation::Root if primes == 0 => return format!(r"\sqrt{{{}}}", arguments.join(", ")),
            Notation::Absolute if primes == 0 => return format!(r"\left|{}\right|", arguments.join(", ")),
            Notation::Sum
            | Notation::Product
            | Notation::Negation
            | Notation::Quotient
            | Notation::Power
            | Notation::Root
            | Notation::Absolute => (format!(r"\operatorname{{{}}}", row.name), arguments.join(", ")),
        };
        format!(r"{name}{}\left({inner}\right)", "'".repeat(primes.into()))
    }

    fn user_call(&self, name: &str, primes: u8, arguments: &[String]) -> String {
        let name = if name.chars().count() == 1 {
            name.to_owned()
        } else {
            format!(r"\operatorname{{{}}}", name.replace('_', r"\_"))
        };
        format!(r"{name}{}\left({}\right)", "'".repeat(primes.into()), arguments.join(", "))
    }

    fn derivative(&self, of: &str, by: &[String], immediate: bool) -> String {
        let order = by.len();
        let raise = |order: usize| if order == 1 { String::new() } else { format!("^{{{order}}}") };
        let mark = match (immediate, order) {
            (false, order) => raise(order),
            (true, 1) => "^{+}".to_owned(),
            (true, order) => format!("^{{+{order}}}"),
        };
        let below: Vec<String> = with_orders(by)
            .into_iter()
            .map(|(name, order)| match order {
                1 => format!(r"\partial {name}"),
                _ if name.ends_with(")}") => format!(r"\partial \left({name}\right)^{{{order}}}"),
                _ => format!(r"\partial {name}^{{{order}}}"),
            })
            .collect();
        format!(r"\frac{{\partial{mark} {of}}}{{{}}}", below.join(r" \, "))
    }

    fn fenced(&self, inner: &str) -> String {
        format!(r"\left({inner}\right)")
    }
}
