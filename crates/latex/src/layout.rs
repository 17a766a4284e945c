//! Commands that only lay out: dropped, or taken off what they stand around.

use std::borrow::Cow;

use crate::macros::{argument, group_end};
use crate::token::{Kind, Token};

/// Commands that say nothing.
const DROPPED: &[&str] = &[
    "left",
    "right",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "biggl",
    "biggr",
    "Biggl",
    "Biggr",
    "bigm",
    "middle",
    "displaystyle",
    "textstyle",
    "scriptstyle",
    "scriptscriptstyle",
    "limits",
    "nolimits",
    "nonumber",
    "notag",
    "hfill",
    "centering",
    "noindent",
    "mathop",
    "mathrel",
    "mathbin",
    "mathord",
    "mathopen",
    "mathclose",
    "mathstrut",
    "strut",
    "thinspace",
    "negthinspace",
    "medspace",
    "thickspace",
    "enspace",
    "smash",
    "boxed",
    "fbox",
    "cancel",
    "bcancel",
    "xcancel",
    "mathit",
    "mathnormal",
    "ensuremath",
    "rm",
    "it",
    "small",
    "large",
    "Large",
    "normalsize",
    "tiny",
    "footnotesize",
    "underline",
    "bm@",
    "allowbreak",
    "break",
    "relax",
];

/// Commands that are dropped with their argument.
const DROPPED_WITH_ARGUMENT: &[&str] = &[
    "phantom", "hphantom", "vphantom", "vspace", "color", "label", "tag", "ref", "eqref", "footnote", "cite",
];

/// Commands of letters that stand for vectors and matrices.
const BOLD: &[&str] = &["mathbf", "boldsymbol", "bm", "vec", "bold", "pmb", "overrightarrow"];

/// Commands whose argument is a word, if it holds nothing but letters and digits.
const UPRIGHT: &[&str] = &["mathrm", "operatorname", "mathsf", "mathtt", "textnormal"];

/// Other spellings of a command.
const SPELLINGS: &[(&str, &str)] = &[
    ("dfrac", "frac"),
    ("tfrac", "frac"),
    ("cfrac", "frac"),
    ("lbrace", "{"),
    ("rbrace", "}"),
    ("Vert", "|"),
    ("lVert", "|"),
    ("rVert", "|"),
    ("lvert", "vert"),
    ("rvert", "vert"),
    ("ast", "cdot"),
    ("leq", "le"),
    ("leqslant", "le"),
    ("leqq", "le"),
    ("lt", "less"),
    ("geq", "ge"),
    ("geqslant", "ge"),
    ("geqq", "ge"),
    ("gt", "greater"),
    ("lll", "ll"),
    ("ggg", "gg"),
    ("simeq", "approx"),
    ("cong", "approx"),
    ("approxeq", "approx"),
    ("thickapprox", "approx"),
    ("neq", "ne"),
    ("leftarrow", "gets"),
    ("longleftarrow", "gets"),
    ("coloneqq", "assign"),
    ("coloneq", "assign"),
    ("triangleq", "assign"),
    ("doteq", "assign"),
    ("rightarrow", "to"),
    ("longrightarrow", "to"),
    ("mapsto", "to"),
    ("Longrightarrow", "Rightarrow"),
    ("implies", "Rightarrow"),
    ("therefore", "Rightarrow"),
    ("iff", "Leftrightarrow"),
    ("Longleftrightarrow", "Leftrightarrow"),
    ("Leftarrow", "Rightarrow"),
    ("qquad", "quad"),
    ("cdots", "dots"),
    ("ldots", "dots"),
    ("vdots", "dots"),
    ("dotsc", "dots"),
    ("dotsb", "dots"),
    ("dotsm", "dots"),
    ("widehat", "hat"),
    ("overline", "bar"),
    ("widetilde", "tilde"),
    ("circ", "degree"),
    ("mathscr", "mathcal"),
    ("wedge", "hat"),
    ("lbrack", "["),
    ("rbrack", "]"),
    ("lparen", "("),
    ("rparen", ")"),
    ("colon", ":"),
    ("minus", "-"),
];

/// Environments that hold formulas: their rows are rows of the formula.
pub(crate) const ROWS: &[&str] = &[
    "align",
    "align*",
    "aligned",
    "alignedat",
    "equation",
    "equation*",
    "gather",
    "gather*",
    "gathered",
    "eqnarray",
    "eqnarray*",
    "multline",
    "multline*",
    "flalign",
    "flalign*",
    "split",
    "displaymath",
    "math",
    "alignat",
    "alignat*",
];

