//! The part of TeX that notations are written in, read into layouts.

use std::ops::Range;

use super::refused::{Refusal, Refused};
use crate::layout::commands::{Command, SPACES, is_letter, of_sign};
use crate::layout::{Accent, Alphabet, Layout, Piece, PieceId};

/// Signs that stand for themselves.
const SIGNS: &str = "+-=*/()[],.:;|!";

/// Characters that words may hold besides letters and digits.
const IN_WORDS: &str = " -.,";

/// What is done with the next letter or group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    Group,
    Below,
    Above,
    Accent(Accent),
    Alphabet(Alphabet),
    Root,
}

/// What was read last: scripts may still be put on it.
#[derive(Clone, Copy, Debug)]
struct Atom {
    base: PieceId,
    below: Option<PieceId>,
    above: Option<PieceId>,
    primes: usize,
}

/// A group that is being read.
#[derive(Debug)]
struct Frame {
    goal: Goal,
    opened: Range<usize>,
    alphabet: Alphabet,
    pieces: Vec<PieceId>,
    last: Option<Atom>,
}

impl Frame {
    fn new(goal: Goal, opened: Range<usize>, alphabet: Alphabet) -> Self {
        Self { goal, opened, alphabet, pieces: Vec::new(), last: None }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    out: Layout,
    frames: Vec<Frame>,
    /// What waits for the next letter or group, and where it stands.
    waiting: Option<(Goal, Range<usize>)>,
}

/// Reads a notation.
///
/// # Errors
/// It holds what a notation may not hold, or is not finished.
pub fn tex(text: &str) -> Result<Layout, Refused> {
    Refused::by_length(text)?;
    let mut reader = Reader {
        text,
        at: 0,
        out: Layout::new(),
        frames: vec![Frame::new(Goal::Group, 0..text.len(), Alphabet::Formula)],
        waiting: None,
    };
    reader.read()
}

impl Reader<'_> {
    fn read(&mut self) -> Result<Layout, Refused> {
        while let Some(first) = self.text[self.at..].chars().next() {
            let start = self.at;
            self.at += first.len_utf8();
            self.character(first, start)?;
        }
        if let Some((_, at)) = self.waiting.take() {
            return Err(Refused { why: Refusal::Unfinished(self.text[at.clone()].to_owned()), at });
        }
        let frame = self.frames.pop().expect("the whole is a group");
        if !self.frames.is_empty() {
            return Err(Refused { why: Refusal::Open, at: frame.opened });
        }
        let root = self.whole(frame)?;
        if self.out.root() != Some(root) {
            self.out.add_row(&[root]);
        }
        Ok(std::mem::take(&mut self.out))
    }

    fn character(&mut self, first: char, start: usize) -> Result<(), Refused> {
        let here = start..self.at;
        match first {
            ' ' => Ok(()),
            '{' => {
                let goal = self.waiting.take().map_or(Goal::Group, |(goal, _)| goal);
                let alphabet = if let Goal::Alphabet(alphabet) = goal { alphabet } else { self.alphabet() };
                self.frames.push(Frame::new(goal, here, alphabet));
                Ok(())
            }
            '}' => self.close(here),
            '_' => self.script(Goal::Below, here),
            '^' => self.script(Goal::Above, here),
            '\'' => self.prime(here),
            '\\' => self.command(start),
            letter if letter.is_ascii_alphanumeric() => {
                let piece = self.letters(start);
                self.atom(piece);
                Ok(())
            }
            sign if of_sign(sign).is_some() => {
                let piece = self.sign(sign);
                self.atom(piece);
                Ok(())
            }
            sign if SIGNS.contains(sign) && self.waiting.is_none() => {
                let piece = self.out.add(Piece::Sign(sign));
                self.atom(piece);
                Ok(())
            }
            // What waits for a group gets no sign instead.
            sign if SIGNS.contains(sign) => self.lacking(),
            other => Err(Refused { why: Refusal::Character(other), at: here }),
        }
    }

    /// What waits for a group does not get one.
    fn lacking(&mut self) -> Result<(), Refused> {
        match self.waiting.take() {
            Some((_, at)) => Err(Refused { why: Refusal::Unfinished(self.text[at.clone()].to_owned()), at }),
            None => Ok(()),
        }
    }

