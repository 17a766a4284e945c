//! Names that nothing declares and that texts have for something else: `x_1`, `x1` and `x_i` for an entry of `x`, `Wx` for a
//! product. Each would be a number of its own, and a derivative by `x` would be 0.

use chainrule_array::Size;
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::statements::Sheet;
use crate::expression::with_members;
use crate::lexer::{Keyword, Kind, Token};

/// Longer statements are not written anew.
const LONGEST: usize = 160;

/// A name that stands for something else in texts.
#[derive(Clone, Debug)]
pub(super) struct Meant {
    name: String,
    span: Span,
    /// The entry or the product, as it is written here.
    written: String,
    is_entry: bool,
}

impl Sheet<'_> {
    /// What the names that count as numbers by default stand for in texts, where they do.
    pub(super) fn check_numbers_by_default(&mut self) {
        let names = std::mem::take(&mut self.numbers_by_default);
        let mut all: Vec<Meant> = names.iter().flat_map(|(name, places)| self.meant(name, places)).collect();
        all.sort_by_key(|meant| meant.span.start);
        let Some(first) = all.first() else { return };
        let Meant { name, span, written, is_entry } = first;
        let text = &self.text[span.range()];
        let what = if *is_entry { "an entry" } else { "a product" };
        let message = format!("`{text}` could be {what}, `{written}`, or a number of its own");
        let mut wrong = Diagnostic::error(&code::TWO_ARRAY_READINGS, *span, message);
        let line = self.written_anew(*span, &all);
        wrong = wrong.help(match (line, is_entry) {
            (Some(line), true) => format!("write `{line}` for entries"),
            (Some(line), false) => format!("write `{line}` for the product"),
            (None, _) => format!("write `{written}`"),
        });
        wrong = wrong.help(format!("declare it, `{name} in R`, if it is a number of its own"));
        // What else was found rests on the wrong reading.
        self.wrongs = vec![wrong];
    }

    fn meant(&self, name: &str, places: &[Span]) -> Vec<Meant> {
        let entry = self.as_entry(name);
        let is_entry = entry.is_some();
        let Some(written) = entry.or_else(|| self.as_product(name)) else { return Vec::new() };
        let at = |&span| Meant { name: name.to_owned(), span, written: written.clone(), is_entry };
        places.iter().map(at).collect()
    }

    /// `x[1]` for `x_1` and `x1`, `W[1,j]` for `W_1j`: where the array has so many indices, and such an entry.
    fn as_entry(&self, name: &str) -> Option<String> {
        let (stem, below, is_below) = if let Some((stem, below)) = name.split_once('_') {
            (stem, below, true)
        } else {
            let stem = name.trim_end_matches(|sign: char| sign.is_ascii_digit());
            (stem, &name[stem.len()..], false)
        };
        let below: String = below.chars().filter(|sign| !matches!(sign, '{' | '}')).collect();
        if stem.is_empty() || below.is_empty() {
            return None;
        }
        let is_number = |label: &str| label.bytes().all(|sign| sign.is_ascii_digit());
        let is_letter =
            |label: &str| is_below && label.len() == 1 && label.bytes().all(|sign| sign.is_ascii_lowercase());
        let family_has = |label: &str| {
            let index = label.parse().ok();
            index.is_some_and(|index| self.families.members.contains_key(&(stem.to_owned(), index)))
        };
        if is_number(&below) && family_has(&below) {
            return Some(format!("{stem}[{below}]"));
        }
        let axes = self.arrays.quantity(*self.quantities.get(stem)?).shape.axes();
        let indices: Vec<String> = match axes.len() {
            0 => return None,
            1 => vec![below],
            _ if below.contains(',') => below.split(',').map(str::to_owned).collect(),
            _ => below.chars().map(String::from).collect(),
        };
        let fits = |(label, size): (&String, &Size)| {
            let within = |count: u64| label.parse().is_ok_and(|at: u64| (1..=count).contains(&at));
            match size {
                Size::Number(count) if is_number(label) => within(*count),
                Size::Letter(_) if is_number(label) => within(u64::MAX),
                Size::Number(_) | Size::Letter(_) => is_letter(label),
            }
        };
        let is_one = indices.len() == axes.len() && indices.iter().zip(&axes).all(fits);
        is_one.then(|| format!("{stem}[{}]", indices.join(",")))
    }

    /// `W*x` for `Wx`, `x^T*y` for `xTy`: two names side by side, one of an array at least.
    fn as_product(&self, name: &str) -> Option<String> {
        let axes = |name: &str| {
            let quantity = self.quantities.get(name)?;
            Some(self.arrays.quantity(*quantity).shape.axes().len())
        };
        (1..name.len()).filter(|&at| name.is_char_boundary(at)).find_map(|at| {
            let (left, right) = name.split_at(at);
            if let (Some(left), Some(right)) = (axes(left), axes(right)) {
                let is_product = left + right > 0;
                return is_product.then(|| format!("{}*{}", &name[..at], &name[at..]));
            }
            let of = left.strip_suffix('T')?;
            let is_turned = axes(of)? > 0 && axes(right)? > 0;
            is_turned.then(|| format!("{of}^T*{right}"))
        })
    }

    /// `z[i] = … for i in 1..m` for `z_i = … for i in 1..m`.
    pub(super) fn with_entries(&self, tokens: &[Token]) -> Option<String> {
        let letters: Vec<&str> = tokens
            .windows(3)
            .filter(|window| {
                matches!(window[0].kind, Kind::Keyword(Keyword::For) | Kind::Comma)
                    && window[2].kind == Kind::Keyword(Keyword::In)
            })
            .filter_map(|window| match window[1].kind {
                Kind::Name(id) => Some(self.names.text(id)),
                _ => None,
            })
            .collect();
        let is_index = |name: &str| letters.contains(&name);
        let Some(Kind::Name(first)) = tokens.first().map(|token| token.kind) else { return None };
        let is_entry = self
            .names
            .text(first)
            .split_once('_')
            .is_some_and(|(_, below)| below.chars().any(|sign| is_index(&sign.to_string())));
        if is_entry { with_members(self.text, tokens, self.names, &is_index) } else { None }
    }

    /// The line of a place with all such names as they are written here; nothing where it is long.
    fn written_anew(&self, place: Span, all: &[Meant]) -> Option<String> {
        let ends = ['\n', '\r', ';', '#'];
        let start = self.text[..place.start as usize].rfind(ends).map_or(0, |end| end + 1);
        let end = place.end as usize
            + self.text[place.end as usize..].find(ends).unwrap_or(self.text.len() - place.end as usize);
        if end - start > LONGEST || self.text[start..end].contains('`') {
            return None;
        }
        let mut out = String::new();
        let mut at = start;
        for meant in
            all.iter().filter(|meant| meant.span.start as usize >= start && meant.span.end as usize <= end)
        {
            out.push_str(self.text.get(at..meant.span.start as usize)?);
            out.push_str(&meant.written);
            at = meant.span.end as usize;
        }
        out.push_str(self.text.get(at..end)?);
        Some(out.trim().to_owned())
    }
}
