//! What definitions say of where they have a value, and how they are written.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::LN;
use chainrule_symbolic::graph::FunctionId;

use crate::arena::{Arrays, Entry, QuantityId, Role, Whole, WholeId};
use crate::entry::is;
use crate::node::indices;
use crate::noted::NamedQuotient;
use crate::rule::Rules;
use crate::shape::Shape;
use crate::tidy::tidy;
use crate::word::{Over, Word};

/// Whether a matrix is symmetric is looked up in so many definitions, one inside the other.
const MOST_DEFINITIONS: usize = 6;

impl Arrays {
    /// Takes note of a definition.
    pub(crate) fn note_definition(&mut self, quantity: QuantityId, definition: WholeId) {
        if !self.quantity(quantity).name.is_empty() && !self.parts(self.whole(definition)).is_empty() {
            self.domain.named.entry(definition).or_insert(quantity);
            let quotient = self.quotient(quantity, definition);
            self.domain.quotients.extend(quotient);
        }
        self.note_sums(quantity, definition);
        self.note_value(quantity, definition);
        self.note_mean(quantity, definition);
        let mut stack = vec![definition];
        while let Some(id) = stack.pop() {
            if !self.domain.written.insert(id) {
                continue;
            }
            self.note_long_sum(id);
            let below = match self.whole(id) {
                Whole::Apply { function, primes, arguments } if is(*function, *primes, &DIVIDE) => {
                    Some(arguments[1])
                }
                Whole::Apply { function, primes, arguments } if is(*function, *primes, &LN) => {
                    Some(arguments[0])
                }
                Whole::Apply { function, primes, arguments }
                    if is(*function, *primes, &POWER)
                        && matches!(self.whole(arguments[1]), Whole::Number(number) if number.is_negative()) =>
                {
                    Some(arguments[0])
                }
                _ => None,
            };
            if let Some(below) = below {
                self.note_divisor(below);
            }
            stack.extend(self.parts(self.whole(id)));
        }
    }

    /// Notes a quantity that is a function of something.
    fn note_value(&mut self, quantity: QuantityId, definition: WholeId) {
        if let Whole::Apply { function, primes: 0, arguments } = self.whole(definition) {
            let function = *function;
            let mut of = self.mentioned_in(arguments[0]);
            of.sort_unstable();
            self.domain.values.entry((function, of)).or_default().push(quantity);
        }
    }

    /// The quantities that are this function of something in which these quantities stand.
    pub(crate) fn values_of(&self, function: FunctionId, of: &[QuantityId]) -> &[QuantityId] {
        self.domain.values.get(&(function, of.to_vec())).map_or(&[], Vec::as_slice)
    }

    /// A product is not 0 where no factor is.
    fn note_divisor(&mut self, divisor: WholeId) {
        let mut stack = vec![divisor];
        while let Some(id) = stack.pop() {
            self.domain.divisors.insert(id);
            if matches!(self.whole(id), Whole::Product(..)) && self.shape(id).is_number() {
                let in_order = self.number_in_order(id);
                self.domain.divisors.extend(in_order);
            }
            match self.whole(id).clone() {
                Whole::Product(left, right) if self.transpose(left) == Some(right) => {
                    stack.extend(self.word(Word::Norm, Over::All, &[right]));
                }
                Whole::Apply { function, primes, arguments }
                    if [&MULTIPLY, &DIVIDE, &NEGATE].iter().any(|row| is(function, primes, row)) =>
                {
                    stack.extend(arguments);
                }
                // x^0 is 1 for every x: of a base something is known where the exponent is certainly not 0.
                Whole::Apply { function, primes, arguments } if is(function, primes, &POWER) => {
                    let exponent = self.whole(arguments[1]);
                    if matches!(exponent, Whole::Size(_))
                        || matches!(exponent, Whole::Number(number) if !number.is_zero())
                    {
                        stack.push(arguments[0]);
                    }
                }
                _ => {}
            }
        }
    }

    /// Over what the entries of shares add up to 1: of a softmax, of `v/sum(v)`.
    fn shares(&self, definition: WholeId) -> Option<Over> {
        match self.whole(definition) {
            Whole::Word { word: Word::Softmax, over, .. } => Some(*over),
            Whole::Apply { function, primes, arguments } if is(*function, *primes, &DIVIDE) => {
                let total = Whole::Word { word: Word::Sum, over: Over::All, arguments: vec![arguments[0]] };
                (*self.whole(arguments[1]) == total).then_some(Over::All)
            }
            _ => None,
        }
    }

    /// Notes what the entries add up to where that follows from the definition: 1 where they are shares, 0 where a mean
    /// is taken away, as of `x − mean(x)`.
    fn note_sums(&mut self, quantity: QuantityId, definition: WholeId) {
        if let Some(over) = self.shares(definition) {
            self.domain.sums.insert((quantity, over), Rational::one());
            return;
        }
        let adds_up = matches!(self.whole(definition), Whole::Apply { function, primes, .. }
            if [&ADD, &DIVIDE].iter().any(|row| is(*function, *primes, row)));
        if !adds_up {
            return;
        }
        let shape = self.shape(definition).clone();
        let overs: &[Over] = match shape {
            Shape::Vector(_) => &[Over::All],
            Shape::Matrix(..) => &[Over::EachRow, Over::EachColumn],
            Shape::Number | Shape::Row(_) | Shape::Tensor(_) => &[],
        };
        let mentioned = self.mentioned_in(definition);
        let adds_up_by_part = mentioned
            .iter()
            .any(|&part| overs.iter().any(|&over| self.domain.sums.contains_key(&(part, over))));
        let means: Vec<QuantityId> =
            mentioned.into_iter().filter(|&quantity| self.is_mean_quantity(quantity)).collect();
        if means.is_empty() && !adds_up_by_part && !has_mean(self, definition) {
            return;
        }
        for &over in overs {
            let letters = self.letters_for(&shape);
            let Some(mut entry) = self.entry_of(definition, &indices(&letters)) else { continue };
            for &mean in &means {
                let shape = self.quantity(mean).shape.clone();
                let at = self.letters_for(&shape);
                let Some(value) = self.definition(mean).and_then(|whole| self.entry_of(whole, &indices(&at)))
                else {
                    continue;
                };
                entry = self.with_value(entry, mean, &at, value);
            }
            let letter = if over == Over::EachRow { letters[1] } else { letters[0] };
            let sum = self.sum_over(letter, entry);
            let tidied = tidy(self, &[], sum, &mut Rules::default());
            if let Entry::Number(value) = self.entry(tidied).clone() {
                self.domain.sums.insert((quantity, over), value);
            }
        }
    }