    /// The alphabet that the next letter stands in.
    fn alphabet(&self) -> Alphabet {
        match self.waiting {
            Some((Goal::Alphabet(alphabet), _)) => alphabet,
            Some(_) | None => self.frames.last().map_or(Alphabet::Formula, |frame| frame.alphabet),
        }
    }

    /// A letter of a formula, or as many letters and digits as make a word or a number.
    fn letters(&mut self, start: usize) -> PieceId {
        let alphabet = self.alphabet();
        let first = self.text[start..].chars().next().unwrap_or_default();
        if self.waiting.is_none() && (alphabet != Alphabet::Formula || first.is_ascii_digit()) {
            let belongs =
                |c: char| c.is_ascii_digit() || (alphabet != Alphabet::Formula && c.is_ascii_alphabetic());
            let rest = &self.text[self.at..];
            self.at += rest.find(|c: char| !belongs(c)).unwrap_or(rest.len());
        }
        self.out.add(Piece::Letters(self.text[start..self.at].into(), alphabet))
    }

    /// What a command stands for. Greek letters and the like are in bold or not, and in no other alphabet.
    fn sign(&mut self, sign: char) -> PieceId {
        if !is_letter(sign) {
            return self.out.add(Piece::Sign(sign));
        }
        let alphabet = match self.alphabet() {
            Alphabet::Bold | Alphabet::BoldItalic => Alphabet::BoldItalic,
            Alphabet::Formula
            | Alphabet::Upright
            | Alphabet::Italic
            | Alphabet::Sans
            | Alphabet::Monospace
            | Alphabet::Calligraphic
            | Alphabet::Operator => Alphabet::Formula,
        };
        self.out.add(Piece::Letters(sign.to_string().into(), alphabet))
    }

    fn command(&mut self, start: usize) -> Result<(), Refused> {
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let name = &rest[..length];
        if name.is_empty() {
            let sign = rest.chars().next();
            let space = sign.and_then(|sign| SPACES.iter().find(|(character, _)| *character == sign));
            let end = self.at + sign.map_or(0, char::len_utf8);
            let Some((_, space)) = space else {
                let why = Refusal::Command(sign.map(String::from).unwrap_or_default());
                return Err(Refused { why, at: start..end });
            };
            self.lacking()?;
            self.at = end;
            self.flush();
            let piece = self.out.add(Piece::Sign(*space));
            self.pieces().push(piece);
            return Ok(());
        }
        let end = self.at + length;
        let goal = match Command::find(name) {
            Some(Command::Sign(sign)) => {
                self.at = end;
                let piece = self.sign(sign);
                self.atom(piece);
                return Ok(());
            }
            Some(Command::Words) => {
                self.lacking()?;
                self.at = end;
                return self.words(start);
            }
            Some(Command::Accent(accent)) => Goal::Accent(accent),
            Some(Command::Alphabet(alphabet)) => Goal::Alphabet(alphabet),
            Some(Command::Root) => Goal::Root,
            None => return Err(Refused { why: Refusal::Command(name.to_owned()), at: start..end }),
        };
        // TeX takes `\hat\bar{y}` amiss: a command is put on a group.
        self.lacking()?;
        self.at = end;
        self.flush();
        self.waiting = Some((goal, start..end));
        Ok(())
    }

    /// `\text{…}`
    fn words(&mut self, start: usize) -> Result<(), Refused> {
        let command = start..self.at;
        let rest = self.text[self.at..].trim_start();
        let open = self.text.len() - rest.len();
        let Some(inner) = rest.strip_prefix('{') else {
            let why = Refusal::Unfinished(self.text[command.clone()].to_owned());
            return Err(Refused { why, at: command });
        };
        let belongs = |c: char| c.is_ascii_alphanumeric() || IN_WORDS.contains(c);
        let length = inner.find(|c: char| !belongs(c)).unwrap_or(inner.len());
        let end = open + 1 + length;
        match inner[length..].chars().next() {
            Some('}') if length > 0 => {}
            Some('}') => return Err(Refused { why: Refusal::Nothing, at: open..end + 1 }),
            Some(other) => {
                let at = end..end + other.len_utf8();
                return Err(Refused { why: Refusal::Character(other), at });
            }
            None => return Err(Refused { why: Refusal::Open, at: open..open + 1 }),
        }
        self.at = end + 1;
        let piece = self.out.add(Piece::Text(inner[..length].to_owned()));
        self.atom(piece);
        Ok(())
    }

