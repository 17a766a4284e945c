//! A claim that was judged at each entry that its letters stand for: what its answers come to.

use chainrule::worksheet::Relation as Sign;

use crate::line::{Finding, Role, Verdict};
use crate::standing::Standing;

/// What the claim comes to at one entry.
pub(crate) enum Answer {
    Proved,
    Refuted(String),
    /// It fails, and holds where the entries of a name add up to 1: probabilities, shares.
    WhereAddedUp(String),
    Unknown,
}

/// Letters with the number of each.
pub(crate) type Letters = Vec<(Box<str>, i64)>;

/// The answers at all entries.
#[derive(Default)]
pub(crate) struct Tally {
    proved: usize,
    /// Where it fails, and how.
    refuted: Vec<(Letters, String)>,
    unknown: usize,
    /// The name whose entries are to add up to 1.
    added_up: Option<String>,
    /// Where it fails with all letters different numbers: the first of these.
    refuted_apart: Option<(Letters, String)>,
    /// Whether it fails where two letters are different numbers.
    is_refuted_apart: bool,
    /// Whether it holds where all letters are different numbers.
    is_proved_apart: bool,
}

impl Tally {
    pub(crate) fn count(&mut self, at: &[(Box<str>, i64)], answer: Answer) {
        let are_apart =
            at.iter().enumerate().all(|(place, (_, one))| at[..place].iter().all(|(_, other)| one != other));
        match answer {
            Answer::Proved => {
                self.proved += 1;
                self.is_proved_apart |= are_apart;
            }
            Answer::Unknown => self.unknown += 1,
            Answer::WhereAddedUp(name) => self.added_up = Some(name),
            Answer::Refuted(how) => {
                self.is_refuted_apart |= at.iter().any(|(_, number)| *number != at[0].1);
                if are_apart && self.refuted_apart.is_none() {
                    self.refuted_apart = Some((at.to_vec(), how.clone()));
                }
                self.refuted.push((at.to_vec(), how));
            }
        }
    }

    /// Whether it holds wherever it was tried.
    pub(crate) fn is_right(&self) -> bool {
        self.unknown == 0 && self.refuted.is_empty() && self.added_up.is_none()
    }

    pub(crate) fn finding(&self, sign: Sign, standing: Standing, is_open: bool) -> Finding {
        let undecided = |why: &str| Finding::new(Role::Claim, Verdict::NotDecided).because(why);
        match self.refuted.first() {
            _ if self.unknown > 0 => {
                undecided("its letters stand for entries, and at some of them it could not be judged")
            }
            None if self.added_up.is_some() => undecided(&format!(
                "it holds where the `{}` add up to 1, and not elsewhere",
                self.added_up.as_deref().unwrap_or_default()
            )),
            None if is_open => Finding::new(Role::Claim, Verdict::Proved)
                .because("at each entry, with a few terms in the sums that do not say how many they have"),
            None => Finding::new(Role::Claim, Verdict::Proved).because("at each entry of its sums"),
            Some(_) if sign != Sign::Equal || standing == Standing::Perhaps => {
                Finding::new(Role::Condition, Verdict::None)
                    .because("it does not hold at all entries: it is read as a condition")
            }
            Some((at, how)) if self.proved == 0 && self.added_up.is_none() => wrong(at, how),
            // What holds where an index is another one by chance has the wrong index.
            Some((at, _)) if at.len() > 1 && !self.is_proved_apart && self.added_up.is_none() => {
                match &self.refuted_apart {
                    Some((at, how)) => wrong(at, how),
                    None => undecided("at most of the entries that its letters stand for it was not tried"),
                }
            }
            Some((at, _)) if at.len() > 1 && !self.is_refuted_apart => {
                undecided("it holds where its letters are different numbers, and not where they are the same")
            }
            Some(_) => {
                undecided("it holds at some of the entries that its letters stand for, and not at others")
            }
        }
    }
}

fn wrong(at: &Letters, how: &str) -> Finding {
    let at: Vec<String> = at.iter().map(|(letter, number)| format!("{letter} = {number}")).collect();
    let at = if at.is_empty() { String::new() } else { format!("at {}: ", at.join(", ")) };
    Finding::new(Role::Claim, Verdict::Wrong).because(format!("{at}{how}"))
}
