//! Names that nothing declares and that texts have for something else: `x_1`, `x1` and `x_i` for an entry of `x`, `Wx` for a
//! product. Each would be a number of its own, and a derivative by `x` would be 0.

use chainrule_array::Size;
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::statements::Sheet;
use super::together::several_names;
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
        // One with a value is a number.
        let open = || names.iter().filter(|(name, _)| !self.valued.contains(name.as_str()));
        let between = open().filter_map(|(name, places)| self.between_arrays(name, places));
        if let Some(wrong) = between.min_by_key(|wrong| wrong.primary.span.start) {
            self.wrongs = vec![wrong];
            return;
        }
        let before = open().filter_map(|(name, places)| self.before_an_array(name, places));
        if let Some(wrong) = before.min_by_key(|wrong| wrong.primary.span.start) {
            self.wrongs = vec![wrong];
            return;
        }
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

    /// `W = R^(m×n)`, where nothing says that R is a number.
    pub(super) fn shape_behind_equals(&self, name: &str, tokens: &[Token]) -> Option<Diagnostic> {
        let set = self.text.get(tokens.get(2)?.span.start as usize..tokens.last()?.span.end as usize)?;
        let is_known = |name: &&str| self.known_names.contains(*name) || self.valued.contains(*name);
        let is_number = ["R", "ℝ"].iter().any(is_known);
        let sizes = set.strip_prefix("R^").or_else(|| set.strip_prefix("ℝ^")).filter(|_| !is_number)?;
        let inner = sizes.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(sizes);
        let is_box = inner.contains('×')
            && inner.split('×').all(|size| size.trim().chars().all(char::is_alphanumeric));
        let is_size = self.arrays.size_names().iter().any(|name| name == inner);
        (is_box || is_size).then(|| {
            let message = format!("`{set}` is a set, and what lies in it is said with `in`");
            Diagnostic::error(&code::EXPECTED, tokens[0].span.to(tokens[tokens.len() - 1].span), message)
                .help(format!("write `{name} in {set}`"))
        })
    }

    /// `A` of `x^T*A*x`, where nothing declares it: a matrix, as texts have it, and no number.
    fn between_arrays(&self, name: &str, places: &[Span]) -> Option<Diagnostic> {
        let rows_of = |name: &str| {
            let quantity = self.quantities.get(name)?;
            self.arrays.quantity(*quantity).shape.axes().first().copied()
        };
        let is_sign = |sign: char| sign.is_whitespace() || matches!(sign, '*' | '·' | '@');
        let is_name = |sign: char| sign.is_alphanumeric() || sign == '_';
        places.iter().filter(|_| name.starts_with(char::is_uppercase)).find_map(|&span| {
            let before = self.text[..span.start as usize].trim_end_matches(is_sign);
            let of = ["^T", "ᵀ", ".T", "^⊤"].iter().find_map(|mark| before.strip_suffix(mark))?;
            let left = &of[of.rfind(|sign| !is_name(sign)).map_or(0, |at| at + 1)..];
            let behind = self.text[span.end as usize..].trim_start_matches(is_sign);
            let right = &behind[..behind.find(|sign| !is_name(sign)).unwrap_or(behind.len())];
            let sizes = [rows_of(left)?, rows_of(right)?].map(|size| match size {
                Size::Number(count) => count.to_string(),
                Size::Letter(letter) => self.arrays.size_names()[letter.0 as usize].clone(),
            });
            let message = format!("nothing declares `{name}`, which stands between two arrays");
            Some(
                Diagnostic::error(&code::UNKNOWN_NAME, span, message)
                    .help(format!("declare it, `{name} in R^({}×{})`", sizes[0], sizes[1]))
                    .help(format!("declare it, `{name} in R`, if it is a number")),
            )
        })
    }

    /// `W` of `W*x`, where nothing declares it: a matrix, as texts have it, or a number.
    fn before_an_array(&self, name: &str, places: &[Span]) -> Option<Diagnostic> {
        if !name.starts_with(char::is_uppercase) {
            return None;
        }
        let is_name = |sign: char| sign.is_alphanumeric() || sign == '_';
        places.iter().find_map(|&span| {
            let before = self.text[..span.start as usize].trim_end();
            let behind = self.text[span.end as usize..].trim_start();
            let behind = behind.strip_prefix(['*', '·', '@']).filter(|_| !before.ends_with(['/', '^']))?;
            let behind = behind.trim_start();
            let right = &behind[..behind.find(|sign| !is_name(sign)).unwrap_or(behind.len())];
            let quantity = self.arrays.quantity(*self.quantities.get(right)?);
            // `C*x[1]` is a product of numbers, and `C*x^T*y` may be one.
            let rows = *quantity.shape.axes().first()?;
            if behind[right.len()..].trim_start().starts_with(['[', '^', 'ᵀ', '.']) {
                return None;
            }
            let columns = match rows {
                Size::Number(count) => count.to_string(),
                Size::Letter(letter) => self.arrays.size_names()[letter.0 as usize].clone(),
            };
            let message = format!("`{name}*{right}` could be a product with a matrix, or with a number: nothing declares `{name}`");
            let mut wrong = Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message);
            if name.starts_with("I_") || name == "Id" {
                wrong = wrong.help(format!("write `I({columns})` for the identity matrix"));
            }
            let rows = if columns == "m" { "k" } else { "m" };
            Some(
                wrong
                    .help(format!("declare it, `{name} in R^({rows}×{columns})`, if it is a matrix"))
                    .help(format!("declare it, `{name} in R`, if it is a number")),
            )
        })
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

    /// `W*x` for `Wx`, `x^T*y` for `xTy`: names side by side, one of an array at least.
    fn as_product(&self, name: &str) -> Option<String> {
        let axes = |name: &str| {
            let quantity = self.quantities.get(name)?;
            Some(self.arrays.quantity(*quantity).shape.axes().len())
        };
        let is_transpose = |part: &str| part == "T" && !self.quantities.contains_key("T");
        let parts = several_names(name, &|part| axes(part).is_some() || is_transpose(part))?;
        let is_turned = parts.windows(3).any(|parts| is_transpose(parts[1]));
        let ends_turned = parts.first().is_some_and(|part| is_transpose(part))
            || parts.last().is_some_and(|part| is_transpose(part))
            || parts.windows(2).any(|parts| parts.iter().all(|part| is_transpose(part)));
        let counts: Vec<usize> = parts.iter().filter_map(|part| axes(part)).collect();
        let are_arrays = if is_turned {
            counts.iter().all(|&count| count > 0)
        } else {
            counts.iter().any(|&count| count > 0)
        };
        if counts.len() < 2 || ends_turned || !are_arrays {
            return None;
        }
        let mut written = String::new();
        for part in parts {
            if is_transpose(part) {
                written.push_str("^T");
            } else {
                let sign = if written.is_empty() { "" } else { "*" };
                written.push_str(&format!("{sign}{part}"));
            }
        }
        Some(written)
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
