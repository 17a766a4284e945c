//! What members of a family have in common, with the letter of their index: `h[1] … h[9]` told once as `h[l]`.
//!
//! Expressions are laid side by side: where one names a member, the next names the one after it, or the same; all else is
//! equal. Nothing is derived again: the general line is what the lines of all members say.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::arena::{Arrays, Entry, EntryId, Index, Letter, QuantityId, Role, Whole, WholeId};

/// A part of what is told of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementPart {
    /// A quantity.
    Quantity(QuantityId),
    /// An expression.
    Whole(WholeId),
    /// An entry.
    Entry(EntryId),
    /// A number that must be the same.
    Mark(usize),
}

/// Something that is told of one member, or of something that is none.
#[derive(Clone, Debug)]
pub struct MemberStatement {
    /// The quantities that it is about; the first that is a member counts.
    pub about: Vec<QuantityId>,
    /// What is said, in order.
    pub says: Vec<StatementPart>,
}

/// Statements that say the same of members that follow each other.
#[derive(Clone, Debug)]
pub struct GeneralRun {
    /// Their places, by the index of the member.
    pub places: Vec<usize>,
    /// The place of the one that is shown.
    pub printed: usize,
    /// The letter of the index.
    pub letter: String,
    /// The first member.
    pub from: i64,
    /// The last.
    pub to: i64,
    /// The names of quantities in what is shown.
    pub names: FxHashMap<QuantityId, String>,
}

/// What is told: one statement, or several at once.
#[derive(Clone, Debug)]
pub enum Told {
    /// One statement, by its place.
    One(usize),
    /// Several, where the first of them stands.
    Run(GeneralRun),
}

/// The families of several members, each with how far its index is from that of the first.
type Signature = Vec<(String, i64)>;

/// So many members are told one by one.
const FEWEST: usize = 4;

/// A member of a family, by its name: `h[3]` or `h^{(3)}`.
fn member(name: &str) -> Option<(&str, bool, i64)> {
    if let Some((base, rest)) = name.split_once("^{(") {
        return Some((base, true, rest.strip_suffix(")}")?.parse().ok()?));
    }
    let (base, rest) = name.split_once('[')?;
    Some((base, false, rest.strip_suffix(']')?.parse().ok()?))
}

/// `h[l-1]`
fn general_name(base: &str, above: bool, letter: &str, offset: i64) -> String {
    let index = match offset {
        0 => letter.to_owned(),
        1.. => format!("{letter}+{offset}"),
        _ => format!("{letter}{offset}"),
    };
    if above { format!("{base}^{{({index})}}") } else { format!("{base}[{index}]") }
}

/// Two expressions side by side.
struct Beside<'a> {
    arrays: &'a Arrays,
    /// How far the index goes from the one to the other.
    step: i64,
    letters: FxHashMap<Letter, Letter>,
    /// The named quantities in the one, in the order met, and whether the other has the next member in that place.
    met: Vec<(QuantityId, bool)>,
}

impl Arrays {
    /// The letter by which the worksheet runs over the members of a family is known by their name.
    pub fn name_members(&mut self, base: &str, letter: &str) {
        self.member_letters.entry(base.to_owned()).or_insert_with(|| letter.to_owned());
    }

    /// Whether the worksheet runs over members by this letter.
    pub fn is_member_letter(&self, letter: &str) -> bool {
        self.member_letters.values().any(|other| other == letter)
    }

    /// The family, the index and how a member is written.
    fn member_of(&self, quantity: QuantityId) -> Option<(&str, bool, i64)> {
        let data = self.quantity(quantity);
        match data.role {
            Role::Adjoint { of, by } => self.member_of(by).or_else(|| self.member_of(of)),
            Role::Leaf | Role::Defined(_) => member(&data.name),
        }
    }

