//! Statements about single entries of arrays: updates, and claims about what comes of them. The arrays are written out,
//! and from then on an entry is a quantity like any other.

use chainrule_array::word::Word;
use chainrule_array::written_out::{MOST_WRITTEN, NotWritten, WrittenOut};
use chainrule_array::{QuantityId, Role, Size, Whole};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Network;
use chainrule_worksheet::{ArraySheet, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Resolver;
use super::batches::{self, Cases};
use crate::arrays::Said;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Names, Token};

impl<'a> Resolver<'a> {
    /// The worksheet of arrays whose entries some statements are about.
    pub(crate) fn over_arrays(
        text: &'a str,
        names: Names,
        said: Said,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Worksheet> {
        let Said { mut sheet, places, mut about_entries, show: _ } = said;
        let first = about_entries.first()?;
        let span = first[0].span.to(first[first.len() - 1].span);
        let mut resolver = Self::new(text, names, &[]);
        let mut sizes = sizes_of(&sheet);
        let cases = match resolver.cases(&mut about_entries, &sheet) {
            Ok(cases) => cases,
            Err(wrong) => {
                diagnostics.push(*wrong);
                return None;
            }
        };
        if let Some(cases) = &cases {
            sizes.insert(Size::Letter(cases.letter), usize::try_from(cases.size).unwrap_or(usize::MAX));
        }
        let uneven = cases.as_ref().and_then(Cases::uneven);
        match WrittenOut::of(&mut sheet.arrays, &mut resolver.graph, &sizes, uneven) {
            Ok(written) => {
                let names =
                    written.names.iter().filter(|(name, _)| !sheet.arrays.quantity(**name).shape.is_number());
                sheet.entries = names.map(|(&quantity, names)| (quantity, names.clone())).collect();
                sheet.entries.sort_unstable_by_key(|(quantity, _)| *quantity);
                let names = |quantity| written.names.get(&quantity).cloned().unwrap_or_default();
                let present = written.present.as_ref();
                resolver.steps.batches = cases.map(|cases| batches::batches(&cases, &sheet, present, names));
                resolver.take_entries(&sheet, &places, written);
            }
            Err(why) => {
                diagnostics.push(not_written(&sheet, &places, why, span));
                return None;
            }
        }
        for tokens in &about_entries {
            let done = match resolver.array_after_steps(tokens) {
                Some((name, span)) => Err(Box::new(many_numbers(&name, span))),
                None => resolver.other(tokens),
            };
            if let Err(wrong) = done {
                resolver.diagnostics.push(*wrong);
            }
        }
        let worksheet = resolver.finish_entries(diagnostics)?;
        Some(Worksheet { arrays: Some(sheet), ..worksheet })
    }

    /// Takes out of updates what they say of batches; answers which size counts the cases.
    fn cases(&self, about_entries: &mut [Vec<Token>], sheet: &ArraySheet) -> Result<Option<Cases>, Wrong> {
        let is_update = |tokens: &&mut Vec<Token>| tokens[0].kind == Kind::Keyword(Keyword::Update);
        let clauses: Result<Vec<_>, Wrong> = about_entries
            .iter_mut()
            .filter(is_update)
            .map(|tokens| batches::take(tokens, self.text, &self.known_names.names, sheet))
            .collect();
        batches::cases(&clauses?, sheet)
    }

    /// The array that a token names.
    pub(super) fn array_named(&self, token: Option<&Token>) -> Option<(String, Span)> {
        let Some(Token { kind: Kind::Name(id), span }) = token else { return None };
        let name = self.known_names.names.text(*id);
        self.known_names.arrays.contains(name).then(|| (name.to_owned(), *span))
    }

    /// Claims speak of entries that there are.
    pub(super) fn check_entries(&mut self, network: &Network) {
        let quantities: FxHashSet<SymbolId> = network.order().iter().copied().collect();
        for asked in self.steps.after.iter().filter(|asked| !quantities.contains(&asked.of)) {
            let name = self.graph.name(asked.of);
            let message = format!("no quantity of this worksheet and no entry of its arrays is `{name}`");
            let wrong = Diagnostic::error(&code::UNKNOWN_NAME, asked.span, message);
            self.diagnostics
                .push(wrong.help("write the indices of an entry from 1 on, the row first: `W[2,1]`"));
        }
        self.steps.after.retain(|asked| quantities.contains(&asked.of));
    }

    /// The array of `W after 100 steps`.
    fn array_after_steps(&self, tokens: &[Token]) -> Option<(String, Span)> {
        let is_after = |token: &Token| matches!(token.kind, Kind::Name(id) if self.known_names.names.text(id) == "after");
        tokens.windows(2).find_map(|pair| self.array_named(pair.first()).filter(|_| is_after(&pair[1])))
    }

    fn declare(&mut self, name: &str, place: Span) {
        if let Some(id) = self.known_names.names.find(name) {
            self.known_names.declared.note(id, place);
        }
    }

    /// Where an array stands.
    pub(super) fn array_place(&self, name: &str) -> Span {
        let id = self.known_names.names.find(name);
        id.and_then(|id| self.known_names.declared.place(id)).unwrap_or_default()
    }

    /// Makes the entries known as quantities, with their formulas and numbers.
    fn take_entries(&mut self, sheet: &ArraySheet, places: &FxHashMap<String, Span>, written: WrittenOut) {
        let place_of = |quantity: QuantityId| {
            places.get(&sheet.arrays.quantity(quantity).name).copied().unwrap_or_default()
        };
        for (&quantity, names) in &written.names {
            let (data, span) = (sheet.arrays.quantity(quantity), place_of(quantity));
            if !data.shape.is_number() {
                self.known_names.arrays.insert(data.name.clone());
                self.declare(&data.name, span);
            }
            for &symbol in names {
                self.places.set_first(symbol, span);
                let name = self.graph.name(symbol).as_str().to_owned();
                self.declare(&name, span);
            }
        }
        if let Some(present) = &written.present {
            let most = i64::try_from(present.marks.len()).unwrap_or(i64::MAX);
            let marks = present.marks.iter().map(|&mark| (mark, 1));
            for (symbol, value) in marks.chain([(present.count, most)]) {
                self.builder.input(symbol);
                let value = self.graph.number(Rational::from_integer(value));
                let _ = self.value(symbol, value, false, Span::default());
            }
        }
        for (symbol, formula) in written.formulas {
            self.defined.heads.insert(symbol);
            self.builder.define(symbol, formula);
        }
        for &leaf in &sheet.leaves {
            let values = sheet.values.iter().find(|value| value.quantity == leaf);
            for (place, &symbol) in written.names[&leaf].iter().enumerate() {
                self.builder.input(symbol);
                if let Some(value) = values.and_then(|array| array.entries.get(place)) {
                    let value = self.graph.number(value.clone());
                    // Values were found to be given once where they were read.
                    let _ = self.value(symbol, value, false, place_of(leaf));
                }
            }
        }
    }
}

/// What is said of an array where one number belongs.
pub(super) fn many_numbers(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&code::BAD_UPDATE, span, format!("`{name}` is many numbers, and one is meant here"))
        .help(format!("name an entry: `{name}[1]` of a vector, `{name}[1,1]` of a matrix"))
}

