//! `derive` and `claim`.

use chainrule_array::{QuantityId, Role, Shape, Whole};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_worksheet::{ArrayClaim, ArrayQuery, Relation};

use super::ast::{Expr, Kind as Node, Place, Range};
use super::comparisons::sign_of;
use super::complaint::{Operand, bracketed, transposed};
use super::families::at_numbers;
use super::parted::family_of;
use super::splitting::{items, span_of};
use super::statements::Sheet;
use super::together::in_other_case;
use crate::expression::{Wrong, last_digit, quotient};
use crate::lexer::Token;

impl Sheet<'_> {
    /// `derive dL/dW, dL/db`, `derive gradient of L`
    pub(super) fn derive(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let items = items(&tokens[1..]);
        let mut at = 0;
        while let Some(&item) = items.get(at) {
            at += 1;
            if let Some(question) = self.question_in_words(item) {
                let listed =
                    items[at..].iter().take_while(|item| question.has_list && self.is_leaf(item)).count();
                self.ask_in_words(&question, &items[at..at + listed])?;
                at += listed;
                continue;
            }
            let span = span_of(item);
            if let Some(wrong) = self.unread_derivative(item) {
                return Err(wrong.into());
            }
            let found = self.whole_expression(item)?;
            for found in self.all_members(&found)? {
                self.derive_one(&found, span)?;
            }
        }
        Ok(())
    }

    /// The derivatives that one by a whole family, or of one, stands for.
    fn all_members(&self, derivative: &Expr) -> Result<Vec<Expr>, Wrong> {
        let Node::Derivative { of, of_at, by, then, at } = &*derivative.kind else {
            return Ok(vec![derivative.clone()]);
        };
        let places = |base: &str, indices: &[Place]| -> Vec<Vec<Place>> {
            let is_open = match indices.first() {
                Some(Place::All) => true,
                Some(Place::Letter(letter)) => !self.families.counts.contains_key(letter),
                _ => false,
            };
            if !(is_open && self.families.has(base)) {
                return vec![indices.to_vec()];
            }
            let with = |index: i64| {
                let index = match u64::try_from(index) {
                    Ok(index) => Place::At(index),
                    Err(_) => Place::Shifted(Vec::new(), index),
                };
                std::iter::once(index).chain(indices[1..].iter().cloned()).collect()
            };
            self.families.indices_of(base).into_iter().rev().map(with).collect()
        };
        let mut all = Vec::new();
        for of_at in places(of, of_at) {
            for at in places(by, at) {
                let (of, by, then) = (of.clone(), by.clone(), then.clone());
                let one =
                    Expr::new(Node::Derivative { of, of_at: of_at.clone(), by, then, at }, derivative.span);
                all.push(self.with_members(&one)?);
            }
        }
        Ok(all)
    }

    fn derive_one(&mut self, found: &Expr, span: Span) -> Result<(), Wrong> {
        let Node::Derivative { of, of_at, by, then, at } = &*found.kind else {
            let message = "expected a derivative such as `dL/dW`, of names of the worksheet";
            let mut wrong = Diagnostic::error(&code::BAD_QUERY, span, message);
            if let Node::Transpose(inner) = &*found.kind
                && let Node::Derivative { .. } = &*inner.kind
            {
                let inner = &self.text[inner.span.range()];
                wrong = wrong.help(format!("write `derive {inner}`: its entries are those of the transpose"));
            }
            return Err(wrong.into());
        };
        let fixed = |places: &[Place]| -> Option<Vec<Option<u64>>> {
            let one = |place: &Place| match place {
                Place::At(at) => Some(Some(*at)),
                Place::All => Some(None),
                Place::Letter(_) | Place::Shifted(..) | Place::Slice(..) | Place::Chosen(_) => None,
            };
            places.iter().map(one).collect()
        };
        let (Some(of_at), Some(at)) = (fixed(of_at), fixed(at)) else {
            let message =
                "an entry is asked for by numbers, `dL/dW[1,2]`; of the whole, all entries have one form";
            return Err(Diagnostic::error(&code::BAD_QUERY, span, message)
                .help(format!("write `derive d{of}/d{by}`"))
                .into());
        };
        let (mut of, by) = (self.quantity(of, span)?, self.quantity(by, span)?);
        if !of_at.is_empty() {
            // An entry of what is computed is a number of its own.
            let entry = self.elaboration(false).part_of(of, &of_at, span)?;
            of = self.arrays.part_of_its_own(entry);
        }
        let then = then.as_ref().map(|then| self.quantity(then, span)).transpose()?;
        if !at.is_empty() {
            let own = self.arrays.quantity(by).shape.axes().len().min(at.len());
            let (by_at, then_at) = at.split_at(if then.is_some() { own } else { at.len() });
            self.elaboration(false).part_of(by, by_at, span)?;
            if let Some(then) = then {
                self.elaboration(false).part_of(then, then_at, span)?;
            }
        }
        let at = if at.iter().all(Option::is_none) { Vec::new() } else { at };
        self.ask_at((of, by, then), at, span)
    }

    /// What is wrong with a derivative whose form is right.
    fn unread_derivative(&self, item: &[Token]) -> Option<Diagnostic> {
        let found = quotient::read(item, self.names, self.text)?;
        if found.length != item.len() {
            return None;
        }
        let places = std::iter::once(&found.of).chain(&found.by);
        for place in places.filter(|place| place.member.is_none()) {
            let base = family_of(&place.name);
            if !self.known_names.contains(base) && !self.known_names.contains(&place.name) {
                return Some(self.unknown_quantity(base, place.span));
            }
        }
        (found.by.len() > 2).then(|| {
            let message = "first and second derivatives are derived where shapes are declared";
            Diagnostic::error(&code::BAD_QUERY, found.span, message)
                .help(format!("write `derive d^2{0}/d{1}^2`", found.of.name, found.by[0].name))
        })
    }

    /// A leaf, for an example in a message.
    pub(super) fn a_leaf(&self) -> &str {
        self.out.leaves.first().map_or("x", |&leaf| self.arrays.quantity(leaf).name.as_str())
    }

    pub(super) fn quantity(&self, name: &str, span: Span) -> Result<QuantityId, Wrong> {
        let quantity =
            self.quantities.get(name).or_else(|| self.quantities.get(self.families.known_as(name)?));
        quantity.copied().ok_or_else(|| self.unknown_quantity(name, span).into())
    }

    fn unknown_quantity(&self, name: &str, span: Span) -> Diagnostic {
        let wrong = Diagnostic::error(&code::UNKNOWN_NAME, span, format!("nothing says what `{name}` is"));
        match in_other_case(name, self.known_names.iter()) {
            Some(meant) => wrong.help(format!("did you mean `{meant}`?")),
            None => wrong,
        }
    }

    /// Refuses the gradient of what is no number.
    pub(super) fn one_number(&mut self, of: QuantityId, span: Span) -> Result<(), Wrong> {
        if self.arrays.quantity(of).shape.is_number() {
            return Ok(());
        }
        let name = self.arrays.quantity(of).name.clone();
        let shape = self.arrays.quantity(of).shape.clone();
        let shape = self.elaboration(false).complaints().of_shape(&shape);
        let message = format!("`{name}` has the shape {shape}: a gradient is of one number");
        let number = if name == "L" { "E" } else { "L" };
        if self.arrays.quantity(of).role == Role::Leaf {
            let message = format!("`{name}` is computed from nothing: it can be derived by, and not derived");
            return Err(Diagnostic::error(&code::NOT_ONE_NUMBER, span, message)
                .help(format!("derive a number that is computed from it: `{number} = sum({name})`"))
                .into());
        }
        let leaf = self.a_leaf();
        Err(Diagnostic::error(&code::NOT_ONE_NUMBER, span, message)
            .help(format!("derive a number of it: `{number} = sum({name})`, `{number} = norm({name})^2`"))
            .help(format!("write `derive d{name}/d{leaf}` for the derivatives of all its entries"))
            .into())
    }

    pub(super) fn ask(
        &mut self,
        of: QuantityId,
        by: QuantityId,
        then: Option<QuantityId>,
        span: Span,
    ) -> Result<(), Wrong> {
        self.ask_at((of, by, then), Vec::new(), span)
    }

    fn ask_at(
        &mut self,
        (of, by, then): (QuantityId, QuantityId, Option<QuantityId>),
        at: Vec<Option<u64>>,
        span: Span,
    ) -> Result<(), Wrong> {
        if then.is_some() && !self.arrays.quantity(of).shape.is_number() {
            return self.one_number(of, span);
        }
        if of == by {
            let name = &self.arrays.quantity(of).name;
            let message = if self.arrays.quantity(of).shape.is_number() {
                format!("the derivative of `{name}` by itself is 1")
            } else {
                format!("the derivative of an entry of `{name}` by itself is 1, by every other entry 0")
            };
            return Err(Diagnostic::error(&code::BAD_QUERY, span, message)
                .help("derive by a quantity that it is computed from")
                .into());
        }
        self.out.queries.push(ArrayQuery { of, by, then, at, span });
        Ok(())
    }

    /// A claim; where its sides do not fit each other or themselves, it alone is wrong.
    pub(super) fn claim_that_fits(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        match self.claim(tokens) {
            Err(wrong) if wrong.code == &code::SHAPES_APART => {
                self.out.misfits.push(*wrong);
                Ok(())
            }
            done => done,
        }
    }

    fn claim(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        if let Some(done) = self.claim_of_stacked(&tokens[1..]) {
            return done;
        }
        let span = span_of(&tokens[1..]);
        let mut reader = self.reader(&tokens[1..]);
        let comparisons = reader.comparisons()?;
        let ranges = reader.ranges_at_the_end("the end of the claim")?;
        if let [(left, relation, right)] = comparisons.as_slice() {
            let text = self.text[span.range()].to_owned();
            return self.claim_one([left, right], *relation, (ranges, text), span);
        }
        let last = comparisons.iter().map(|(_, _, right)| right.span.end).max().unwrap_or(span.end);
        let behind = self.text[last as usize..span.end as usize].trim_start_matches(']');
        for (left, relation, right) in &comparisons {
            let [one, other] = [left, right].map(|side| &self.text[side.span.range()]);
            let text = format!("{one} {} {other}{behind}", sign_of(*relation));
            self.claim_one([left, right], *relation, (ranges.clone(), text), span)?;
        }
        Ok(())
    }

    /// One comparison, at all indices that its ranges give.
    fn claim_one(
        &mut self,
        [left, right]: [&Expr; 2],
        relation: Relation,
        (ranges, mut text): (Vec<Range>, String),
        span: Span,
    ) -> Result<(), Wrong> {
        let open = self.open_letters([left, right], &ranges)?;
        let is_of_members =
            |range: &Range| self.counts_members(range, left) || self.counts_members(range, right);
        let (members, mut ranges): (Vec<Range>, Vec<Range>) = ranges.into_iter().partition(is_of_members);
        let written = ranges.len();
        ranges.extend(open);
        let mut cases: Vec<Vec<(String, i64)>> = vec![Vec::new()];
        for range in &members {
            let indices = self.families.range(range)?;
            let longer = |case: &Vec<(String, i64)>| -> Vec<Vec<(String, i64)>> {
                let with = |index| case.iter().cloned().chain([(range.name.clone(), index)]).collect();
                indices.clone().map(with).collect()
            };
            cases = cases.iter().flat_map(longer).collect();
        }
        for (number, case) in cases.iter().enumerate() {
            let left = self.with_members(&at_numbers(left, case)?)?;
            let right = self.with_members(&at_numbers(right, case)?)?;
            if number == 0 {
                text.push_str(&self.ranges_from_shapes([&left, &right], &ranges[written..])?);
            }
            let at: String = case.iter().map(|(letter, index)| format!(", at {letter} = {index}")).collect();
            let text = format!("{text}{at}");
            if ranges.is_empty() {
                self.claim_between(&[left, right], relation, text, span)?;
                continue;
            }
            let units = self.units(relation, &right);
            let (sides, indices) =
                self.elaboration(true).sides_by_entries([&left, &right], relation, &ranges)?;
            self.ranges_read.clear();
            self.out.claims.push(ArrayClaim { sides, indices, relation, units, text, span });
        }
        Ok(())
    }

    /// What the last digit of a number counts, or of each entry, where a claim is about digits.
    fn units(&self, relation: Relation, right: &Expr) -> Vec<Rational> {
        if relation != Relation::About {
            return Vec::new();
        }
        let unit = |expr: &Expr| last_digit(&self.text[expr.span.range()]);
        let Node::Literal(rows) = &*right.kind else { return unit(right).into_iter().collect() };
        let units: Option<Vec<Rational>> = rows.iter().flatten().map(unit).collect();
        let mut units = units.unwrap_or_default();
        // A whole number among decimals is printed to as many: `[0, 0.25]` says 0.00.
        if let Some(finest) = units.iter().min().cloned() {
            for unit in &mut units {
                if unit.is_one() {
                    *unit = finest.clone();
                }
            }
        }
        units
    }

    fn claim_between(
        &mut self,
        [left, right]: &[Expr; 2],
        relation: Relation,
        text: String,
        span: Span,
    ) -> Result<(), Wrong> {
        let units = self.units(relation, right);
        let mut elaboration = self.elaboration(true);
        let sides = elaboration.sides([left, right])?;
        let shapes = sides.map(|side| elaboration.arrays.shape(side).clone());
        let is_zero = *elaboration.arrays.whole(sides[1]) == Whole::Number(Rational::zero());
        // Every entry is compared with one number.
        let is_ordered = !matches!(relation, Relation::Equal | Relation::About);
        let with_number = is_ordered && shapes.iter().any(Shape::is_number);
        if shapes[0] != shapes[1] && !is_zero && !with_number {
            let complaints = elaboration.complaints();
            let message = format!(
                "`{}` is {}, and `{}` is {}: they can't be {}",
                complaints.written(Operand { whole: sides[0], span: left.span }),
                complaints.shape(sides[0]),
                complaints.written(Operand { whole: sides[1], span: right.span }),
                complaints.shape(sides[1]),
                if is_ordered { "compared" } else { "equal" },
            );
            let mut wrong = Diagnostic::error(&code::SHAPES_APART, span, message);
            if let (Shape::Vector(_) | Shape::Matrix(..), Shape::Number) = (&shapes[0], &shapes[1]) {
                let complaints = elaboration.complaints();
                let axes = shapes[0].axes();
                let axes: Vec<String> = axes.iter().map(|&size| complaints.size(size)).collect();
                wrong = wrong.help(in_every_entry(elaboration.written(right.span), &axes));
            }
            if shapes[0].transposed().as_ref() == Some(&shapes[1]) {
                let is_gradient = matches!(&*left.kind, Node::Derivative { of, .. }
                    if elaboration.quantities.get(of).is_some_and(|&of| elaboration.arrays.quantity(of).shape.is_number()));
                wrong = wrong.help(one_side_transposed(left, &self.text[right.span.range()], is_gradient));
            }
            return Err(wrong.into());
        }
        let indices = Vec::new();
        self.out.claims.push(ArrayClaim { sides, indices, relation, units, text, span });
        Ok(())
    }
}

/// What to write for an array with the same number in every entry.
fn in_every_entry(number: &str, sizes: &[String]) -> String {
    let times = if number == "1" { String::new() } else { format!("{}*", bracketed(number)) };
    let ones = match sizes {
        [rows, columns] => format!("ones({rows}, {columns})"),
        [..] => format!("ones({})", sizes.join(", ")),
    };
    format!("write `{times}{ones}` for the same number in every entry")
}

/// What to write where one side of a claim is the transpose of the other.
fn one_side_transposed(left: &Expr, right: &str, is_gradient: bool) -> String {
    let turned = transposed(right);
    match &*left.kind {
        Node::Derivative { of, of_at, by, then: None, at }
            if is_gradient && of_at.is_empty() && at.is_empty() =>
        {
            format!(
                "one side is transposed: write `d{of}/d{by} = {turned}`, since the entry [i,j] of `d{of}/d{by}` belongs to the entry [i,j] of `{by}`"
            )
        }
        _ => format!("one side is transposed: write `{turned}` on the right"),
    }
}