    fn is_mean_quantity(&self, quantity: QuantityId) -> bool {
        self.definition(quantity).is_some_and(|whole| {
            matches!(self.whole(whole), Whole::Word { word: Word::Sum, .. }) || self.mean_in(whole).is_some()
        })
    }

    /// What the entries of a quantity, or of each of its lines, add up to by its definition.
    pub(crate) fn sum_by_definition(&self, quantity: QuantityId, over: Over) -> Option<&Rational> {
        self.domain.sums.get(&(quantity, over))
    }

    /// The quantity that is defined as an expression.
    pub(crate) fn quantity_defined_as(&self, whole: WholeId) -> Option<QuantityId> {
        self.domain.named.get(&whole).copied()
    }

    /// The quantities that are quotients of two others.
    pub(crate) fn quotients(&self) -> &[NamedQuotient] {
        &self.domain.quotients
    }

    /// Whether an expression stands in a definition.
    pub(crate) fn is_written(&self, whole: WholeId) -> bool {
        self.domain.written.contains(&whole)
    }

    /// Whether a number is not 0 where the definitions have a value.
    pub(crate) fn is_divisor(&self, number: WholeId) -> bool {
        matches!(self.whole(number), Whole::Size(_)) || self.domain.divisors.contains(&number)
    }

    /// Whether no entry of a quantity is 0 where the definitions have a value.
    pub(crate) fn is_divisor_quantity(&self, quantity: QuantityId) -> bool {
        self.known_whole(&Whole::Quantity(quantity))
            .is_some_and(|whole| self.domain.divisors.contains(&whole))
    }

    /// States that a leaf is its own transpose.
    pub fn state_symmetric(&mut self, quantity: QuantityId) {
        self.domain.symmetric.insert(quantity);
    }

    /// Whether a leaf is stated to be its own transpose.
    pub fn is_stated_symmetric(&self, quantity: QuantityId) -> bool {
        self.domain.symmetric.contains(&quantity)
    }

    /// Whether a matrix is its own transpose, by how it is put together or as stated.
    pub(crate) fn is_symmetric(&self, whole: WholeId) -> bool {
        self.is_symmetric_by(whole, MOST_DEFINITIONS)
    }

    /// The same, with definitions put in so often, one inside the other.
    fn is_symmetric_by(&self, whole: WholeId, definitions: usize) -> bool {
        match self.whole(whole) {
            Whole::Identity(_) | Whole::Word { word: Word::Diag, .. } => true,
            Whole::Quantity(quantity) => {
                self.is_stated_symmetric(*quantity)
                    || match self.quantity(*quantity).role {
                        Role::Defined(definition) => {
                            self.domain.definitions.is_some()
                                && definitions > 0
                                && self.shape(whole).is_square()
                                && self.is_symmetric_by(definition, definitions - 1)
                        }
                        Role::Leaf | Role::Adjoint { .. } => false,
                    }
            }
            Whole::Word { word: Word::Inverse, arguments, .. } => {
                self.is_symmetric_by(arguments[0], definitions)
            }
            Whole::Product(left, right) => {
                // `Xᵀ·X`, `X·S·Xᵀ`
                let mut factors = self.factors_of(*left);
                factors.extend(self.factors_of(*right));
                let is_turned = |place: usize| {
                    let (one, other) = (factors[place], factors[factors.len() - 1 - place]);
                    matches!(self.whole(one), Whole::Transpose(of) if *of == other)
                        || matches!(self.whole(other), Whole::Transpose(of) if *of == one)
                        || (one == other && self.is_symmetric_by(one, definitions))
                };
                self.shape(whole).is_square() && (0..factors.len().div_ceil(2)).all(is_turned)
            }
            // Entry by entry, of what is symmetric.
            Whole::Apply { arguments, .. } => {
                self.shape(whole).is_square()
                    && arguments.iter().all(|&argument| {
                        self.shape(argument).is_number() || self.is_symmetric_by(argument, definitions)
                    })
            }
            Whole::Transpose(of) => self.shape(whole).is_square() && self.is_symmetric_by(*of, definitions),
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Ones(_)
            | Whole::OneHot(..)
            | Whole::Rows { .. }
            | Whole::Entries { .. }
            | Whole::Spread { .. }
            | Whole::Word { .. }
            | Whole::Part { .. } => false,
        }
    }
}

fn has_mean(arrays: &Arrays, whole: WholeId) -> bool {
    let mut stack = vec![whole];
    while let Some(id) = stack.pop() {
        if matches!(arrays.whole(id), Whole::Word { word: Word::Mean, .. }) {
            return true;
        }
        stack.extend(arrays.parts(arrays.whole(id)));
    }
    false
}
