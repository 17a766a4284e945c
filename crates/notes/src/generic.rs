//! Claims in letters for indices where sums run over the entries: `\partial z/\partial w_i` of `z = \sum_i w_i x_i`.
//!
//! The letter stands for each entry, those in the sums among them: the claim is judged at every one, with the definitions of the
//! page at that entry. Sums of which the page does not say how many terms they have are taken with a few.

use chainrule::Judgement;
use chainrule::symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule::symbolic::graph::{ExprId, Rewriter};
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::lower::{Instance, lower_instance};
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Name, Node as Piece, Tree};
use rustc_hash::FxHashSet;

use crate::desk::{Desk, Meaning};
use crate::line::{Finding, Role, Verdict};
use crate::side::Side;
use crate::standing::{Standing, sign as sign_of};
use crate::tally::{Answer, Tally};

/// A claim in more letters is not judged.
const MOST_LETTERS: usize = 2;

/// A claim rests on so many definitions at most.
const MOST_DEFINITIONS: usize = 40;

/// Entries of longer sums are not all tried.
const MOST_ENTRIES: i64 = 5;

/// What holds with a few terms is tried with so many too.
const MANY: i64 = 7;

/// What stands in some trees.
#[derive(Default)]
struct Found {
    /// The letters that sums of the page run through.
    running: FxHashSet<char>,
    /// Names with letters that no sum runs through, and those letters.
    generic: Vec<(Name, Vec<char>)>,
    /// Names with letters that a sum runs through, with those letters: `w_i` in a sum over `i`.
    summed: Vec<(Name, Vec<char>)>,
    /// The letters that sums end at.
    sizes: FxHashSet<Box<str>>,
    /// The ends of sums that run between numbers.
    ends: Vec<(i64, i64)>,
    /// Whether a sum does not say how many terms it has.
    is_open: bool,
    /// Whether an index moves a letter on, `h_{t-1}`: an entry rests on another then.
    is_shifted: bool,
}

impl Found {
    fn look_at(&mut self, tree: &Tree) {
        if tree.is_empty() {
            return;
        }
        let mut waiting: Vec<(usize, Vec<Box<str>>)> = vec![(tree.root(), Vec::new())];
        while let Some((id, bound)) = waiting.pop() {
            match tree.node(id) {
                Piece::Name(name) => self.name(name, &bound),
                Piece::Derivative { by, .. } | Piece::Gradient { by, .. } => self.name(by, &bound),
                _ => {}
            }
            let Piece::Reduction { index, limits, .. } = tree.node(id) else {
                waiting.extend(tree.children(id).into_iter().map(|child| (child, bound.clone())));
                continue;
            };
            let number = |id: usize| tree.rational(id).and_then(|number| number.to_i64());
            match limits.map(|(low, high)| (number(low), number(high), tree.node(high))) {
                Some((Some(low), Some(high), _)) => self.ends.push((low, high)),
                Some((_, _, Piece::Name(size))) => {
                    self.is_open = true;
                    self.sizes.insert(size.stem.clone());
                }
                Some(_) | None => self.is_open = true,
            }
            let inner: Vec<Box<str>> = bound.iter().cloned().chain([index.clone()]).collect();
            waiting.extend(tree.children(id).into_iter().map(|child| (child, inner.clone())));
        }
    }

    /// A number for each letter that sums end at: all are different, from each other and from the ends by number.
    fn sizes_by_number(&self, terms: i64) -> Vec<(Box<str>, i64)> {
        let mut sizes: Vec<&Box<str>> = self.sizes.iter().collect();
        sizes.sort_unstable();
        let last = self.ends.iter().map(|(_, high)| *high).max();
        let first = last.map_or(terms, |high| high.max(terms).saturating_add(1));
        sizes.into_iter().cloned().zip(first..).collect()
    }

    fn name(&mut self, name: &Name, bound: &[Box<str>]) {
        self.is_shifted |= name.is_shifted();
        let letters = name.letters(&self.running);
        let is_bound = |letter: &char| bound.iter().any(|other| other.chars().eq([*letter]));
        let summed: Vec<char> = letters.iter().copied().filter(is_bound).collect();
        if !summed.is_empty() && self.summed.iter().all(|(other, _)| other != name) {
            self.summed.push((name.clone(), summed));
        }
        let free: Vec<char> = letters.into_iter().filter(|letter| !is_bound(letter)).collect();
        if !free.is_empty() && !self.generic.iter().any(|(other, also)| other == name && *also == free) {
            self.generic.push((name.clone(), free));
        }
    }
}