    fn script(&mut self, goal: Goal, here: Range<usize>) -> Result<(), Refused> {
        self.lacking()?;
        let Some(last) = self.frame().last else {
            return Err(Refused { why: Refusal::NoBase, at: here });
        };
        let is_taken = match goal {
            Goal::Below => last.below.is_some(),
            Goal::Group | Goal::Above | Goal::Accent(_) | Goal::Alphabet(_) | Goal::Root => {
                last.above.is_some() || last.primes > 0
            }
        };
        if is_taken {
            return Err(Refused { why: Refusal::DoubleScript, at: here });
        }
        self.waiting = Some((goal, here));
        Ok(())
    }

    /// A prime is a superscript.
    fn prime(&mut self, here: Range<usize>) -> Result<(), Refused> {
        self.lacking()?;
        let Some(last) = &mut self.frame().last else {
            return Err(Refused { why: Refusal::NoBase, at: here });
        };
        if last.above.is_some() {
            return Err(Refused { why: Refusal::DoubleScript, at: here });
        }
        last.primes += 1;
        Ok(())
    }

    fn close(&mut self, here: Range<usize>) -> Result<(), Refused> {
        self.lacking()?;
        if self.frames.len() < 2 {
            return Err(Refused { why: Refusal::Closed, at: here });
        }
        let frame = self.frames.pop().expect("more than one group is open");
        let goal = frame.goal;
        let opened = frame.opened.start;
        let inner = self.whole(frame).map_err(|refused| Refused { at: opened..here.end, ..refused })?;
        self.waiting = Some((goal, here));
        self.atom(inner);
        Ok(())
    }

    /// Puts a letter or a group where it belongs.
    fn atom(&mut self, piece: PieceId) {
        let goal = self.waiting.take().map_or(Goal::Group, |(goal, _)| goal);
        let base = match goal {
            Goal::Below | Goal::Above => {
                if let Some(last) = &mut self.frame().last {
                    let place = if goal == Goal::Below { &mut last.below } else { &mut last.above };
                    *place = Some(piece);
                }
                return;
            }
            Goal::Group | Goal::Alphabet(_) => piece,
            Goal::Accent(accent) => self.out.add(Piece::Accent { accent, inner: piece }),
            Goal::Root => self.out.add(Piece::Radical(piece)),
        };
        self.flush();
        self.frame().last = Some(Atom { base, below: None, above: None, primes: 0 });
    }

    /// Ends what was read last: nothing more is put on it.
    fn flush(&mut self) {
        let Some(Atom { base, below, mut above, primes }) = self.frame().last.take() else { return };
        if primes > 0 {
            let primes = "′".repeat(primes);
            above = Some(self.out.add(Piece::Letters(primes.into(), Alphabet::Formula)));
        }
        let piece = if below.is_some() || above.is_some() {
            self.out.add(Piece::Scripts { base, below, above })
        } else {
            base
        };
        self.pieces().push(piece);
    }

    /// The pieces of a group as one.
    fn whole(&mut self, frame: Frame) -> Result<PieceId, Refused> {
        let opened = frame.opened.clone();
        self.frames.push(frame);
        self.flush();
        let pieces = self.frames.pop().map(|frame| frame.pieces).unwrap_or_default();
        match pieces.as_slice() {
            [] => Err(Refused { why: Refusal::Nothing, at: opened }),
            [only] => Ok(*only),
            [..] => Ok(self.out.add_row(&pieces)),
        }
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the whole is a group")
    }

    fn pieces(&mut self) -> &mut Vec<PieceId> {
        &mut self.frame().pieces
    }
}

#[cfg(test)]
mod tests;