/// The sizes that have numbers.
fn sizes_of(sheet: &ArraySheet) -> FxHashMap<Size, usize> {
    let number = |count: u64| usize::try_from(count).ok();
    let mut sizes =
        sheet.sizes.iter().filter_map(|&(id, count)| Some((Size::Letter(id), number(count)?))).collect();
    sheet.arrays.add_sums(&mut sizes);
    sizes
}

/// What has no name, by its word.
fn part_in_words(sheet: &ArraySheet, role: &Role) -> &'static str {
    let Role::Defined(definition) = role else { return "a part of a line" };
    match sheet.arrays.whole(*definition) {
        Whole::Word { word: Word::Inverse, .. } => "an inverse",
        Whole::Word { word: Word::Determinant | Word::LogDeterminant, .. } => "a determinant",
        Whole::Word { word: Word::Max | Word::Largest, .. } => "a largest entry",
        _ => "a part of a line",
    }
}

fn not_written(
    sheet: &ArraySheet,
    places: &FxHashMap<String, Span>,
    why: NotWritten,
    span: Span,
) -> Diagnostic {
    let wrong = |message: String| Diagnostic::error(&code::NOT_WITH_SHAPES, span, message);
    match why {
        NotWritten::OpenSize(Size::Letter(letter)) => {
            let name = &sheet.arrays.size_names()[letter.0 as usize];
            wrong(format!("steps are carried out in numbers, and the size `{name}` has none"))
                .help(format!("write `let {name} = 3`, or give an array of that size its values"))
        }
        NotWritten::OpenSize(Size::Number(_)) | NotWritten::TooMany => wrong(format!(
            "written out by entries, these arrays have more than {MOST_WRITTEN} operations: too many for steps"
        ))
        .help("take a smaller network, or fewer cases")
        .help("derivatives without `update` have no such limit: `derive` works them out as wholes, in numbers too"),
        NotWritten::NoFormula(quantity) => {
            let data = sheet.arrays.quantity(quantity);
            let what = if data.name.is_empty() {
                part_in_words(sheet, &data.role).to_owned()
            } else {
                format!("`{}`", data.name)
            };
            let message = format!("steps are carried out by entries, and those of {what} have no formula");
            let wrong = wrong(message);
            match places.get(&data.name) {
                Some(&place) => wrong.also(place, "computed as a whole here"),
                None => wrong,
            }
        }
    }
}
