//! JSON laid out for people: what fits on a line stands on one, and long lists of plain values fill their lines.
//!
//! The text comes in as `serde_json` writes it, without spaces, and is laid out as it comes: no more of it is held than a
//! line takes.

use std::io::{self, Write};

/// What a list or an object takes at most, with what stands before it, to be left on one line.
const WIDTH: usize = 120;

/// Columns of a level.
const INDENT: usize = 2;

/// Takes JSON without spaces, and gives it with lines.
pub(crate) struct Lines {
    /// What is laid out so far.
    text: Vec<u8>,
    /// Columns of the last line.
    column: usize,
    /// The lists and objects around, of which each item stands on a line of its own.
    broken: Vec<Broken>,
    /// The start of a list or an object that may fit on a line, as it would stand there.
    flat: Vec<u8>,
    /// How many lists and objects are open in it.
    open: usize,
    /// A plain value or a key that may not be at its end.
    plain: Vec<u8>,
    is_in_string: bool,
    is_escaped: bool,
}

/// A list or an object whose items stand on lines of their own.
struct Broken {
    is_list: bool,
    /// Whether the item before is a plain value: such items share lines.
    is_filling: bool,
}

impl Lines {
    pub(crate) fn new() -> Self {
        Self {
            text: Vec::new(),
            column: 0,
            broken: Vec::new(),
            flat: Vec::new(),
            open: 0,
            plain: Vec::new(),
            is_in_string: false,
            is_escaped: false,
        }
    }