/// Judges a claim at every entry; nothing where no letter of it stands for entries of sums.
pub(crate) fn judge(
    desk: &mut Desk,
    left: &Side,
    right: &Side,
    relation: Relation,
    standing: Standing,
) -> Option<Finding> {
    let sign = sign_of(relation)?;
    let running = desk.names.running.clone();
    let new = || Found { running: running.clone(), ..Found::default() };
    let mut sides = new();
    sides.look_at(&left.tree);
    sides.look_at(&right.tree);
    let definitions = definitions(desk, left, right);
    let mut all = new();
    for tree in definitions.iter().map(|(_, tree)| tree).chain([&left.tree, &right.tree]) {
        all.look_at(tree);
    }
    let stands_for_entries = |name: &Name| all.summed.iter().any(|(summed, _)| summed.stem == name.stem);
    // A derivative of a sum that does not say how many terms it has is looked at with a few, whatever it is taken by.
    let is_of_open_sum =
        all.is_open && !all.summed.is_empty() && [left, right].iter().any(|side| has_derivative(&side.tree));
    let has_entries =
        [&sides, &all].iter().any(|found| found.generic.iter().any(|(name, _)| stands_for_entries(name)));
    let has_letters = sides.generic.iter().any(|(name, _)| stands_for_entries(name) || is_family(desk, name));
    if !(is_of_open_sum || (has_entries && has_letters)) {
        return None;
    }
    let undecided = |why: &str| Some(Finding::new(Role::Claim, Verdict::NotDecided).because(why));
    let mut letters: Vec<char> = sides.generic.iter().flat_map(|(_, free)| free).copied().collect();
    letters.retain(|letter| !all.sizes.iter().any(|size| size.chars().eq([*letter])));
    letters.sort_unstable();
    letters.dedup();
    if letters.len() > MOST_LETTERS || definitions.len() > MOST_DEFINITIONS {
        return undecided("the entries that its letters stand for are too many to be tried");
    }
    if all.is_shifted {
        return undecided(
            "its letters stand for entries, and an index such as t - 1 is not followed from one to the next",
        );
    }
    for (name, tree) in &definitions {
        let mut own = new();
        own.look_at(tree);
        let known = [name.letters(&running), letters.clone()].concat();
        let is_foreign = |letter: char| {
            !known.contains(&letter) && !all.sizes.iter().any(|size| size.chars().eq([letter]))
        };
        if own
            .generic
            .iter()
            .any(|(other, free)| stands_for_entries(other) && free.iter().copied().any(is_foreign))
        {
            return undecided(
                "its letters stand for entries, and a formula that it rests on speaks of one by another letter",
            );
        }
    }
    let mut tally = Tally::default();
    for (terms, low, high) in ranges(&all, letters.len()) {
        let mut numbers = vec![low; letters.len()];
        loop {
            let put_in: Vec<(Box<str>, i64)> = letters
                .iter()
                .zip(&numbers)
                .map(|(letter, number)| (letter.to_string().into(), *number))
                .collect();
            let answer = desk.at_entry(&definitions, (left, right), sign, &put_in, (terms, low, high), &all);
            tally.count(&put_in, answer);
            let Some(place) = numbers.iter().position(|number| *number < high) else { break };
            numbers[..place].fill(low);
            numbers[place] += 1;
        }
    }
    if !all.sizes.is_empty() && all.ends.is_empty() && tally.is_right() {
        // What comes to the same with few terms alone is not the same: `2n - 3` and `n(n-1)/2`.
        let put_in: Vec<(Box<str>, i64)> =
            letters.iter().zip(1..).map(|(letter, number)| (letter.to_string().into(), number)).collect();
        let answer = desk.at_entry(&definitions, (left, right), sign, &put_in, (MANY, 1, MANY), &all);
        if !matches!(answer, Answer::Unknown) {
            tally.count(&put_in, answer);
        }
    }
    let finding = tally.finding(sign, standing, all.is_open);
    // Without derivatives a letter may stand for anything: what holds for all numbers holds at each entry.
    if !finding.verdict.is_right()
        && let Some((Judgement::Proved(_), how, false)) = desk.judge(left.expr, right.expr, sign)
        && !definitions.iter().map(|(_, tree)| tree).chain([&left.tree, &right.tree]).any(has_derivative)
    {
        return Some(Finding::new(Role::Claim, Verdict::Proved).because(how));
    }
    Some(finding)
}

fn has_derivative(tree: &Tree) -> bool {
    (0..tree.len()).any(|id| {
        matches!(
            tree.node(id),
            Piece::Derivative { .. } | Piece::Gradient { .. } | Piece::Call { primes: 1.., .. }
        )
    })
}

/// Whether the page defines a family by a letter, of which a name is a member: `q_i = x_i/s`.
fn is_family(desk: &Desk, name: &Name) -> bool {
    desk.trees.contains_key(&name.canonical())
}

/// How many terms open sums have, and from where to where letters run.
fn ranges(all: &Found, letters: usize) -> Vec<(i64, i64, i64)> {
    if let Some(&(low, high)) = all.ends.first() {
        return vec![(high, low, high.min(low.saturating_add(MOST_ENTRIES - 1)))];
    }
    let most = if letters > 1 { 3 } else { 4 };
    (2..=most).map(|terms| (terms, 1, terms)).collect()
}

