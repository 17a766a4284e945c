//! JSON laid out for people: what fits on a line stands on one, and long lists of plain values fill their lines.
//!
//! `serde_json` says what comes, sign by sign and value by value, and it is laid out as it comes: no more of it is held than a
//! line takes.

use std::io::{self, Write};

use serde_json::ser::{CharEscape, CompactFormatter, Formatter};

/// What a list or an object takes at most, with what stands before it, to be left on one line.
const WIDTH: usize = 120;

/// Columns of a level.
const INDENT: usize = 2;

/// So many bytes are laid out before they are handed on.
const CHUNK: usize = 1 << 16;

/// Takes JSON, and hands it on with lines.
pub(crate) struct Lines<W> {
    out: W,
    /// What is laid out and not handed on yet.
    ready: Vec<u8>,
    /// Columns of the last line.
    column: usize,
    /// The lists and objects around, of which each item stands on a line of its own.
    broken: Vec<Broken>,
    /// A plain value or a key that may not be at its end; or the start of a list or an object that may fit on a line, as it
    /// would stand there.
    pending: Vec<u8>,
    /// The signs in it, each with its place.
    signs: Vec<(usize, Sign)>,
    /// How many lists and objects are open in it.
    open: usize,
}

/// What stands between plain values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// The start of a list or an object.
    Open {
        is_list: bool,
    },
    Close,
    /// It has a space behind it, as the colon has.
    Comma,
    Colon,
}

/// A list or an object whose items stand on lines of their own.
struct Broken {
    is_list: bool,
    /// Whether the item before is a plain value: such items share lines.
    is_filling: bool,
}

impl<W: Write> Lines<W> {
    pub(crate) fn new(out: W) -> Self {
        Self {
            out,
            ready: Vec::with_capacity(CHUNK + CHUNK / 8),
            column: 0,
            broken: Vec::new(),
            pending: Vec::new(),
            signs: Vec::new(),
            open: 0,
        }
    }

    /// What `serde_json` writes by.
    pub(crate) fn formatter(&mut self) -> LineFormatter<'_, W> {
        LineFormatter(self)
    }

    /// Hands on the last of it, with the line ended.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        let value = std::mem::take(&mut self.pending);
        self.put_value(&value);
        self.ready.push(b'\n');
        self.out.write_all(&self.ready)
    }

    fn put(&mut self, bytes: &[u8]) {
        self.ready.extend_from_slice(bytes);
        self.column += bytes.len();
    }

    /// Whether so many bytes fit on the line, with a comma behind them.
    fn fits(&self, length: usize) -> bool {
        self.column + length + ",".len() <= WIDTH
    }

    fn new_line(&mut self) {
        self.ready.push(b'\n');
        self.column = INDENT * self.broken.len();
        self.ready.resize(self.ready.len() + self.column, b' ');
    }

    /// Takes a bracket, a comma or a colon.
    fn take(&mut self, byte: u8, sign: Sign) -> io::Result<()> {
        let is_outside = self.open == 0;
        match sign {
            Sign::Open { .. } => {
                if is_outside {
                    self.begin_item();
                }
                self.open += 1;
            }
            Sign::Close => self.open = self.open.saturating_sub(1),
            Sign::Comma | Sign::Colon => {}
        }
        self.signs.push((self.pending.len(), sign));
        self.pending.push(byte);
        if matches!(sign, Sign::Comma | Sign::Colon) {
            self.pending.push(b' ');
        }
        if self.open == 0 || !self.fits(self.pending.len()) {
            self.settle();
        }
        if self.ready.len() >= CHUNK {
            self.out.write_all(&self.ready)?;
            self.ready.clear();
        }
        Ok(())
    }

    /// A list or an object begins: in a list, on a line of its own.
    fn begin_item(&mut self) {
        if let Some(around) = self.broken.last_mut().filter(|around| around.is_list) {
            around.is_filling = false;
            self.new_line();
        }
    }

    /// Puts what is decided: lists and objects that are whole and fit, and the start of those that turn out not to fit, with a
    /// line for each item. What remains is the start of one that may fit, or of a plain value.
    fn settle(&mut self) {
        let mut pending = std::mem::take(&mut self.pending);
        let mut signs = std::mem::take(&mut self.signs);
        // The sign that comes next, and where what stands before it begins.
        let (mut next, mut from) = (0, 0);
        while let Some(&(place, sign)) = signs.get(next) {
            match sign {
                Sign::Open { is_list } => {
                    if next > 0 {
                        self.begin_item();
                    }
                    let close = closing(&signs, next);
                    let end = close.map_or(pending.len(), |close| signs[close].0 + 1);
                    from = place;
                    if self.fits(end - place) {
                        let Some(close) = close else { break };
                        self.put(&pending[place..end]);
                        (next, from) = (close + 1, end);
                        continue;
                    }
                    self.put(&pending[place..=place]);
                    self.broken.push(Broken { is_list, is_filling: false });
                    from += 1;
                }
                Sign::Comma => {
                    self.put_value(&pending[from..place]);
                    self.put(b",");
                    from = place + ", ".len();
                }
                Sign::Colon => {
                    self.new_line();
                    self.put(&pending[from..place]);
                    self.put(b": ");
                    from = place + ": ".len();
                }
                Sign::Close => {
                    self.put_value(&pending[from..place]);
                    self.broken.pop();
                    self.new_line();
                    self.put(&pending[place..=place]);
                    from = place + 1;
                }
            }
            next += 1;
        }
        pending.drain(..from);
        signs.drain(..next);
        self.open = 0;
        for (place, sign) in &mut signs {
            *place -= from;
            match sign {
                Sign::Open { .. } => self.open += 1,
                Sign::Close => self.open -= 1,
                Sign::Comma | Sign::Colon => {}
            }
        }
        (self.pending, self.signs) = (pending, signs);
    }

    /// Puts a plain value, if there is one.
    fn put_value(&mut self, value: &[u8]) {
        if value.is_empty() {
            return;
        }
        if let Some(around) = self.broken.last_mut().filter(|around| around.is_list) {
            let shares_line = std::mem::replace(&mut around.is_filling, true);
            if shares_line && self.fits(" ".len() + value.len()) {
                self.put(b" ");
            } else {
                self.new_line();
            }
        }
        self.put(value);
    }
}

