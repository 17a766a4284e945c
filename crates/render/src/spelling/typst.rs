//! Typst's formulas.

use std::borrow::Cow;

use chainrule_symbolic::function;

use super::pen::{Base, Brackets, Frame, Height, Pen};
use super::unicode::LONG_NUMBER;
use crate::layout::commands::SPACES;
use crate::layout::{Accent, Alphabet, Fence, Number, Operator};

/// Typst, for the format of this name.
pub(crate) struct Typst(pub(crate) &'static str);

/// A string of Typst.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

impl Pen for Typst {
    fn format(&self) -> &'static str {
        self.0
    }

    fn letters(&self, text: &str, alphabet: Alphabet) -> String {
        let is_single = text.chars().nth(1).is_none();
        let is_plain = is_single || text.chars().all(|c| c.is_ascii_digit() || c == '′');
        let spelled = if is_plain { text.to_owned() } else { quoted(text) };
        match alphabet {
            Alphabet::Upright if is_single => format!("upright({spelled})"),
            // Words are upright as they are.
            Alphabet::Formula | Alphabet::Upright => spelled,
            Alphabet::Operator => format!("op({})", quoted(text)),
            Alphabet::Italic => format!("italic({spelled})"),
            Alphabet::Bold => format!("upright(bold({spelled}))"),
            Alphabet::BoldItalic => format!("bold({spelled})"),
            Alphabet::Sans => format!("sans({spelled})"),
            Alphabet::Monospace => format!("mono({spelled})"),
            Alphabet::Calligraphic => format!("cal({spelled})"),
        }
    }

    fn sign(&self, sign: char) -> String {
        match sign {
            character if SPACES.iter().any(|(_, space)| *space == character) => {
                (if character == '\u{2009}' { " thin " } else { " med " }).to_owned()
            }
            // As a sign it would be a minus between two terms, with room around it.
            '-' => "−".to_owned(),
            character if character.is_ascii_punctuation() => format!("\\{character}"),
            character => character.to_string(),
        }
    }

    fn builtin(&self, row: &'static function::Function) -> String {
        match row.symbol() {
            Some(symbol) => symbol.typst.to_owned(),
            None => format!("op({})", quoted(row.name)),
        }
    }

    fn symbol(&self, symbol: &'static function::Symbol) -> &'static str {
        symbol.typst
    }

    fn primed(&self, symbol: String, primes: u8) -> String {
        symbol + &"'".repeat(primes.into())
    }

    fn number(&self, number: &Number) -> Vec<String> {
        let (groups, decimals) = number.groups();
        let mut out: Vec<String> = groups.iter().map(|group| format!("{group} thin ")).collect();
        if let (Some(end), Some(group)) = (out.last_mut(), groups.last()) {
            *end = match decimals {
                Some(decimals) => format!("{group}.{decimals}"),
                None => (*group).to_owned(),
            };
            if let Some(exponent) = number.exponent {
                end.push_str(&format!(" × 10^({exponent})"));
            }
        }
        if number.negative {
            out[0].insert(0, '−');
        }
        // Short numbers are not cut.
        if number.digits.len() > LONG_NUMBER { out } else { vec![out.concat()] }
    }

    fn text(&self, text: &str) -> String {
        quoted(text)
    }

    fn operator(&self, operator: Operator) -> &'static str {
        match operator {
            Operator::Plus => " + ",
            Operator::Minus => " − ",
            Operator::Negative => "−",
            Operator::Dot | Operator::Chained => " ⋅ ",
            Operator::Times => " × ",
            Operator::By => "×",
            // A bare comma would part what is given to a function of Typst's.
            Operator::Comma => r"\, ",
            Operator::Thin | Operator::Implied | Operator::ImpliedApart => " thin ",
            Operator::Equal => " = ",
            Operator::About => " ≈ ",
            Operator::Unequal => " ≠ ",
            Operator::PlusMinus => " plus.minus ",
            Operator::Becomes => " → ",
            Operator::Less => " < ",
            Operator::AtMost => " ≤ ",
            Operator::Greater => " > ",
            Operator::AtLeast => " ≥ ",
            Operator::From => " ← ",
            Operator::Infinity => "∞",
            Operator::Sum => "∑",
            Operator::Product => "∏",
            Operator::ForAll => " wide ",
            Operator::Each => " ⊙ ",
            Operator::EachOver => " ⊘ ",
            Operator::Transpose => "⊤",
        }
    }

    fn behind_comma(&self) -> &'static str {
        ""
    }

    /// A bare `/` would make a fraction.
    fn stroke(&self) -> &'static str {
        r"\/"
    }

    fn through(&self) -> [&'static str; 2] {
        [" = ", r"\, …\, "]
    }

    fn differential(&self, order: u32, immediate: bool) -> String {
        match (order, immediate) {
            (1, false) => "∂".to_owned(),
            (1, true) => "∂^(+)".to_owned(),
            (order, false) => format!("∂^({order})"),
            (order, true) => format!("∂^(+{order})"),
        }
    }

    fn dots(&self, count: Option<u64>) -> String {
        match count {
            Some(count) => format!("⋯\" ({count} more) \"⋯"),
            None => "⋯".to_owned(),
        }
    }

    fn fence(&self, brackets: Brackets) -> [Cow<'static, str>; 2] {
        let Brackets { fence, height, .. } = brackets;
        let [open, close] = match fence {
            Fence::Round => [r"\(", r"\)"],
            Fence::Square => [r"\[", r"\]"],
            Fence::Bars => [r"\|", r"\|"],
        };
        match height {
            // What is escaped stands alone: a line may end between the two, and nothing grows.
            Height::Line => [open.into(), close.into()],
            Height::Growing => [format!("lr({open} ").into(), format!(" {close})").into()],
            Height::Large => {
                let large = |sign| format!("lr({sign}, size: #240%)").into();
                [large(open), large(close)]
            }
        }
    }

    fn frame(&self, frame: Frame) -> Vec<Cow<'static, str>> {
        let fixed = |texts: &[&'static str]| texts.iter().map(|text| Cow::Borrowed(*text)).collect();
        match frame {
            Frame::Fraction => fixed(&["frac(", ", ", ")"]),
            Frame::SmallFraction => fixed(&["inline(frac(", ", ", "))"]),
            Frame::Power(Base::Plain) | Frame::Scripts { grouped: false, below: false, above: true } => {
                fixed(&["", "^(", ")"])
            }
            // Its place for an exponent is taken.
            Frame::Power(Base::Labelled | Base::Accented) => fixed(&["attach(", ", t: ", ")"]),
            Frame::Matrix { rows, columns } => {
                let parts = (0..=rows * columns).map(|place| match place {
                    0 => "mat(",
                    place if place == rows * columns => ")",
                    place if place % columns == 0 => "; ",
                    _ => ", ",
                });
                parts.map(Cow::Borrowed).collect()
            }
            Frame::Radical => fixed(&["sqrt(", ")"]),
            Frame::Over(sign) => vec![format!("{}_(", self.operator(sign)).into(), ") ".into()],
            Frame::OverIndex(sign) => {
                vec![format!("{}_(", self.operator(sign)).into(), " = ".into(), ")^(".into(), ") ".into()]
            }
            Frame::Accent(accent) => vec![format!("{}(", over(accent)).into(), ")".into()],
            Frame::Scripts { grouped: true, below, above } => {
                let mut texts: Vec<Cow<'static, str>> = vec!["attach(".into()];
                for (script, is_there) in [(", b: ", below), (", t: ", above)] {
                    if is_there {
                        texts.push(script.into());
                    }
                }
                texts.push(")".into());
                texts
            }
            Frame::Scripts { grouped: false, below: true, above: true } => fixed(&["", "_(", ")^(", ")"]),
            Frame::Scripts { grouped: false, below: true, above: false } => fixed(&["", "_(", ")"]),
            Frame::Scripts { grouped: false, below: false, above: false } => fixed(&["", ""]),
        }
    }

    fn breaks_anywhere(&self) -> bool {
        false
    }

    /// Letters that meet would be one word, which Typst looks up.
    fn between(&self, before: &str, after: &str) -> &'static str {
        let meet = before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        // A word in front of a bracket would be called.
        let called = before.ends_with(char::is_alphabetic) && after.starts_with('(');
        if meet || called { " " } else { "" }
    }
}

fn over(accent: Accent) -> &'static str {
    match accent {
        Accent::Hat | Accent::WideHat => "hat",
        Accent::Bar => "macron",
        Accent::Overline => "overline",
        Accent::Tilde | Accent::WideTilde => "tilde",
        Accent::Dot => "dot",
        Accent::TwoDots => "dot.double",
        Accent::Vector => "arrow",
        Accent::Check => "caron",
        Accent::Breve => "breve",
        Accent::Acute => "acute",
        Accent::Grave => "grave",
        Accent::Underline => "underline",
    }
}