/// The definitions that a claim rests on, as they are written.
fn definitions(desk: &Desk, left: &Side, right: &Side) -> Vec<(Name, Tree)> {
    let mut open: Vec<String> =
        [left, right].iter().flat_map(|side| crate::arrays::names_of(&side.tree)).collect();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut found = Vec::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some((name, tree)) = desk.trees.get(&name) else { continue };
        open.extend(crate::arrays::names_of(tree));
        found.push((name.clone(), tree.clone()));
        if found.len() > MOST_DEFINITIONS {
            break;
        }
    }
    found.sort_by_key(|(name, _)| name.canonical());
    found
}

impl Desk {
    /// Judges a claim with numbers for its letters, and with the definitions of the page at all entries.
    fn at_entry(
        &mut self,
        definitions: &[(Name, Tree)],
        (left, right): (&Side, &Side),
        sign: Sign,
        put_in: &[(Box<str>, i64)],
        (terms, low, high): (i64, i64, i64),
        all: &Found,
    ) -> Answer {
        let sizes = all.sizes_by_number(terms);
        let most = sizes.iter().map(|(_, size)| *size).max().unwrap_or(terms);
        let (formulas, derived) = (self.formulas.clone(), self.derived.clone());
        let mut is_opaque = false;
        for (name, tree) in definitions {
            let own: FxHashSet<char> = name.letters(&all.running).into_iter().collect();
            let others =
                put_in.iter().filter(|(letter, _)| !letter.chars().all(|letter| own.contains(&letter)));
            let others: Vec<(Box<str>, i64)> = sizes.iter().chain(others).cloned().collect();
            let mut members = vec![others];
            for letter in own {
                let range = low..=high.max(terms).max(most);
                members = members
                    .into_iter()
                    .flat_map(|all| {
                        range.clone().map(move |number| {
                            all.iter().cloned().chain([(letter.to_string().into(), number)]).collect()
                        })
                    })
                    .collect();
            }
            for letters in members {
                let instance = Instance { letters, terms };
                let symbol = self.graph.intern(&name.at(&instance.letters).canonical());
                let member = self.graph.symbol(symbol);
                // A member with a formula of its own keeps it.
                if !name.letters(&all.running).is_empty() && formulas.contains_key(&member) {
                    continue;
                }
                let lowered = lower_instance(tree, &mut self.graph, &self.functions, &instance);
                is_opaque |= lowered.is_opaque;
                let expr = self.with_kronecker(lowered.expr);
                self.put_formula(member, Meaning { symbol, expr, is_opaque: false, line: 0 });
            }
        }
        let instance = Instance { letters: sizes.iter().chain(put_in).cloned().collect(), terms };
        let mut lower = |desk: &mut Self, tree: &Tree| {
            let lowered = lower_instance(tree, &mut desk.graph, &desk.functions, &instance);
            is_opaque |= lowered.is_opaque;
            desk.with_kronecker(lowered.expr)
        };
        let (one, other) = (lower(self, &left.tree), lower(self, &right.tree));
        let answer = if is_opaque { None } else { self.judge(one, other, sign) };
        let answer = match answer {
            Some((Judgement::Proved(_), _, false)) => Answer::Proved,
            Some((Judgement::Refuted(_), how, false)) if !self.agree_with_values(one, other) => {
                let added_up = all
                    .summed
                    .iter()
                    .find(|summed| self.holds_where_added_up((one, other), sign, summed, terms));
                added_up.map_or(Answer::Refuted(how), |(name, _)| Answer::WhereAddedUp(name.canonical()))
            }
            Some(_) | None => Answer::Unknown,
        };
        (self.formulas, self.derived) = (formulas, derived);
        answer
    }

    /// Whether a claim holds where the entries of a name that has no formula add up to 1.
    fn holds_where_added_up(
        &mut self,
        (one, other): (ExprId, ExprId),
        sign: Sign,
        (name, letters): &(Name, Vec<char>),
        terms: i64,
    ) -> bool {
        let [letter] = letters.as_slice() else { return false };
        let mut members: Vec<ExprId> = (1..=terms)
            .map(|number| {
                let symbol = self.graph.intern(&name.at(&[(letter.to_string().into(), number)]).canonical());
                self.graph.symbol(symbol)
            })
            .collect();
        if members.iter().any(|member| self.formulas.contains_key(member)) {
            return false;
        }
        let Some(last) = members.pop() else { return false };
        // It is put in behind the derivatives: they are taken while each entry stands by itself.
        let (Some((one, false)), Some((other, false))) = (self.written_out(one), self.written_out(other))
        else {
            return false;
        };
        let mut parts = vec![self.graph.integer(1)];
        for member in members {
            parts.push(self.graph.call(&NEGATE, &[member]));
        }
        let expr = self.graph.call(&ADD, &parts);
        let mut put_in = Rewriter::new();
        put_in.replace(last, expr);
        let (one, other) = (put_in.apply(&mut self.graph, one), put_in.apply(&mut self.graph, other));
        matches!(self.judge(one, other, sign), Some((Judgement::Proved(_), _, false)))
    }
}
