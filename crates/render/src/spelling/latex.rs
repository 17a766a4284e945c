//! LaTeX for amsmath and KaTeX: no macro of our own, nothing that KaTeX's strict mode refuses.

use std::borrow::Cow;

use chainrule_symbolic::function;

use super::latex_words::words;
use super::pen::{Base, Brackets, Frame, Height, Pen};
use super::unicode::LONG_NUMBER;
use crate::layout::commands;
use crate::layout::{Alphabet, Fence, Number, Operator};

/// LaTeX, for the format of a name.
pub(crate) struct Latex {
    /// The name of the format.
    pub(crate) format: &'static str,
    /// How it has words within a formula.
    pub(crate) text: fn(&str) -> String,
}

/// Words within a formula.
pub(crate) fn text(text: &str) -> String {
    format!(r"\text{{{}}}", words(text))
}

impl Pen for Latex {
    fn format(&self) -> &'static str {
        self.format
    }

    fn letters(&self, text: &str, alphabet: Alphabet) -> String {
        let inner = text.chars().fold(String::new(), |mut inner, character| {
            let command = letter(character);
            inner.push_str(self.between(&inner, &command));
            inner + &command
        });
        match commands::of_alphabet(alphabet) {
            Some(command) => format!(r"\{command}{{{inner}}}"),
            None => inner,
        }
    }

    fn sign(&self, sign: char) -> String {
        match (sign, commands::SPACES.iter().find(|(_, space)| *space == sign)) {
            (_, Some((after, _))) => format!(r"\{after}"),
            ('|', None) => r"\vert".to_owned(),
            ('*', None) => r"\ast".to_owned(),
            ('_', None) => r"\_".to_owned(),
            (_, None) => letter(sign),
        }
    }

    fn builtin(&self, row: &'static function::Function) -> String {
        match row.symbol() {
            Some(symbol) => symbol.latex.to_owned(),
            None => format!(r"\operatorname{{{}}}", row.name),
        }
    }

    fn symbol(&self, symbol: &'static function::Symbol) -> &'static str {
        symbol.latex
    }

    fn primed(&self, symbol: String, primes: u8) -> String {
        symbol + &"'".repeat(primes.into())
    }

    fn number(&self, number: &Number) -> Vec<String> {
        let (groups, decimals) = number.groups();
        let count = groups.len();
        let long = number.digits.len() > LONG_NUMBER;
        let mut out: Vec<String> = Vec::with_capacity(count);
        for (place, group) in groups.into_iter().enumerate() {
            let sign = if place == 0 && number.negative { "-" } else { "" };
            let separator = match (place + 1 < count, long) {
                (false, _) => "",
                (true, false) => r"\,",
                // The same width without a macro: KaTeX expands no more than a thousand.
                (true, true) => r"\mkern3mu ",
            };
            out.push(format!("{sign}{group}{separator}"));
        }
        if let Some(end) = out.last_mut() {
            if let Some(decimals) = decimals {
                end.push('.');
                end.push_str(decimals);
            }
            if let Some(exponent) = number.exponent {
                end.push_str(&format!(r" \times 10^{{{exponent}}}"));
            }
        }
        // Short numbers are not cut.
        if long { out } else { vec![out.concat()] }
    }

    fn text(&self, text: &str) -> String {
        (self.text)(text)
    }

    fn operator(&self, operator: Operator) -> &'static str {
        match operator {
            Operator::Plus => " + ",
            Operator::Minus => " - ",
            Operator::Negative => "-",
            Operator::Dot | Operator::Chained => r" \cdot ",
            Operator::Times => r" \times ",
            Operator::By => r"{\times}",
            Operator::Comma => ", ",
            Operator::Thin | Operator::Implied | Operator::ImpliedApart => r"\,",
            Operator::Equal => " = ",
            Operator::About => r" \approx ",
            Operator::Unequal => r" \ne ",
            Operator::PlusMinus => r" \pm ",
            Operator::Becomes => r" \to ",
            Operator::Less => " < ",
            Operator::AtMost => r" \le ",
            Operator::Greater => " > ",
            Operator::AtLeast => r" \ge ",
            Operator::From => r" \leftarrow ",
            Operator::Infinity => r"\infty ",
            Operator::Sum => r"\sum",
            Operator::Product => r"\prod",
            Operator::ForAll => r"\qquad ",
            Operator::Each => r" \odot ",
            Operator::EachOver => r" \oslash ",
            Operator::Transpose => r"\top ",
        }
    }

    /// In running text TeX ends no line after a comma unless told that it may.
    fn behind_comma(&self) -> &'static str {
        r"\allowbreak "
    }

    fn stroke(&self) -> &'static str {
        "/"
    }

    fn through(&self) -> [&'static str; 2] {
        [" = ", r", \dots, "]
    }

    fn differential(&self, order: u32, immediate: bool) -> String {
        match (order, immediate) {
            (1, false) => r"\partial ".to_owned(),
            (1, true) => r"\partial^{+} ".to_owned(),
            (order, false) => format!(r"\partial^{{{order}}} "),
            (order, true) => format!(r"\partial^{{+{order}}} "),
        }
    }

    fn dots(&self, count: Option<u64>) -> String {
        match count {
            Some(count) => format!(r"\cdots\text{{ ({count} more) }}\cdots "),
            None => r"\cdots ".to_owned(),
        }
    }

    fn fence(&self, brackets: Brackets) -> [Cow<'static, str>; 2] {
        let Brackets { fence, height, call, .. } = brackets;
        let [open, close] = match (fence, height) {
            (Fence::Round, Height::Line) => ["(", ")"],
            (Fence::Square, Height::Line) => ["[", "]"],
            (Fence::Bars, Height::Line) => [r"\lvert ", r"\rvert "],
            (Fence::Round, Height::Growing) => [if call { r"\!\left(" } else { r"\left(" }, r"\right)"],
            (Fence::Square, Height::Growing) => [r"\left[", r"\right]"],
            (Fence::Bars, Height::Growing) => [r"\left|", r"\right|"],
            (Fence::Round, Height::Large) => [r"\biggl(", r"\biggr)"],
            (Fence::Square, Height::Large) => [r"\biggl[", r"\biggr]"],
            (Fence::Bars, Height::Large) => [r"\biggl|", r"\biggr|"],
        };
        [open.into(), close.into()]
    }

    fn frame(&self, frame: Frame) -> Vec<Cow<'static, str>> {
        let fixed = |texts: &[&'static str]| texts.iter().map(|text| Cow::Borrowed(*text)).collect();
        match frame {
            Frame::Fraction => fixed(&[r"\frac{", "}{", "}"]),
            Frame::SmallFraction => fixed(&[r"\tfrac{", "}{", "}"]),
            Frame::Power(Base::Plain) => fixed(&["", "^{", "}"]),
            Frame::Power(Base::Labelled) => fixed(&["{", "}^{", "}"]),
            // TeX drops braces around a lone accent: an empty group keeps it company.
            Frame::Power(Base::Accented) => fixed(&["{{}", "}^{", "}"]),
            Frame::Radical => fixed(&[r"\sqrt{", "}"]),
            Frame::Matrix { rows, columns } => {
                let parts = (0..=rows * columns).map(|place| match place {
                    0 => r"\begin{pmatrix}",
                    place if place == rows * columns => r"\end{pmatrix}",
                    place if place % columns == 0 => r" \\ ",
                    _ => " & ",
                });
                parts.map(Cow::Borrowed).collect()
            }
            Frame::Over(sign) => vec![format!("{}_{{", self.operator(sign)).into(), "} ".into()],
            Frame::OverIndex(sign) => {
                vec![format!("{}_{{", self.operator(sign)).into(), " = ".into(), "}^{".into(), "} ".into()]
            }
            Frame::Accent(accent) => {
                vec![format!(r"\{}{{", commands::of_accent(accent)).into(), "}".into()]
            }
            Frame::Scripts { below, above, grouped } => {
                let mut texts: Vec<Cow<'static, str>> = vec![if grouped { "{".into() } else { "".into() }];
                let mut close = if grouped { "}" } else { "" };
                for (sign, is_there) in [("_{", below), ("^{", above)] {
                    if is_there {
                        texts.push(format!("{close}{sign}").into());
                        close = "}";
                    }
                }
                texts.push(close.into());
                texts
            }
        }
    }

    fn breaks_anywhere(&self) -> bool {
        true
    }

    /// A command ends where no letter follows.
    fn between(&self, before: &str, after: &str) -> &'static str {
        let letters = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let is_command = letters > 0 && before[..before.len() - letters].ends_with('\\');
        if is_command && after.starts_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" }
    }
}

fn letter(letter: char) -> String {
    commands::of_sign(letter).map_or(letter.to_string(), |command| format!(r"\{command}"))
}