    /// The named quantities of what is said, each with whether what another statement says has the next member there; nothing
    /// where they differ in more.
    fn laid_beside(
        &self,
        one: &[StatementPart],
        other: &[StatementPart],
        step: i64,
    ) -> Option<Vec<(QuantityId, bool)>> {
        let mut beside = Beside { arrays: self, step, letters: FxHashMap::default(), met: Vec::new() };
        let is_like =
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| beside.part(*one, *other));
        is_like.then_some(beside.met)
    }

    /// Statements, those told at once that say the same of one member after the other.
    pub fn told_at_once(&self, statements: &[MemberStatement]) -> Vec<Told> {
        // Statements about members of the same families, by the index of the first.
        let mut rows: FxHashMap<Signature, Vec<(i64, usize)>> = FxHashMap::default();
        for (place, statement) in statements.iter().enumerate() {
            let Some((_, _, first)) = statement.about.iter().find_map(|&quantity| self.member_of(quantity))
            else {
                continue;
            };
            let signature = statement.about.iter().map(|&quantity| match self.member_of(quantity) {
                Some((base, _, index)) => (base.to_owned(), index - first),
                None => (self.quantity(quantity).name.clone(), 0),
            });
            rows.entry(signature.collect()).or_default().push((first, place));
        }
        let mut runs: FxHashMap<usize, GeneralRun> = FxHashMap::default();
        let mut in_run: FxHashSet<usize> = FxHashSet::default();
        for row in rows.into_values().filter(|row| row.len() >= FEWEST) {
            let mut row = row;
            row.sort_unstable();
            let all: Vec<(i64, usize, &[StatementPart])> = row
                .into_iter()
                .map(|(index, place)| (index, place, statements[place].says.as_slice()))
                .collect();
            for run in self.runs(&all, 1) {
                let first = run.places.iter().min().copied().unwrap_or(run.printed);
                in_run.extend(&run.places);
                runs.insert(first, run);
            }
        }
        let groups = (0..statements.len()).filter_map(|place| match runs.remove(&place) {
            Some(run) => Some(Told::Run(run)),
            None => (!in_run.contains(&place)).then_some(Told::One(place)),
        });
        groups.collect()
    }

    /// The terms of a sum, those told at once that are one after the other.
    pub fn terms_at_once(&self, terms: &[StatementPart]) -> Vec<Told> {
        let says: Vec<[StatementPart; 1]> = terms.iter().map(|&term| [term]).collect();
        let mut runs: Vec<GeneralRun> = Vec::new();
        for step in [1, -1] {
            let all: Vec<(i64, usize, &[StatementPart])> = says
                .iter()
                .enumerate()
                .map(|(place, part)| (step * i64::try_from(place).unwrap_or(0), place, part.as_slice()))
                .collect();
            let mut found = self.runs(&all, step);
            if !found.is_empty() {
                runs.append(&mut found);
                break;
            }
        }
        let mut groups = Vec::new();
        let mut place = 0;
        for run in runs {
            let (first, count) = (run.places.iter().min().copied().unwrap_or(0), run.places.len());
            groups.extend((place..first).map(Told::One));
            place = first + count;
            groups.push(Told::Run(run));
        }
        groups.extend((place..terms.len()).map(Told::One));
        groups
    }

    /// Stretches of statements of which each is laid beside the next.
    fn runs(&self, all: &[(i64, usize, &[StatementPart])], step: i64) -> Vec<GeneralRun> {
        let mut runs = Vec::new();
        let mut start = 0;
        while start + 1 < all.len() {
            let mut end = start;
            let mut shape: Option<Vec<bool>> = None;
            let mut met: Vec<Vec<(QuantityId, bool)>> = Vec::new();
            while end + 1 < all.len() && all[end + 1].0 == all[end].0 + step {
                let Some(beside) = self.laid_beside(all[end].2, all[end + 1].2, step) else { break };
                let pattern: Vec<bool> = beside.iter().map(|(_, moves)| *moves).collect();
                if shape.as_ref().is_some_and(|shape| *shape != pattern) || !pattern.contains(&true) {
                    break;
                }
                shape = Some(pattern);
                met.push(beside);
                end += 1;
            }
            let run = (end + 1 - start >= FEWEST).then(|| self.run(&all[start..=end], &met, step)).flatten();
            start = if run.is_some() { end + 1 } else { start.max(end.saturating_sub(1)) + 1 };
            runs.extend(run);
        }
        runs
    }

    fn run(
        &self,
        terms: &[(i64, usize, &[StatementPart])],
        met: &[Vec<(QuantityId, bool)>],
        step: i64,
    ) -> Option<GeneralRun> {
        // A quantity that moves in one place and stands still in another has no general name.
        let is_clear = |beside: &&Vec<(QuantityId, bool)>| {
            let still: FxHashSet<QuantityId> =
                beside.iter().filter(|(_, moves)| !moves).map(|(quantity, _)| *quantity).collect();
            beside.iter().all(|(quantity, moves)| !moves || !still.contains(quantity))
        };
        let (printed, beside) = met.iter().enumerate().find(|(_, beside)| is_clear(beside))?;
        let (first, _) = beside.iter().find(|(_, moves)| *moves)?;
        let (base, _, index) = self.member_of(*first)?;
        let letter = self.member_letters.get(base).map_or("l", String::as_str);
        let mut names = FxHashMap::default();
        for (quantity, _) in beside.iter().filter(|(_, moves)| *moves) {
            let (base, above, at) = self.member_of(*quantity)?;
            names.insert(*quantity, general_name(base, above, letter, at - index));
        }
        let shift = |place: usize| {
            let place = i64::try_from(place).unwrap_or(0) - i64::try_from(printed).unwrap_or(0);
            index + step * place
        };
        let (one, other) = (shift(0), shift(terms.len() - 1));
        let mut places: Vec<usize> = terms.iter().map(|(_, place, _)| *place).collect();
        let place = places[printed];
        if step < 0 {
            places.reverse();
        }
        Some(GeneralRun {
            places,
            printed: place,
            letter: letter.to_owned(),
            from: one.min(other),
            to: one.max(other),
            names,
        })
    }
}

