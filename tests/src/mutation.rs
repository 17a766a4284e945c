//! Worksheets of the project with a few changes, each repeatable by its seed: what a fuzz runs.
//!
//! The changes are those that leave many worksheets readable, so that more than the reader is tried: other numbers, names,
//! functions and operators, statements that are added, moved or taken from another worksheet, deeper nesting; and some
//! that break them: tokens that are dropped, doubled or change places.

use std::path::{Path, PathBuf};

use chainrule_parser::lexer::{Kind, scan};
use chainrule_parser::markdown;

use crate::root;

/// A small generator with a long period (Marsaglia's xorshift64*).
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The generator of a seed; neighbouring seeds give unlike numbers from the first on (the finish of splitmix64).
    pub fn seeded(seed: u64) -> Self {
        let mixed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((mixed ^ (mixed >> 31)) | 1)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).expect("a small number");
        usize::try_from((self.draw() >> 33) % limit).expect("a small number")
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// What a piece of a worksheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Number,
    Name,
    Operator,
    Other,
}

/// A token, with what stands before it.
#[derive(Clone, Debug)]
struct Piece {
    gap: String,
    text: String,
    role: Role,
}

/// Statements, each a row of pieces.
type Sheet = Vec<Vec<Piece>>;

/// The worksheets that are changed.
#[derive(Debug)]
pub struct Corpus {
    good: Vec<Sheet>,
    bad: Vec<Sheet>,
}

/// Numbers at the edges of what is read, of formats and of functions' domains.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "-2",
    "3",
    "1/2",
    "-1/3",
    "0.5",
    "0.1",
    "7",
    "64",
    "65",
    "129",
    "300",
    "1000",
    "-100",
    "1e-3",
    "1e-10",
    "1e-50",
    "1e-400",
    "1e8",
    "1e30",
    "1e308",
    "1e400",
    "65504",
    "710",
    "-745",
    "1e12",
    "10000000000000001",
    "0.30000000000000004",
    "2^0.5",
    "pi",
    "x",
    "(-8)^(1/3)",
    "9007199254740993",
];

/// Functions of one argument, one with two among them now and then.
const FUNCTIONS: &[&str] = &[
    "sin", "cos", "tan", "tanh", "exp", "ln", "log10", "sqrt", "abs", "sign", "step", "relu", "sigmoid",
    "softplus", "elu", "gelu", "silu", "softsign", "asin", "atan", "erf", "cosh", "selu", "max", "min",
    "mse", "softmax", "f16",
];

const OPERATORS: &[&str] =
    &["+", "-", "*", "/", "^", "=", "~=", "<", "<=", ">", ">=", ",", "..", "'", "(", ")", "[", "]"];

/// What can be added; `A` and `B` are names of the worksheet, `N` is a number.
const STATEMENTS: &[&str] = &[
    "derive dA/dB",
    "derive d^2A/dB^2",
    "derive d^2A/dBdA",
    "derive gradient of A",
    "given A = N",
    "given A = N, B = N",
    "given dA/dB = N",
    "given A in [N, N]",
    "given A in (N, N]",
    "claim A = B",
    "claim A <= N",
    "claim dA/dB ~= 0.125",
    "claim dA/dB > N",
    "claim A*B - N = N*B^2",
    "claim exp(A) >= A + N",
    "claim sqrt(A^2) = abs(A)",
    "claim f16(A) = N",
    "claim 2.5*-1.25 ~= -3.1 as rounded",
    "update A by N",
    "update A, B by 0.1",
    "update A by N for 3 steps",
    "update A, B by 0.5 sequential for 5 steps",
    "update A by 0.1 with adam for 4 steps in f16",
    "update A by 0.1 clip norm 1 for 3 steps in f32",
    "claim A after 3 steps ~= 0.5",
    "f(t) = t^2 + N*t",
    "A = f(B)",
    "A = sum(B^k for k in 1..5)",
    "q = sum(A*k for k in 1..65)",
    "q[l] = tanh(A*q[l-1]) for l in 1..4",
    "q = max(A, B, N)",
    "q = A^B",
    "let N0 = N",
    "notation A as \"\\hat{B}\"",
];