/// The command that marks a letter as a vector or a matrix, in what [`plain`] gives.
pub(crate) const VECTOR: &str = "vector";

/// The command before the name of an environment that is not one of rows.
pub(crate) const ENVIRONMENT: &str = "begin";

/// The tokens without layout.
pub(crate) fn plain(tokens: &[Token]) -> Vec<Token> {
    let tokens = &*stacked(tokens);
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    // Where a group ends whose label is dropped: `\underbrace{…}_{label}`.
    let mut labelled: Vec<usize> = Vec::new();
    let mut at = 0;
    // A bracket behind `\left` begins where `\left` does.
    let mut lead = None;
    while at < tokens.len() {
        let token = &tokens[at];
        let Kind::Command(name) = &token.kind else {
            let mut spaced = token.clone();
            spaced.start = lead.take().unwrap_or(spaced.start);
            out.push(spaced);
            at += 1;
            if labelled.last().is_some_and(|&end| end < at) {
                labelled.pop();
                if matches!(tokens.get(at).map(|token| &token.kind), Some(Kind::Up | Kind::Down)) {
                    at = argument(tokens, at + 1).1;
                }
            }
            continue;
        };
        let name: &str = name;
        let renamed = |to: &str| {
            let single = to.len() == 1 && !matches!(to, "{" | "}" | "|");
            let kind = match to.chars().next() {
                Some(sign) if single => Kind::Char(sign),
                _ => Kind::Command(to.into()),
            };
            Token { kind, start: token.start, end: token.end }
        };
        at += 1;
        if DROPPED.contains(&name) {
            // `\left.` and `\right.` draw nothing.
            let draws_nothing = matches!(name, "left" | "right" | "middle" | "big" | "Big" | "bigg" | "Bigg")
                && tokens.get(at).is_some_and(|next| next.is_char('.'));
            at += usize::from(draws_nothing);
            if name == "left" && !draws_nothing {
                lead = Some(token.start);
            }
        } else if matches!(name, "hspace" | "hskip") {
            // A wide space stands between two claims.
            at += usize::from(tokens.get(at).is_some_and(|next| next.is_char('*')));
            at = argument(tokens, at).1;
            out.push(renamed("quad"));
        } else if DROPPED_WITH_ARGUMENT.contains(&name) {
            at += usize::from(tokens.get(at).is_some_and(|next| next.is_char('*')));
            at = argument(tokens, at).1;
        } else if matches!(name, "underbrace" | "overbrace" | "underbracket" | "overbracket") {
            if tokens.get(at).is_some_and(|next| next.kind == Kind::Open) {
                labelled.push(group_end(tokens, at));
            }
        } else if matches!(
            name,
            "underset" | "overset" | "stackrel" | "textcolor" | "xrightarrow" | "colorbox"
        ) {
            at = argument(tokens, at).1;
            if name == "xrightarrow" {
                out.push(renamed("to"));
            }
        } else if matches!(name, "begin" | "end") {
            at = environment(tokens, (token, at), name == "begin", &mut out);
        } else if UPRIGHT.contains(&name) {
            let (inner, after) = argument(tokens, at);
            // What is no word is read as it is.
            if let Some(word) = word(inner) {
                let end = tokens.get(after - 1).map_or(token.end, |last| last.end);
                out.push(Token { kind: Kind::Text(word.into()), start: token.start, end });
                at = after;
            }
        } else if BOLD.contains(&name) {
            // A whole equation in bold is no vector.
            let inner = argument(tokens, at).0;
            if !inner.iter().any(|token| token.is_char('=') || matches!(token.kind, Kind::Number(_))) {
                out.push(renamed(VECTOR));
            }
        } else {
            let to = SPELLINGS.iter().find(|(spelling, _)| *spelling == name).map(|(_, to)| *to);
            out.push(to.map_or_else(|| token.clone(), renamed));
        }
        if labelled.last().is_some_and(|&end| end < at && end > 0 && at > end + 1) {
            labelled.pop();
        }
    }
    with_exponents(out)
}

