//! Numbers from files: `given X = file "train.csv" columns 1..4`.
//!
//! - `table`: CSV and TSV, exact as the decimals that stand there; `json`: rows of numbers in JSON, exact as well;
//! - `npy`: arrays in the format of `numpy.save`, each double as the fraction that it is;
//! - `statement`: what a worksheet says of a file.
//!
//! Nothing is read here: whoever runs a worksheet reads the files that it names.

mod json;
mod npy;
mod statement;
mod table;

use chainrule_number::Rational;

pub use statement::files_named;

/// Numbers in rows, or a vector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The sizes: none of one number, one of a vector, two of a matrix.
    pub(super) sizes: Vec<u64>,
    /// The entries, row after row.
    pub(super) entries: Vec<Rational>,
}

/// No file holds more numbers than that.
const MOST_NUMBERS: usize = 1 << 22;

/// The numbers of a file; what is wrong with it, otherwise.
pub(super) fn numbers(name: &str, bytes: &[u8]) -> Result<Numbers, String> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if ending.as_deref() == Some("npy") {
        return npy::read(bytes);
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|wrong| format!("byte {} is not UTF-8 text", wrong.valid_up_to() + 1))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match ending.as_deref() {
        Some("csv") => table::read(text, ','),
        Some("tsv") => table::read(text, '\t'),
        Some("json") => json::read(text),
        _ => Err("the kind of a file is told by its ending: .csv, .tsv, .json or .npy".to_owned()),
    }
}

/// A decimal, exactly.
fn decimal(text: &str) -> Option<Rational> {
    let begins = text.trim_start_matches(['-', '+']);
    if !begins.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = chainrule_number::parse_decimal(digits).ok()?;
    Some(if sign < 0 { -&value } else { value })
}

/// What is said of a cell that is no number.
fn no_number(cell: &str, place: &str) -> String {
    let text: String = cell.chars().take(24).filter(|c| !c.is_control()).collect();
    match cell.trim().trim_start_matches(['-', '+']).to_ascii_lowercase().as_str() {
        "nan" => {
            format!("{place}: `{text}` is no number; leave the sample out, or put a number in its place")
        }
        "inf" | "infinity" => format!("{place}: `{text}` is no number that can be calculated with"),
        "" => format!("{place}: the cell is empty"),
        _ => format!("{place}: `{text}` is no number"),
    }
}

fn too_many() -> String {
    format!("it holds more than {MOST_NUMBERS} numbers")
}