impl Corpus {
    /// The worked examples, the bad worksheets and those in the book; the worksheets of another folder too, where one is
    /// named.
    pub fn new(other: Option<&Path>) -> Self {
        let folders = [root().join("tests/worked"), root().join("docs")];
        Self {
            good: sheets_in(folders.into_iter().chain(other.map(Path::to_owned)).collect()),
            bad: sheets_in(vec![root().join("tests/errors")]),
        }
    }

    /// The worksheet of a seed.
    pub fn mutated(&self, seed: u64) -> String {
        let mut random = Random::seeded(seed);
        let mut sheet = self.any(&mut random).clone();
        for _ in 0..=random.below(3) {
            self.change(&mut sheet, &mut random);
        }
        let statements = sheet.iter().map(|statement| {
            let line: String =
                statement.iter().flat_map(|piece| [piece.gap.as_str(), piece.text.as_str()]).collect();
            line.trim_end().to_owned() + "\n"
        });
        statements.collect()
    }

    fn any(&self, random: &mut Random) -> &Sheet {
        let sheets = if random.below(10) == 0 { &self.bad } else { &self.good };
        &sheets[random.below(sheets.len())]
    }

    fn change(&self, sheet: &mut Sheet, random: &mut Random) {
        if sheet.is_empty() {
            sheet.push(Vec::new());
        }
        let place = random.below(sheet.len());
        match random.below(24) {
            0..=7 => replace(sheet, random, Role::Number),
            8..=10 => replace(sheet, random, Role::Name),
            11..=12 => replace(sheet, random, Role::Operator),
            13..=16 => add(sheet, random, place),
            17 => {
                sheet.remove(place);
            }
            18 => {
                let moved = sheet.remove(place);
                sheet.insert(random.below(sheet.len() + 1), moved);
            }
            19 => {
                let other = self.any(random);
                let from = random.below(other.len());
                let to = (from + 1 + random.below(6)).min(other.len());
                sheet.splice(place..place, other[from..to].iter().cloned());
            }
            20..=21 => nest(&mut sheet[place], random),
            22 => tokens(&mut sheet[place], random),
            _ => {
                // The second half of another worksheet behind the first half of this one.
                let other = self.any(random);
                sheet.truncate(place + 1);
                sheet.extend(other[random.below(other.len())..].iter().cloned());
            }
        }
    }
}

/// The worksheets in folders and their folders, in an order of their own.
fn sheets_in(mut open: Vec<PathBuf>) -> Vec<Sheet> {
    let mut paths = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    let mut sheets = Vec::new();
    for path in paths {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let text = |path| String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned();
        match ending {
            Some("chain") => sheets.push(pieces(&text(&path))),
            Some("md") => {
                let blocks = markdown::worksheets("page", &text(&path));
                sheets.extend(blocks.iter().map(|block| pieces(block.text())));
            }
            Some(_) | None => {}
        }
    }
    sheets.retain(|sheet| !sheet.is_empty() && sheet.iter().map(Vec::len).sum::<usize>() < 2_000);
    sheets
}

/// The pieces of a text.
fn pieces(text: &str) -> Sheet {
    let scanned = scan(text);
    let mut sheet = Vec::new();
    let mut statement = Vec::new();
    let mut end = 0;
    for token in &scanned.tokens {
        let range = token.span.range();
        let role = match token.kind {
            Kind::End { .. } => {
                end = range.end;
                sheet.push(std::mem::take(&mut statement));
                continue;
            }
            Kind::Number => Role::Number,
            Kind::Name(_) => Role::Name,
            Kind::Plus | Kind::Minus | Kind::Times | Kind::Slash | Kind::Caret | Kind::Relation(_) => {
                Role::Operator
            }
            Kind::Member(_)
            | Kind::Keyword(_)
            | Kind::Text
            | Kind::Superscript(_)
            | Kind::Root
            | Kind::Partial
            | Kind::BigOperator
            | Kind::Prime
            | Kind::Open(_)
            | Kind::Close(_)
            | Kind::Comma
            | Kind::DotDot
            | Kind::Tilde
            | Kind::Infinity
            | Kind::Question
            | Kind::UnknownCharacter => Role::Other,
        };
        let gap = text.get(end..range.start).unwrap_or_default();
        let gap = if gap.contains(['#', '\n']) { " " } else { gap };
        let piece = text.get(range.clone()).unwrap_or_default();
        statement.push(Piece { gap: gap.to_owned(), text: piece.to_owned(), role });
        end = range.end;
    }
    sheet.push(statement);
    sheet.retain(|statement| !statement.is_empty());
    sheet
}

