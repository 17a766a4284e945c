//! Values as they are stated elsewhere: lists, units, percentages, kinds of numbers.

use super::Foreign;
use super::words::{after_word, is_name, is_number, split};

/// What follows `given`, or the whole line.
fn stated(line: &str) -> &str {
    after_word(line, &["given"]).unwrap_or(line)
}

/// `given x = [1, 2, 3]`, `x = (1, 2)`, `x1, x2 = 1, 2`.
pub(super) fn list<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let (name, value) = stated(line).split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    // With shapes declared, lists are read: something in this one is wrong.
    if text.contains(" in R^") || text.contains('ℝ') {
        return None;
    }
    let inner = value.strip_prefix("np.array(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(value);
    let numbers = match inner.chars().next()? {
        '[' => inner.strip_prefix('[')?.strip_suffix(']')?,
        '(' => inner.strip_prefix('(')?.strip_suffix(')')?,
        '{' => inner.strip_prefix('{')?.strip_suffix('}')?,
        _ => {
            let (names, numbers) = (split(name, ','), split(value, ','));
            let are_pairs = names.len() > 1
                && names.len() == numbers.len()
                && names.iter().all(|name| is_name(name))
                && numbers.iter().all(|number| is_number(number));
            if !are_pairs {
                return None;
            }
            let pairs: Vec<String> =
                names.iter().zip(numbers).map(|(name, number)| format!("{name} = {number}")).collect();
            return Some(
                Foreign::new(stated(line), "each name has its value behind it")
                    .write(format!("given {}", pairs.join(", "))),
            );
        }
    };
    if let Some(rows) = rows(numbers) {
        let values: Vec<String> = rows
            .iter()
            .enumerate()
            .flat_map(|(row, cells)| {
                let value = move |(column, number): (usize, &&str)| {
                    format!("{name}[{},{}] = {number}", row + 1, column + 1)
                };
                cells.iter().enumerate().map(value)
            })
            .collect();
        return is_name(name).then(|| {
            let message =
                format!("`{name}` is one number: a matrix of numbers is given to a family of two indices");
            Foreign::new(value, message).write(format!("given {}", values.join(", "))).help(format!(
                "or declare its shape, `{name} in R^({}×{})`, and work with matrices",
                rows.len(),
                rows[0].len()
            ))
        });
    }
    let numbers: Vec<&str> =
        numbers.split([',', ' ']).map(str::trim).filter(|number| !number.is_empty()).collect();
    if numbers.len() < 2
        || !numbers.iter().all(|number| is_number(number))
        || !is_name(name)
        || name.contains('[')
    {
        return None;
    }
    let values: Vec<String> = numbers
        .iter()
        .enumerate()
        .map(|(place, number)| format!("{name}[{}] = {number}", place + 1))
        .collect();
    Some(
        Foreign::new(
            value,
            format!("`{name}` is one number: a list of numbers is given to the members of a family"),
        )
        .write(format!("given {}", values.join(", ")))
        .help(format!("or declare its shape, `{name} in R^{}`, and work with vectors", numbers.len())),
    )
}

/// The rows of a matrix, `1 2; 3 4` or `[1, 2], [3, 4]`, where they are equally long.
fn rows(inner: &str) -> Option<Vec<Vec<&str>>> {
    let rows: Vec<&str> = if inner.contains(';') {
        inner.split(';').collect()
    } else {
        let rows: Option<Vec<&str>> = split(inner, ',')
            .into_iter()
            .map(|row| row.strip_prefix('[').and_then(|row| row.strip_suffix(']')))
            .collect();
        rows?
    };
    let rows: Vec<Vec<&str>> = rows
        .into_iter()
        .map(|row| row.split([',', ' ']).map(str::trim).filter(|number| !number.is_empty()).collect())
        .collect();
    let length = rows.first()?.len();
    let are_numbers = rows.iter().flatten().all(|number| is_number(number));
    (length > 0 && are_numbers && rows.iter().all(|row| row.len() == length)).then_some(rows)
}

/// `given x = 1 and y = 2`, `given x: 1`.
pub(super) fn several<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let statement = after_word(line, &["given"])?;
    let parts: Vec<&str> =
        statement.split(" and ").flat_map(|part| split(part, ',')).map(str::trim).collect();
    let mut values = Vec::new();
    for part in &parts {
        let (name, value) =
            ["=", ":", " is ", " be ", " equals "].iter().find_map(|sign| part.split_once(sign))?;
        if !is_name(name.trim()) || !is_number(value.trim()) {
            return None;
        }
        values.push(format!("{} = {}", name.trim(), value.trim()));
    }
    let written = format!("given {}", values.join(", "));
    (written != line)
        .then(|| Foreign::new(statement, "values stand behind `=`, separated by commas").write(written))
}