/// What begins or ends an environment: one of rows is dropped, of others the name is kept. Where it ends.
fn environment(tokens: &[Token], (token, at): (&Token, usize), begins: bool, out: &mut Vec<Token>) -> usize {
    let (inner, mut at) = argument(tokens, at);
    let name: String = inner
        .iter()
        .filter_map(|token| match &token.kind {
            Kind::Char(sign) => Some(*sign),
            _ => None,
        })
        .collect();
    if !ROWS.contains(&name.as_str()) {
        let kind = Kind::Command(if begins { ENVIRONMENT } else { "end" }.into());
        let end = tokens.get(at.saturating_sub(1)).map_or(token.end, |last| last.end.max(token.end));
        out.push(Token { kind, start: token.start, end: token.end });
        out.push(Token { kind: Kind::Text(name.into()), start: token.start, end });
    } else if begins {
        if name.starts_with("alignedat") || name.starts_with("alignat") {
            at = argument(tokens, at).1;
        }
        if tokens.get(at).is_some_and(|next| next.is_char('[')) {
            // Where it stands: `[t]`.
            at += 3;
        }
    }
    at
}

/// `{a \over b}` as `\frac{a}{b}`.
fn stacked(tokens: &[Token]) -> Cow<'_, [Token]> {
    const MOST: usize = 64;
    let mut all = Cow::Borrowed(tokens);
    for _ in 0..MOST {
        let Some(over) = all.iter().position(|token| token.is_command("over")) else { break };
        let mut depth = 0_usize;
        let open = all[..over].iter().rposition(|token| match token.kind {
            Kind::Close => {
                depth += 1;
                false
            }
            Kind::Open if depth > 0 => {
                depth -= 1;
                false
            }
            Kind::Open => true,
            _ => false,
        });
        let Some(open) = open else { break };
        let close = group_end(&all, open);
        if close >= all.len() {
            break;
        }
        let at = |kind: Kind, token: &Token| Token { kind, start: token.start, end: token.start };
        let sign = &all[over];
        let mut next = all[..open].to_vec();
        next.push(at(Kind::Command("frac".into()), &all[open]));
        next.extend_from_slice(&all[open..over]);
        next.extend([at(Kind::Close, sign), at(Kind::Open, sign)]);
        next.extend_from_slice(&all[over + 1..]);
        all = Cow::Owned(next);
    }
    all
}

/// `3.2\mathrm{e}{-4}` and `3.2\text{e-}4`, a number as programs print it, as one number.
fn with_exponents(tokens: Vec<Token>) -> Vec<Token> {
    let is_mark = |token: &Token| match &token.kind {
        Kind::Text(text) => matches!(text.trim(), "e" | "E" | "e-" | "E-" | "e+" | "E+"),
        _ => false,
    };
    if !tokens.iter().any(is_mark) {
        return tokens;
    }
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let found = exponent(&tokens[at..]).filter(|_| is_mark(&tokens[at]));
        if let (Some((exponent, used)), Some(Token { kind: Kind::Number(digits), end, .. })) =
            (found, out.last_mut())
            && !digits.contains('e')
        {
            *digits = format!("{digits}e{exponent}").into();
            *end = tokens[at + used - 1].end;
            at += used;
            continue;
        }
        out.push(tokens[at].clone());
        at += 1;
    }
    out
}

/// The exponent behind the mark that stands first, and how many tokens both take.
fn exponent(tokens: &[Token]) -> Option<(String, usize)> {
    let Kind::Text(mark) = &tokens.first()?.kind else { return None };
    let mut text = if mark.contains('-') { String::from("-") } else { String::new() };
    let is_group = tokens.get(1).is_some_and(|next| next.kind == Kind::Open);
    let mut at = 1 + usize::from(is_group);
    if let Some(sign) = tokens.get(at).filter(|next| next.is_char('-') || next.is_char('+')) {
        if sign.is_char('-') {
            text.push('-');
        }
        at += 1;
    }
    let Kind::Number(digits) = &tokens.get(at)?.kind else { return None };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.len() > 4 {
        return None;
    }
    text.push_str(digits);
    at += 1;
    if is_group {
        if tokens.get(at)?.kind != Kind::Close {
            return None;
        }
        at += 1;
    }
    Some((text, at))
}

/// A word, if tokens are nothing but its letters and digits.
fn word(tokens: &[Token]) -> Option<String> {
    let mut word = String::new();
    for token in tokens {
        match &token.kind {
            Kind::Char(sign) if sign.is_alphabetic() || matches!(sign, '-' | ' ') => word.push(*sign),
            Kind::Number(digits) if !word.is_empty() && !digits.contains('.') => word.push_str(digits),
            Kind::Text(text) => word.push_str(text.trim()),
            _ => return None,
        }
    }
    (!word.is_empty()).then_some(word)
}