/// A name of the worksheet.
fn name(sheet: &Sheet, random: &mut Random) -> String {
    let names: Vec<&str> = sheet
        .iter()
        .flatten()
        .filter(|piece| piece.role == Role::Name)
        .map(|piece| piece.text.as_str())
        .collect();
    if names.is_empty() { "x".to_owned() } else { random.one(&names).to_owned() }
}

fn number(random: &mut Random) -> String {
    match random.below(4) {
        0 => format!("{}.{}", random.below(9), random.below(1000)),
        1 => random.below(40).to_string(),
        _ => random.one(NUMBERS).to_owned(),
    }
}

/// Another number, name or operator in the place of one.
fn replace(sheet: &mut Sheet, random: &mut Random, role: Role) {
    let places: Vec<(usize, usize)> = sheet
        .iter()
        .enumerate()
        .flat_map(|(row, statement)| {
            statement.iter().enumerate().map(move |(at, piece)| (row, at, piece.role))
        })
        .filter(|(_, _, other)| *other == role)
        .map(|(row, at, _)| (row, at))
        .collect();
    if places.is_empty() {
        return;
    }
    let (row, at) = places[random.below(places.len())];
    let is_called = sheet[row].get(at + 1).is_some_and(|next| next.text.starts_with('('));
    let text = match role {
        Role::Name if is_called => random.one(FUNCTIONS).to_owned(),
        Role::Name => name(sheet, random),
        Role::Number => number(random),
        Role::Operator | Role::Other => random.one(OPERATORS).to_owned(),
    };
    sheet[row][at].text = text;
}

/// One more statement.
fn add(sheet: &mut Sheet, random: &mut Random, place: usize) {
    let statement: String = random
        .one(STATEMENTS)
        .split_inclusive(|c: char| !c.is_alphanumeric())
        .map(|word| {
            let (body, rest) = word.split_at(word.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
            let body = match body {
                "A" | "B" => name(sheet, random),
                "dA" | "dB" => format!("d{}", name(sheet, random)),
                "N" => number(random),
                _ => body.to_owned(),
            };
            body + rest
        })
        .collect();
    let place = if random.below(2) == 0 { place } else { sheet.len() };
    sheet.splice(place..place, pieces(&statement));
}

/// Some of a statement inside functions or powers.
fn nest(statement: &mut Vec<Piece>, random: &mut Random) {
    let from = random.below(statement.len());
    let to = (from + 1 + random.below(4)).min(statement.len());
    let most = [2, 4, 30][random.below(3)];
    let depth = 1 + random.below(most);
    let function = random.one(FUNCTIONS);
    let (open, close) = match random.below(4) {
        0 => ("(".to_owned(), format!(")^{}", number(random))),
        1 => ("(".to_owned(), format!(" {} {})", random.one(OPERATORS), number(random))),
        _ => (format!("{function}("), ")".to_owned()),
    };
    let piece = |text: String| Piece { gap: " ".to_owned(), text, role: Role::Other };
    statement.insert(to, piece(close.repeat(depth)));
    statement.insert(from, piece(open.repeat(depth)));
}

/// Tokens dropped, doubled or in each other's places.
fn tokens(statement: &mut Vec<Piece>, random: &mut Random) {
    if statement.is_empty() {
        return;
    }
    let from = random.below(statement.len());
    let to = (from + 1 + random.below(4)).min(statement.len());
    match random.below(3) {
        0 => {
            statement.drain(from..to);
        }
        1 => {
            let copied = statement[from..to].to_vec();
            statement.splice(to..to, copied);
        }
        _ => statement.swap(from, to - 1),
    }
}