impl Beside<'_> {
    fn part(&mut self, one: StatementPart, other: StatementPart) -> bool {
        match (one, other) {
            (StatementPart::Quantity(one), StatementPart::Quantity(other)) => self.quantity(one, other),
            (StatementPart::Whole(one), StatementPart::Whole(other)) => self.whole(one, other),
            (StatementPart::Entry(one), StatementPart::Entry(other)) => self.entry(one, other),
            (StatementPart::Mark(one), StatementPart::Mark(other)) => one == other,
            (_, _) => false,
        }
    }

    fn quantity(&mut self, one: QuantityId, other: QuantityId) -> bool {
        let arrays = self.arrays;
        let (left, right) = (arrays.quantity(one), arrays.quantity(other));
        if left.shape != right.shape {
            return false;
        }
        match (&left.role, &right.role) {
            (Role::Adjoint { of, by }, Role::Adjoint { of: other_of, by: other_by }) => {
                self.quantity(*of, *other_of) && self.quantity(*by, *other_by)
            }
            (Role::Adjoint { .. }, _) | (_, Role::Adjoint { .. }) => false,
            (Role::Defined(one), Role::Defined(other)) if left.name.is_empty() && right.name.is_empty() => {
                self.whole(*one, *other)
            }
            (Role::Leaf | Role::Defined(_), Role::Leaf | Role::Defined(_)) if one == other => {
                self.met.push((one, false));
                true
            }
            (Role::Leaf | Role::Defined(_), Role::Leaf | Role::Defined(_)) => {
                let (Some((base, above, at)), Some(next)) = (member(&left.name), member(&right.name)) else {
                    return false;
                };
                self.met.push((one, true));
                at.checked_add(self.step).is_some_and(|at| (base, above, at) == next)
            }
        }
    }

    fn whole(&mut self, one: WholeId, other: WholeId) -> bool {
        let arrays = self.arrays;
        let (left, right) = (arrays.whole(one), arrays.whole(other));
        let is_like = match (left, right) {
            (Whole::Quantity(one), Whole::Quantity(other)) => return self.quantity(*one, *other),
            (Whole::Part { of, at }, Whole::Part { of: other, at: place }) => {
                return at == place && self.quantity(*of, *other);
            }
            (Whole::Entries { axes, body }, Whole::Entries { axes: other, body: inner }) => {
                return axes == other && self.entry(*body, *inner);
            }
            (
                Whole::Apply { function, primes, arguments },
                Whole::Apply { function: other, primes: marks, arguments: operands },
            ) => (function, primes, arguments.len()) == (other, marks, operands.len()),
            (Whole::Spread { over, count, .. }, Whole::Spread { over: other, count: size, .. }) => {
                (over, count) == (other, size)
            }
            (
                Whole::Word { word, over, arguments },
                Whole::Word { word: other, over: line, arguments: operands },
            ) => (word, over, arguments.len()) == (other, line, operands.len()),
            (Whole::Product(..), Whole::Product(..)) | (Whole::Transpose(_), Whole::Transpose(_)) => true,
            (_, _) => return left == right,
        };
        is_like
            && arrays
                .parts(left)
                .into_iter()
                .zip(arrays.parts(right))
                .all(|(one, other)| self.whole(one, other))
    }

    fn entry(&mut self, one: EntryId, other: EntryId) -> bool {
        let arrays = self.arrays;
        match (arrays.entry(one), arrays.entry(other)) {
            (Entry::Of(quantity, at), Entry::Of(other, place)) => {
                self.quantity(*quantity, *other) && self.indices(at, place)
            }
            (Entry::Delta(left, right), Entry::Delta(one, other)) => {
                self.indices(&[*left, *right], &[*one, *other])
            }
            (Entry::Sum(size, body), Entry::Sum(other, inner)) => size == other && self.entry(*body, *inner),
            (
                Entry::Apply { function, primes, arguments },
                Entry::Apply { function: other, primes: marks, arguments: operands },
            ) => {
                (function, primes, arguments.len()) == (other, marks, operands.len())
                    && arguments.iter().zip(operands).all(|(one, other)| self.entry(*one, *other))
            }
            (Entry::Derivative { of, by, at }, Entry::Derivative { of: other, by: parent, at: place }) => {
                self.entry(*of, *other) && self.quantity(*by, *parent) && self.indices(at, place)
            }
            (left, right) => left == right,
        }
    }

    /// Letters stand for letters, each for one.
    fn indices(&mut self, one: &[Index], other: &[Index]) -> bool {
        one.len() == other.len()
            && one.iter().zip(other).all(|pair| match pair {
                (Index::Letter(one), Index::Letter(other)) => {
                    self.arrays.size_of(*one) == self.arrays.size_of(*other)
                        && *self.letters.entry(*one).or_insert(*other) == *other
                }
                (one, other) => one == other,
            })
    }
}
