//! Tables of numbers: lines of cells.

use chainrule_number::Rational;

use super::{MOST_NUMBERS, Numbers, decimal, no_number, too_many};

/// The numbers of a table, in rows. A first line with a cell that begins with a letter names the columns.
pub(super) fn read(text: &str, between: char) -> Result<Numbers, String> {
    let mut entries: Vec<Rational> = Vec::new();
    let mut width: Option<(usize, usize)> = None;
    let mut rows = 0u64;
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        if line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split(between).map(bare).collect();
        let is_name = |cell: &&str| cell.starts_with(char::is_alphabetic) && !is_no_finite_number(cell);
        if width.is_none() && rows == 0 && cells.iter().any(is_name) && entries.is_empty() {
            width = Some((cells.len(), number));
            continue;
        }
        let (wanted, first) = *width.get_or_insert((cells.len(), number));
        if cells.len() != wanted {
            return Err(format!("line {number} has {} cells, line {first} has {wanted}", cells.len()));
        }
        for (column, cell) in cells.iter().enumerate() {
            let place = format!("line {number}, column {}", column + 1);
            entries.push(decimal(cell).ok_or_else(|| no_number(cell, &place))?);
        }
        if entries.len() > MOST_NUMBERS {
            return Err(too_many());
        }
        rows += 1;
    }
    if rows == 0 {
        return Err("it holds no numbers".to_owned());
    }
    let columns = u64::try_from(width.map_or(0, |(width, _)| width)).unwrap_or(u64::MAX);
    Ok(Numbers { sizes: vec![rows, columns], entries })
}

/// A cell without spaces and quotation marks around it.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).unwrap_or(cell).trim()
}

fn is_no_finite_number(cell: &str) -> bool {
    ["nan", "inf", "infinity"].iter().any(|word| cell.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let said = |text: &str| read(text, ',').unwrap_err();
        assert_eq!(said("1,2\n3"), "line 2 has 1 cells, line 1 has 2");
        assert!(said("1,2\n3,x").starts_with("line 2, column 2: `x` is no number"));
        assert!(said("1,2\n\n3,NaN").starts_with("line 3, column 2: `NaN` is no number"));
        assert!(said("nan,2").starts_with("line 1, column 1: `nan`"));
        assert!(said("1,,2").starts_with("line 1, column 2: the cell is empty"));
        assert_eq!(said("a,b\n"), "it holds no numbers");
    }

    #[test]
    fn decimals_are_exact() {
        let found = read("a, \"b\"\n0.1, -2e-3\r\n\"3\", +4\n", ',').unwrap();
        assert_eq!(found.sizes, [2, 2]);
        let written: Vec<String> = found.entries.iter().map(ToString::to_string).collect();
        assert_eq!(written, ["1/10", "-1/500", "3", "4"]);
    }
}