    /// All of it, with the line ended.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.end_plain();
        self.text.push(b'\n');
        self.text
    }

    fn put(&mut self, bytes: &[u8]) {
        self.text.extend_from_slice(bytes);
        self.column += bytes.len();
    }

    /// Whether a piece fits on the line, with a comma behind it.
    fn fits(&self, piece: &[u8]) -> bool {
        self.column + piece.len() + ",".len() <= WIDTH
    }

    fn new_line(&mut self) {
        self.text.push(b'\n');
        self.column = INDENT * self.broken.len();
        self.text.resize(self.text.len() + self.column, b' ');
    }

    /// Takes a piece that belongs to a string, a number or a word.
    fn take_plain(&mut self, piece: &[u8]) {
        if self.open > 0 {
            self.flat.extend_from_slice(piece);
            self.break_where_long();
        } else {
            self.plain.extend_from_slice(piece);
        }
    }

    /// Takes a bracket, a comma or a colon.
    fn take_sign(&mut self, sign: u8) {
        if self.open > 0 {
            self.take_sign_on_line(sign);
            return;
        }
        match sign {
            b'{' | b'[' => {
                if let Some(around) = self.broken.last_mut().filter(|around| around.is_list) {
                    around.is_filling = false;
                    self.new_line();
                }
                self.flat.push(sign);
                self.open = 1;
            }
            b',' => {
                self.end_plain();
                self.put(b",");
            }
            b':' => {
                self.new_line();
                let key = std::mem::take(&mut self.plain);
                self.put(&key);
                self.put(b": ");
            }
            _ => {
                self.end_plain();
                self.broken.pop();
                self.new_line();
                self.put(&[sign]);
            }
        }
    }

    fn take_sign_on_line(&mut self, sign: u8) {
        self.flat.push(sign);
        match sign {
            b'{' | b'[' => self.open += 1,
            b',' | b':' => self.flat.push(b' '),
            _ => self.open -= 1,
        }
        if self.open == 0 && self.fits(&self.flat) {
            let flat = std::mem::take(&mut self.flat);
            self.put(&flat);
        } else {
            self.open = self.open.max(1);
            self.break_where_long();
        }
    }

    /// A list or an object that turns out not to fit on a line is begun again, with a line for each item.
    fn break_where_long(&mut self) {
        if self.fits(&self.flat) {
            return;
        }
        let flat = std::mem::take(&mut self.flat);
        let Some((&bracket, items)) = flat.split_first() else { return };
        self.open = 0;
        (self.is_in_string, self.is_escaped) = (false, false);
        self.put(&[bracket]);
        self.broken.push(Broken { is_list: bracket == b'[', is_filling: false });
        self.take(items);
    }

    /// Puts the plain value that has come to its end, if there is one.
    fn end_plain(&mut self) {
        if self.plain.is_empty() {
            return;
        }
        let plain = std::mem::take(&mut self.plain);
        if let Some(around) = self.broken.last_mut().filter(|around| around.is_list) {
            let shares_line = std::mem::replace(&mut around.is_filling, true);
            if shares_line && self.column + " ".len() + plain.len() + ",".len() <= WIDTH {
                self.put(b" ");
            } else {
                self.new_line();
            }
        }
        self.put(&plain);
    }

    fn take(&mut self, mut bytes: &[u8]) {
        while let Some(&first) = bytes.first() {
            if self.is_in_string {
                if std::mem::take(&mut self.is_escaped) {
                    self.take_plain(&bytes[..1]);
                    bytes = &bytes[1..];
                    continue;
                }
                let end = bytes.iter().position(|byte| matches!(byte, b'"' | b'\\'));
                let length = end.map_or(bytes.len(), |end| end + 1);
                match end.map(|end| bytes[end]) {
                    Some(b'"') => self.is_in_string = false,
                    Some(_) => self.is_escaped = true,
                    None => {}
                }
                self.take_plain(&bytes[..length]);
                bytes = &bytes[length..];
                continue;
            }
            match first {
                b'{' | b'[' | b',' | b':' | b'}' | b']' => self.take_sign(first),
                // Those of a line that was begun again.
                b' ' => {}
                _ => {
                    self.is_in_string = first == b'"';
                    self.take_plain(&bytes[..1]);
                }
            }
            bytes = &bytes[1..];
        }
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Lines, WIDTH};

    fn laid_out(value: &Value) -> String {
        let mut lines = Lines::new();
        serde_json::to_writer(&mut lines, value).expect("plain values are JSON");
        String::from_utf8(lines.finish()).expect("JSON is text")
    }

    #[test]
    fn what_fits_stands_on_one_line() {
        let short = serde_json::json!({"a": [1, 2.5, "x, {y}: \"z\\"], "b": {}, "c": null});
        assert_eq!(laid_out(&short), "{\"a\": [1, 2.5, \"x, {y}: \\\"z\\\\\"], \"b\": {}, \"c\": null}\n");
        let long = serde_json::json!({"name": "a".repeat(60), "none": [], "numbers": (0..60).collect::<Vec<_>>(), "word": "b".repeat(80)});
        let numbers: Vec<String> = (0..60).map(|number| number.to_string()).collect();
        let (first, second) = (numbers[..31].join(", "), numbers[31..].join(", "));
        let expected = format!(
            "{{\n  \"name\": \"{}\",\n  \"none\": [],\n  \"numbers\": [\n    {first},\n    {second}\n  ],\n  \"word\": \"{}\"\n}}\n",
            "a".repeat(60),
            "b".repeat(80),
        );
        assert_eq!(laid_out(&long), expected);
    }

    #[test]
    fn nothing_but_the_layout_changes() {
        // Strings with every sign that means something outside of them, of all lengths around that of a line.
        for length in 0..2 * WIDTH {
            let text: String = "[{\"\\,: }]é".chars().cycle().take(length).collect();
            let item = serde_json::json!({"text": text, "list": [[length, [text]], {}, [], "", -1.5e300, true, null]});
            let value = serde_json::json!({"items": [item, item, length, text], text.clone(): {"deep": [[[[text]]]]}});
            let written = laid_out(&value);
            assert_eq!(serde_json::from_str::<Value>(&written).expect("JSON"), value, "{written}");
            for line in written.lines().filter(|line| line.len() > WIDTH) {
                // Only what cannot be broken is longer: one plain value, with its key and what closes or parts it.
                assert!(line.len() <= 2 * (2 * WIDTH + 2 * length) + 20 && !line.contains("}, {"), "{line}");
            }
        }
    }
}