/// The sign that closes a list or an object, if it is there.
fn closing(signs: &[(usize, Sign)], opening: usize) -> Option<usize> {
    let mut open = 0usize;
    signs.iter().enumerate().skip(opening).find_map(|(at, (_, sign))| {
        match sign {
            Sign::Open { .. } => open += 1,
            Sign::Close => open -= 1,
            Sign::Comma | Sign::Colon => return None,
        }
        (open == 0).then_some(at)
    })
}

/// Hands to [`Lines`] what `serde_json` writes; the writer that `serde_json` has besides gets nothing.
pub(crate) struct LineFormatter<'l, W>(&'l mut Lines<W>);

/// Plain values look as they do without lines.
macro_rules! plain {
    ($($write:ident: $value:ty),* $(,)?) => {
        $(fn $write<S: ?Sized + Write>(&mut self, _: &mut S, value: $value) -> io::Result<()> {
            CompactFormatter.$write(&mut self.0.pending, value)
        })*
    };
}

impl<W: Write> Formatter for LineFormatter<'_, W> {
    plain! {
        write_bool: bool, write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128, write_u8: u8,
        write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128, write_f32: f32, write_f64: f64,
        write_number_str: &str, write_string_fragment: &str, write_raw_fragment: &str, write_char_escape: CharEscape,
    }

    fn write_null<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        CompactFormatter.write_null(&mut self.0.pending)
    }

    fn begin_string<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        CompactFormatter.begin_string(&mut self.0.pending)
    }

    fn end_string<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        CompactFormatter.end_string(&mut self.0.pending)
    }

    fn begin_array<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        self.0.take(b'[', Sign::Open { is_list: true })
    }

    fn end_array<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        self.0.take(b']', Sign::Close)
    }

    fn begin_array_value<S: ?Sized + Write>(&mut self, _: &mut S, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { self.0.take(b',', Sign::Comma) }
    }

    fn begin_object<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        self.0.take(b'{', Sign::Open { is_list: false })
    }

    fn end_object<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        self.0.take(b'}', Sign::Close)
    }

    fn begin_object_key<S: ?Sized + Write>(&mut self, _: &mut S, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { self.0.take(b',', Sign::Comma) }
    }

    fn begin_object_value<S: ?Sized + Write>(&mut self, _: &mut S) -> io::Result<()> {
        self.0.take(b':', Sign::Colon)
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::Value;

    use super::{Lines, WIDTH};

    fn laid_out(value: &Value) -> String {
        let mut text = Vec::new();
        let mut lines = Lines::new(&mut text);
        let mut serializer = serde_json::Serializer::with_formatter(std::io::sink(), lines.formatter());
        value.serialize(&mut serializer).expect("plain values are JSON");
        lines.finish().expect("memory takes all");
        String::from_utf8(text).expect("JSON is text")
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