/// `given x = 2 cm`, `given rate = 50%`.
pub(super) fn with_unit<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let (name, value) = stated(line).split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    if !is_name(name) {
        return None;
    }
    if let Some(percent) = value.strip_suffix('%') {
        let percent = percent.trim();
        let part = hundredth(percent)?;
        return Some(
            Foreign::new(value, "a percentage is written as the number that it is")
                .write(format!("given {name} = {part}")),
        );
    }
    let (number, unit) = value.split_once(' ')?;
    let units = [
        "cm", "mm", "m", "km", "s", "ms", "kg", "g", "px", "V", "A", "Hz", "N", "J", "W", "K", "°C",
        "degrees", "deg", "rad", "units",
    ];
    (is_number(number) && units.contains(&unit.trim())).then(|| {
        Foreign::new(unit.trim(), "numbers have no units here").write(format!("given {name} = {number}"))
    })
}

/// A decimal number divided by 100.
fn hundredth(number: &str) -> Option<String> {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |number| ("-", number));
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || !whole.chars().chain(part.chars()).all(|character| character.is_ascii_digit()) {
        return None;
    }
    let digits = format!("00{whole}{part}");
    let (whole, part) = digits.split_at(digits.len() - part.len() - 2);
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// `given x in R`, `x is positive`, `given x in {0, 1}`.
pub(super) fn of_kind<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let statement = after_word(line, &["given", "assume", "suppose", "let", "where", "with"]).unwrap_or(line);
    if let Some((name, kind)) = [" is ", " be "].iter().find_map(|word| statement.split_once(word)) {
        let name = name.trim();
        let range = match kind.trim().trim_end_matches('.') {
            "positive" => "> 0",
            "negative" => "< 0",
            "nonnegative" | "non-negative" | "not negative" => ">= 0",
            "nonpositive" | "non-positive" | "not positive" => "<= 0",
            _ => return None,
        };
        return is_name(name).then(|| {
            Foreign::new(statement, "a range is stated with a sign of comparison")
                .write(format!("given {name} {range}"))
        });
    }
    let (name, set) = [" in ", " ∈ "].iter().find_map(|word| statement.split_once(word))?;
    let (name, set) = (name.trim(), set.trim());
    if !is_name(name) {
        return None;
    }
    if ["R", "ℝ", "RR", "reals", "Reals", "(-inf, inf)", "(-∞, ∞)"].contains(&set) {
        return Some(
            Foreign::new(line, "every quantity is a real number without this being said")
                .help("leave this line out"),
        );
    }
    let members = set.strip_prefix('{')?.strip_suffix('}')?;
    let numbers: Vec<&str> = split(members, ',');
    if numbers.len() < 2 || !numbers.iter().all(|number| is_number(number)) {
        return None;
    }
    let (first, last) = (numbers[0], numbers[numbers.len() - 1]);
    Some(
        Foreign::new(set, format!("`{name}` has one value or a range of them, not a list"))
            .write(format!("given {name} in [{first}, {last}]"))
            .help(format!("or give one value and run once for each: `given {name} = {first}`")),
    )
}

/// `given w ~ N(0, 1)`.
pub(super) fn distribution<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let (before, behind) = line.split_once('~')?;
    let behind = behind.trim();
    let (short, long) = [
        ("N(", "normal("),
        ("U(", "uniform("),
        ("Normal(", "normal("),
        ("Uniform(", "uniform("),
        ("randn(", "normal("),
        ("rand(", "uniform("),
    ]
    .into_iter()
    .find(|(short, _)| behind.starts_with(short))?;
    let rest = behind.strip_prefix(short)?;
    let seed = if rest.contains("seed") { "" } else { " seed 1" };
    Some(
        Foreign::new(&behind[..short.len() - 1], "a distribution has its whole name")
            .write(format!("{} ~ {long}{rest}{seed}", before.trim_end())),
    )
}

/// `claim y = 0.666…`: digits that were cut off and go on.
pub(super) fn cut_digits<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let claimed = after_word(line, &["claim"])?;
    let whole = claimed.strip_suffix('…').or_else(|| claimed.strip_suffix("..."))?.trim_end();
    let (side, number) = ["~=", "≈", "="].iter().find_map(|sign| whole.split_once(sign))?;
    let (side, number) = (side.trim(), number.trim());
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (above, below) = digits.split_once('.')?;
    let places = below.len();
    let is_plain = |digits: &str| !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
    if side.contains(['<', '>', '=']) || !is_plain(above) || !is_plain(below) || above.len() + places > 18 {
        return None;
    }
    let next = (format!("{above}{below}").parse::<u64>().ok()? + 1).to_string();
    let next = format!("{next:0>width$}", width = places + 1);
    let (before, behind) = next.split_at(next.len() - places);
    let next = format!("{sign}{before}.{behind}");
    let written = if sign.is_empty() {
        format!("claim {number} <= {side} < {next}")
    } else {
        format!("claim {next} < {side} <= {number}")
    };
    let place = &line[line.find(number)?..];
    Some(
        Foreign::new(place, "digits that go on are told by the two numbers between which they lie")
            .write(written),
    )
}
