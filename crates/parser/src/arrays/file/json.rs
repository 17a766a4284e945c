//! Numbers in JSON: one number, a list, or a list of rows.

use chainrule_number::Rational;

use super::{MOST_NUMBERS, Numbers, decimal, no_number, too_many};

/// The numbers of a document.
pub(super) fn read(text: &str) -> Result<Numbers, String> {
    let mut reader = Reader { text, at: 0 };
    reader.space();
    let found = if reader.peek() == Some('[') { reader.list()? } else { reader.one()? };
    reader.space();
    match reader.peek() {
        None => Ok(found),
        Some(_) => Err(format!("{}: expected the end of the file", reader.place())),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Where it stands, by line and column.
    fn place(&self) -> String {
        let before = &self.text[..self.at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("line {line}, column {column}")
    }

    fn one(&mut self) -> Result<Numbers, String> {
        Ok(Numbers { sizes: Vec::new(), entries: vec![self.number()?] })
    }

    fn number(&mut self) -> Result<Rational, String> {
        let rest = &self.text[self.at..];
        let end = rest.find([',', ']', '[', ' ', '\n', '\r', '\t']).unwrap_or(rest.len());
        let value = decimal(&rest[..end]).ok_or_else(|| no_number(&rest[..end], &self.place()))?;
        self.at += end;
        Ok(value)
    }

    /// A list of numbers, or of rows that are as long as one another.
    fn list(&mut self) -> Result<Numbers, String> {
        self.at += 1;
        self.space();
        if self.peek() != Some('[') {
            let entries = self.row()?;
            return Ok(Numbers { sizes: vec![length(&entries)], entries });
        }
        let (mut entries, mut rows, mut width) = (Vec::new(), 0u64, None);
        loop {
            self.space();
            if self.peek() != Some('[') {
                return Err(format!("{}: expected a row, `[`", self.place()));
            }
            let place = self.place();
            self.at += 1;
            self.space();
            if self.peek() == Some('[') {
                return Err(format!("{}: lists are nested deeper than rows", self.place()));
            }
            let row = self.row()?;
            let wanted = *width.get_or_insert(row.len());
            if row.len() != wanted {
                return Err(format!("{place}: this row has {} numbers, the first one {wanted}", row.len()));
            }
            entries.extend(row);
            if entries.len() > MOST_NUMBERS {
                return Err(too_many());
            }
            rows += 1;
            if !self.goes_on()? {
                let columns = entries.len() as u64 / rows;
                return Ok(Numbers { sizes: vec![rows, columns], entries });
            }
        }
    }

    /// Numbers up to the closing bracket.
    fn row(&mut self) -> Result<Vec<Rational>, String> {
        let mut row = Vec::new();
        loop {
            self.space();
            row.push(self.number()?);
            if row.len() > MOST_NUMBERS {
                return Err(too_many());
            }
            if !self.goes_on()? {
                return Ok(row);
            }
        }
    }

    /// Whether a comma follows, and not the closing bracket.
    fn goes_on(&mut self) -> Result<bool, String> {
        self.space();
        let next = self.peek();
        match next {
            Some(',' | ']') => {
                self.at += 1;
                Ok(next == Some(','))
            }
            _ => Err(format!("{}: expected `,` or `]`", self.place())),
        }
    }
}

fn length(entries: &[Rational]) -> u64 {
    u64::try_from(entries.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lists_and_rows() {
        assert_eq!(read(" 3 ").unwrap().sizes, Vec::<u64>::new());
        assert_eq!(read("[1, 2.5, -3e2]").unwrap().sizes, [3]);
        let rows = read("[[1,2,3],\n [4,5,6]]\n").unwrap();
        assert_eq!((rows.sizes, rows.entries.len()), (vec![2, 3], 6));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let said = |text: &str| read(text).unwrap_err();
        assert!(said("[[1,2],[3]]").contains("this row has 1 numbers, the first one 2"));
        assert!(said("[1, null]").starts_with("line 1, column 5: `null` is no number"));
        assert!(said("[1,\n NaN]").starts_with("line 2, column 2: `NaN` is no number"));
        assert!(said("[]").contains("the cell is empty"));
        assert!(said("[[[1]]]").contains("nested deeper"));
        assert!(said("{\"a\": 1}").contains("is no number"));
        assert!(said("[1, 2").contains("expected `,` or `]`"));
    }
}
