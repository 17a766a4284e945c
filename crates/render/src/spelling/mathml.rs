//! MathML Core, which browsers draw and screen readers read.

use std::borrow::Cow;

use chainrule_symbolic::function;

use super::alphabets::styled;
use super::pen::{Brackets, Frame, Height, Pen};
use super::unicode::LONG_NUMBER;
use crate::layout::commands::{SPACES, is_letter};
use crate::layout::{Accent, Alphabet, Fence, Number, Operator};

/// MathML, for the format of this name.
pub(crate) struct MathMl(pub(crate) &'static str);

/// Text within markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

impl Pen for MathMl {
    fn format(&self) -> &'static str {
        self.0
    }

    fn letters(&self, text: &str, alphabet: Alphabet) -> String {
        if text.chars().all(|c| c == '′') {
            return format!("<mo>{text}</mo>");
        }
        let tag = if text.chars().all(|c| c.is_ascii_digit()) { "mn" } else { "mi" };
        let styled: String = text.chars().map(|letter| styled(letter, alphabet)).collect();
        let is_upright = matches!(alphabet, Alphabet::Upright | Alphabet::Operator);
        // A lone letter is drawn in italics unless it is said not to be.
        let normal = if is_upright && tag == "mi" { r#" mathvariant="normal""# } else { "" };
        format!("<{tag}{normal}>{}</{tag}>", escaped(&styled))
    }

    fn sign(&self, sign: char) -> String {
        if SPACES.iter().any(|(_, space)| *space == sign) {
            let width = if sign == '\u{2009}' { "0.17em" } else { "0.28em" };
            return format!(r#"<mspace width="{width}"></mspace>"#);
        }
        let sign = if sign == '-' { '−' } else { sign };
        let tag = if is_letter(sign) || matches!(sign, '_' | '.' | '!') { "mi" } else { "mo" };
        // Signs in a name stand close, and its brackets do not grow.
        let close = if tag == "mo" { r#" lspace="0" rspace="0" stretchy="false""# } else { "" };
        format!("<{tag}{close}>{}</{tag}>", escaped(&sign.to_string()))
    }

    fn builtin(&self, row: &'static function::Function) -> String {
        match row.symbol() {
            Some(symbol) => symbol.mathml.to_owned(),
            None => format!("<mi>{}</mi>", row.name),
        }
    }

    fn symbol(&self, symbol: &'static function::Symbol) -> &'static str {
        symbol.mathml
    }

    fn primed(&self, symbol: String, primes: u8) -> String {
        match primes {
            0 => symbol,
            primes => {
                let primes = "′".repeat(primes.into());
                format!("<msup><mrow>{symbol}</mrow><mo>{primes}</mo></msup>")
            }
        }
    }

    fn number(&self, number: &Number) -> Vec<String> {
        let (groups, decimals) = number.groups();
        let decimals = decimals.map_or(String::new(), |decimals| format!(".{decimals}"));
        let mut out: Vec<String> = if number.digits.len() > LONG_NUMBER {
            let last = groups.len() - 1;
            let mut parts: Vec<String> = groups.iter().map(|group| format!("<mn>{group}</mn>")).collect();
            parts[last] = format!("<mn>{}{decimals}</mn>", groups[last]);
            parts
        } else {
            vec![format!("<mn>{}{decimals}</mn>", groups.join("\u{202F}"))]
        };
        if number.negative {
            out[0].insert_str(0, MINUS);
        }
        if let (Some(exponent), Some(end)) = (number.exponent, out.last_mut()) {
            let sign = if exponent < 0 { MINUS } else { "" };
            let size = exponent.unsigned_abs();
            end.push_str(&format!("<mo>×</mo><msup><mn>10</mn><mrow>{sign}<mn>{size}</mn></mrow></msup>"));
        }
        out
    }

    fn text(&self, text: &str) -> String {
        // Spaces at the ends of a `mtext` are dropped.
        format!("<mtext>{}</mtext>", escaped(text).replace(' ', "\u{A0}"))
    }

    fn operator(&self, operator: Operator) -> &'static str {
        match operator {
            Operator::Plus => "<mo>+</mo>",
            Operator::Minus => "<mo>−</mo>",
            Operator::Negative => MINUS,
            Operator::Dot | Operator::Chained => "<mo>⋅</mo>",
            Operator::Implied | Operator::ImpliedApart => {
                "<mo>\u{2062}</mo><mspace width=\"0.17em\"></mspace>"
            }
            Operator::Times => "<mo>×</mo>",
            Operator::By => r#"<mo lspace="0" rspace="0">×</mo>"#,
            Operator::Comma => "<mo>,</mo>",
            Operator::Thin => r#"<mspace width="0.17em"></mspace>"#,
            Operator::Equal => "<mo>=</mo>",
            Operator::About => "<mo>≈</mo>",
            Operator::Unequal => "<mo>≠</mo>",
            Operator::PlusMinus => "<mo>±</mo>",
            Operator::Becomes => "<mo>→</mo>",
            Operator::Less => "<mo>&lt;</mo>",
            Operator::AtMost => "<mo>≤</mo>",
            Operator::Greater => "<mo>&gt;</mo>",
            Operator::AtLeast => "<mo>≥</mo>",
            Operator::From => "<mo>←</mo>",
            Operator::Infinity => "<mi>∞</mi>",
            Operator::Sum => "<mo>∑</mo>",
            Operator::Product => "<mo>∏</mo>",
            Operator::ForAll => r#"<mspace width="2em"></mspace>"#,
            Operator::Each => "<mo>⊙</mo>",
            Operator::EachOver => "<mo>⊘</mo>",
            Operator::Transpose => "<mo>⊤</mo>",
        }
    }

    fn behind_comma(&self) -> &'static str {
        ""
    }

    fn stroke(&self) -> &'static str {
        r#"<mo lspace="0" rspace="0" stretchy="false">/</mo>"#
    }

    fn through(&self) -> [&'static str; 2] {
        ["<mo>=</mo>", "<mo>,</mo><mo>…</mo><mo>,</mo>"]
    }

    fn differential(&self, order: u32, immediate: bool) -> String {
        match (order, immediate) {
            (1, false) => "<mi>∂</mi>".to_owned(),
            (1, true) => "<msup><mi>∂</mi><mo>+</mo></msup>".to_owned(),
            (order, false) => format!("<msup><mi>∂</mi><mn>{order}</mn></msup>"),
            (order, true) => format!("<msup><mi>∂</mi><mrow><mo>+</mo><mn>{order}</mn></mrow></msup>"),
        }
    }

    fn dots(&self, count: Option<u64>) -> String {
        match count {
            Some(count) => format!("<mo>⋯</mo><mtext>\u{A0}({count}\u{A0}more)\u{A0}</mtext><mo>⋯</mo>"),
            None => "<mo>⋯</mo>".to_owned(),
        }
    }

    fn fence(&self, brackets: Brackets) -> [Cow<'static, str>; 2] {
        let Brackets { fence, height, call, .. } = brackets;
        let [open, close] = match fence {
            Fence::Round => ["(", ")"],
            Fence::Square => ["[", "]"],
            Fence::Bars => ["|", "|"],
        };
        let size = match height {
            Height::Line => r#" stretchy="false""#,
            Height::Growing => "",
            Height::Large => r#" minsize="2.4em" maxsize="2.4em" symmetric="true""#,
        };
        // Readers tell by the invisible sign that it is a function of what follows.
        let applied = if call { "<mo>&#x2061;</mo>" } else { "" };
        // A row of its own tells how far the brackets reach; where a line may end between them there can be none.
        let [row, end] = if brackets.whole { ["<mrow>", "</mrow>"] } else { ["", ""] };
        [
            format!(r#"{applied}{row}<mo form="prefix"{size}>{open}</mo>"#).into(),
            format!(r#"<mo form="postfix"{size}>{close}</mo>{end}"#).into(),
        ]
    }

    fn frame(&self, frame: Frame) -> Vec<Cow<'static, str>> {
        let fixed = |texts: &[&'static str]| texts.iter().map(|text| Cow::Borrowed(*text)).collect();
        match frame {
            Frame::Fraction => fixed(&["<mfrac><mrow>", "</mrow><mrow>", "</mrow></mfrac>"]),
            Frame::SmallFraction => fixed(&[
                r#"<mstyle displaystyle="false" scriptlevel="0"><mfrac><mrow>"#,
                "</mrow><mrow>",
                "</mrow></mfrac></mstyle>",
            ]),
            Frame::Power(_) => fixed(&["<msup><mrow>", "</mrow><mrow>", "</mrow></msup>"]),
            Frame::Matrix { rows, columns } => {
                let parts = (0..=rows * columns).map(|place| match place {
                    0 => "<mrow><mo>(</mo><mtable><mtr><mtd><mrow>",
                    place if place == rows * columns => "</mrow></mtd></mtr></mtable><mo>)</mo></mrow>",
                    place if place % columns == 0 => "</mrow></mtd></mtr><mtr><mtd><mrow>",
                    _ => "</mrow></mtd><mtd><mrow>",
                });
                parts.map(Cow::Borrowed).collect()
            }
            Frame::Radical => fixed(&["<msqrt><mrow>", "</mrow></msqrt>"]),
            Frame::Over(sign) => {
                vec![format!("<munder>{}<mrow>", self.operator(sign)).into(), "</mrow></munder>".into()]
            }
            Frame::OverIndex(sign) => vec![
                format!("<munderover>{}<mrow>", self.operator(sign)).into(),
                "<mo>=</mo>".into(),
                "</mrow><mrow>".into(),
                "</mrow></munderover>".into(),
            ],
            Frame::Accent(Accent::Underline) => fixed(&[
                r#"<munder accentunder="true"><mrow>"#,
                r#"</mrow><mo stretchy="true">_</mo></munder>"#,
            ]),
            Frame::Accent(accent) => {
                let (sign, stretchy) = over(accent);
                vec![
                    r#"<mover accent="true"><mrow>"#.into(),
                    format!(r#"</mrow><mo stretchy="{stretchy}">{sign}</mo></mover>"#).into(),
                ]
            }
            Frame::Scripts { below: true, above: true, .. } => {
                fixed(&["<msubsup><mrow>", "</mrow><mrow>", "</mrow><mrow>", "</mrow></msubsup>"])
            }
            Frame::Scripts { below: true, above: false, .. } => {
                fixed(&["<msub><mrow>", "</mrow><mrow>", "</mrow></msub>"])
            }
            Frame::Scripts { below: false, above: true, .. } => {
                fixed(&["<msup><mrow>", "</mrow><mrow>", "</mrow></msup>"])
            }
            Frame::Scripts { below: false, above: false, .. } => fixed(&["<mrow>", "</mrow>"]),
        }
    }

    /// Tags that open on a line close on it.
    fn breaks_anywhere(&self) -> bool {
        false
    }

    fn between(&self, _before: &str, _after: &str) -> &'static str {
        ""
    }
}

const MINUS: &str = r#"<mo form="prefix">−</mo>"#;

/// The sign over a letter, and whether it is as wide as what it is put on.
fn over(accent: Accent) -> (char, bool) {
    match accent {
        Accent::Hat => ('^', false),
        Accent::WideHat => ('^', true),
        Accent::Bar => ('¯', false),
        Accent::Overline | Accent::Underline => ('¯', true),
        Accent::Tilde => ('~', false),
        Accent::WideTilde => ('~', true),
        Accent::Dot => ('˙', false),
        Accent::TwoDots => ('¨', false),
        Accent::Vector => ('→', false),
        Accent::Check => ('ˇ', false),
        Accent::Breve => ('˘', false),
        Accent::Acute => ('´', false),
        Accent::Grave => ('`', false),
    }
}
