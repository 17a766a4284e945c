//! Definitions: by entries, and the order in which they get their shapes.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Quantity, Role, Shape, Size};
use chainrule_diagnostic::{Diagnostic, code};
use chainrule_number::Rational;
use chainrule_worksheet::{ArrayDefinition, RangeRead, Relation};
use rustc_hash::{FxHashMap, FxHashSet};

use super::ast::{Expr, Kind as Node, Place, Range};
use super::complaint::transposed;
use super::families::ByIndices;
use super::statements::{Definition, Sheet};
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Token, is_spelled_greek};

impl Sheet<'_> {
    /// `z[i] = … for i in 1..m`
    pub(super) fn definition_by_entries(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let mut reader = self.reader(tokens);
        let head = reader.primary()?;
        if !reader.take(Kind::Relation(Relation::Equal)) {
            return Err(reader.expected("`=`"));
        }
        let body = reader.expression()?;
        let mut ranges = match reader.peek() {
            Some(Kind::Keyword(Keyword::For)) => reader.ranges()?,
            _ => Vec::new(),
        };
        if reader.peek().is_some() {
            return Err(reader.expected("the end of the statement"));
        }
        let Node::Part(base, at) = *head.kind else {
            let message = "expected a name with its indices, such as `z[i]`";
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, head.span, message).into());
        };
        // An index without a range goes over the axes at which it stands.
        let letters = at.iter().filter_map(|place| match place {
            Place::Letter(letter) => Some(letter),
            Place::All | Place::At(_) | Place::Slice(..) | Place::Shifted(..) | Place::Chosen(_) => None,
        });
        for letter in letters {
            if ranges.iter().all(|range| range.name != *letter) {
                let one = Expr::new(Node::Number(Rational::one()), head.span);
                let (from, to) = (one.clone(), one);
                ranges.push(Range { name: letter.clone(), from, to, open: true, span: head.span });
            }
        }
        let above = self.text[head.span.range()].starts_with(&format!("{base}^"));
        self.by_indices.push(ByIndices { base, above, at, span: head.span, body, ranges });
        Ok(())
    }

    /// The definition of one array by its entries.
    pub(super) fn array_by_entries(&mut self, definition: ByIndices) -> Result<(), Wrong> {
        let ByIndices { base: name, at, span, body, ranges, .. } = definition;
        let in_order: Option<Vec<Range>> = at
            .iter()
            .map(|place| match place {
                Place::Letter(letter) => ranges.iter().find(|range| range.name == *letter).cloned(),
                Place::All | Place::At(_) | Place::Slice(..) | Place::Shifted(..) | Place::Chosen(_) => None,
            })
            .collect();
        if let Some(wrong) = self.counts_from_elsewhere(&name, &ranges) {
            return Err(wrong.into());
        }
        let Some(by) = in_order.filter(|in_order| in_order.len() == ranges.len()) else {
            let message = "a definition by entries has one letter for each index";
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                .help("write `z[i,j] = … for i in 1..m, j in 1..n`, or the array as a whole")
                .into());
        };
        self.add_definition(Definition { name, span, body, by: Some(by) })
    }

    /// Letters that are a size and a quantity: `x in R^m` beside `m = mean(x)`.
    fn sizes_that_are_quantities(&self) -> Vec<Diagnostic> {
        let declared = self.out.leaves.iter().map(|&leaf| self.arrays.quantity(leaf).name.as_str());
        let declared = declared.filter_map(|name| Some((name, *self.places.get(name)?)));
        let computed = self.definitions.iter().map(|definition| (definition.name.as_str(), definition.span));
        let all = declared.chain(computed);
        let is_size = |name: &str| self.arrays.size_names().iter().any(|size| size == name);
        let wrong = all.filter(|(name, _)| is_size(name)).map(|(name, span)| {
            let message = format!("`{name}` is a size, and can't be a quantity as well");
            let wrong = Diagnostic::error(&code::DUPLICATE, span, message);
            let has_size = |quantity: &&Quantity| {
                let mut axes = quantity.shape.axes().into_iter();
                axes.any(|size| matches!(size, Size::Letter(letter) if self.arrays.size_names()[letter.0 as usize] == name))
            };
            let first = self.arrays.quantities().map(|(_, quantity)| quantity).find(has_size);
            let place = first.and_then(|quantity| Some((*self.places.get(&quantity.name)?, &quantity.name)));
            let wrong = match place {
                Some((place, of)) => wrong.also(place, format!("a size of `{of}` here")),
                None => wrong,
            };
            wrong.help("give one of them another letter")
        });
        wrong.collect()
    }

    /// Refuses `f[i] = … for i in 2..n` where entries of `f` are spoken of: whether `f[2]` is the first or the second, nothing
    /// says.
    fn counts_from_elsewhere(&self, name: &str, ranges: &[Range]) -> Option<Diagnostic> {
        let begins = |range: &&Range| matches!(&*range.from.kind, Node::Number(from) if !from.is_one());
        let range = ranges.iter().find(|range| !range.open && begins(range))?;
        let lines = self.text.lines().map(|line| line.split('#').next().unwrap_or_default());
        let is_name = |sign: char| sign.is_alphanumeric() || sign == '_';
        let spoken_of = lines.flat_map(|line| {
            line.match_indices(name).filter(move |(at, _)| {
                let before = line[..*at].strip_suffix(['d', '∂']).unwrap_or(&line[..*at]);
                !before.ends_with(is_name) && line[at + name.len()..].starts_with(['[', '_'])
            })
        });
        // Its own definition is one of them.
        if spoken_of.count() < 2 {
            return None;
        }
        let (letter, from) = (&range.name, &self.text[range.from.span.range()]);
        let message = format!(
            "`{name}[{from}]` could be the first entry of `{name}`, where `{letter}` begins, or the entry at {from}"
        );
        Some(
            Diagnostic::error(&code::TWO_ARRAY_READINGS, range.span, message)
                .help(format!("let `{letter}` run from 1, as entries are counted, and write it further on in the formula: `{letter}+1` for a range that began at 2")),
        )
    }

    /// Gives definitions their shapes, each after those that it mentions; names that nothing declares are numbers.
    pub(super) fn elaborate(&mut self) {
        self.sort_out();
        self.wrongs.extend(self.sizes_that_are_quantities());
        if !self.wrongs.is_empty() {
            return;
        }
        let definitions = std::mem::take(&mut self.definitions);
        let places: FxHashMap<String, usize> = definitions
            .iter()
            .enumerate()
            .map(|(place, definition)| (definition.name.clone(), place))
            .collect();
        let mut waits: Vec<usize> = vec![0; definitions.len()];
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); definitions.len()];
        for (place, definition) in definitions.iter().enumerate() {
            let mut met = FxHashSet::default();
            let letters = definition.by.as_deref().unwrap_or_default();
            let is_letter = |name: &str| letters.iter().any(|letter| letter.name == name);
            for (name, span) in definition.body.names().into_iter().filter(|(name, _)| !is_letter(name)) {
                if let Some(&input) = places.get(&name) {
                    if met.insert(input) {
                        waits[place] += 1;
                        waiting[input].push(place);
                    }
                } else if let Some(places) = self.numbers_by_default.get_mut(&name) {
                    places.push(span);
                } else if !self.quantities.contains_key(&name) && !self.is_fixed(&name) {
                    let declared = self.declare(&name, Shape::Number, span);
                    self.keep(declared);
                    self.known_names.insert(name.clone());
                    self.numbers_by_default.insert(name, vec![span]);
                }
            }
        }
        let mut ready: Vec<usize> = (0..definitions.len()).rev().filter(|&place| waits[place] == 0).collect();
        let mut defined: Vec<Option<ArrayDefinition>> = vec![None; definitions.len()];
        let mut done = 0;
        while let Some(place) = ready.pop() {
            done += 1;
            let result = self.define(&definitions[place]);
            match result {
                Ok(definition) => defined[place] = Some(definition),
                Err(wrong) => self.wrongs.push(*wrong),
            }
            for &next in waiting[place].iter().rev() {
                waits[next] -= 1;
                // What needs a definition that is wrong is not blamed.
                if waits[next] == 0 && defined[place].is_some() {
                    ready.push(next);
                }
            }
        }
        if done < definitions.len() && self.wrongs.is_empty() {
            let first = definitions.iter().zip(&waits).find(|(_, waits)| **waits > 0);
            if let Some((definition, _)) = first {
                let message = format!("`{}` is computed from itself", definition.name);
                self.wrongs.push(Diagnostic::error(&code::CYCLE, definition.span, message));
            }
        }
        self.out.defined = defined.into_iter().flatten().collect();
        self.check_numbers_by_default();
    }

    /// Whether a name is a size or a constant.
    fn is_fixed(&self, name: &str) -> bool {
        self.arrays.size_names().iter().any(|size_name| size_name == name)
            || chainrule_symbolic::function::find(name).is_some_and(|row| {
                row.arity == chainrule_symbolic::function::Arity::Exactly(0) || !is_spelled_greek(name)
            })
            || name == "I"
    }

    fn define(&mut self, definition: &Definition) -> Result<ArrayDefinition, Wrong> {
        let written = match &definition.by {
            Some(ranges) => self.elaboration(false).by_entries(&definition.body, ranges)?,
            None => self.elaboration(false).expression(&definition.body)?,
        };
        if self.arrays.depth(written) > chainrule_array::MOST_DEPTH {
            let message = "this expression is nested too deep";
            return Err(Diagnostic::error(&code::TOO_DEEP, definition.body.span, message)
                .help("name the inner parts, and use the names")
                .into());
        }
        // A matrix of one entry is the number that stands in it.
        let is_one_entry = *self.arrays.shape(written) == Shape::Matrix(Size::Number(1), Size::Number(1));
        let number = if is_one_entry { self.arrays.word(Word::Trace, Over::All, &[written]) } else { None };
        let written = number.unwrap_or(written);
        let shape = self.arrays.shape(written).clone();
        if let Shape::Row(_) = shape {
            let message = format!("`{}` would be a row: quantities are columns", definition.name);
            let body = &self.text[definition.body.span.range()];
            return Err(Diagnostic::error(&code::BAD_SHAPE, definition.body.span, message)
                .help(format!("write `{}`", transposed(body)))
                .into());
        }
        let prepared = self.arrays.prepared(written).unwrap_or(written);
        let quantity = self.arrays.add_quantity(&definition.name, shape, Role::Defined(prepared));
        let read = std::mem::take(&mut self.ranges_read).into_iter();
        self.out.ranges_read.extend(read.map(|(letter, size)| RangeRead { of: quantity, letter, size }));
        self.quantities.insert(definition.name.clone(), quantity);
        let span = definition.span.to(definition.body.span);
        self.places.insert(definition.name.clone(), span);
        Ok(ArrayDefinition { quantity, written, span })
    }
}
