//! Arrays in the format of `numpy.save`.
//!
//! Source: `numpy.lib.format`, versions 1.0 to 3.0.

use chainrule_number::Rational;

use super::{MOST_NUMBERS, Numbers, too_many};

/// What a header says.
struct Header<'a> {
    kind: &'a str,
    by_columns: bool,
    sizes: Vec<u64>,
}

/// The numbers of an array with up to two axes, each exactly as it is stored.
pub(super) fn read(bytes: &[u8]) -> Result<Numbers, String> {
    let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or("it does not begin as a file of NumPy does")?;
    let cut = || "it ends in its header".to_owned();
    let (&version, rest) = rest.split_first().ok_or_else(cut)?;
    let rest = rest.get(1..).ok_or_else(cut)?;
    let (length, rest) = match version {
        1 => {
            let (length, rest) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
            (usize::from(u16::from_le_bytes(*length)), rest)
        }
        2 | 3 => {
            let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
            (usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX), rest)
        }
        _ => return Err(format!("its version {version} is not known")),
    };
    let header = rest.get(..length).and_then(|header| std::str::from_utf8(header).ok()).ok_or_else(cut)?;
    let header = parse(header)?;
    let data = &rest[length..];
    let count = header.sizes.iter().try_fold(1u64, |all, size| all.checked_mul(*size));
    let count = count.and_then(|count| usize::try_from(count).ok()).filter(|count| *count <= MOST_NUMBERS);
    let count = count.ok_or_else(too_many)?;
    if count == 0 {
        return Err("it holds no numbers".to_owned());
    }
    let mut entries = values(header.kind, data, count)?;
    if header.by_columns
        && let [rows, columns] = header.sizes.as_slice()
    {
        let (rows, columns) = (usize::try_from(*rows).unwrap_or(1), usize::try_from(*columns).unwrap_or(1));
        entries = (0..rows * columns)
            .map(|place| entries[(place % columns) * rows + place / columns].clone())
            .collect();
    }
    Ok(Numbers { sizes: header.sizes, entries })
}

/// `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }`
fn parse(header: &str) -> Result<Header<'_>, String> {
    let after = |key: &str| {
        let (_, rest) = header.split_once(key)?;
        Some(rest.split_once(':')?.1.trim_start())
    };
    let unread = || "its header can't be read".to_owned();
    let kind = after("'descr'").ok_or_else(unread)?;
    let kind = kind.strip_prefix('\'').and_then(|rest| rest.split_once('\'')).map(|(kind, _)| kind);
    let kind = kind.ok_or("it holds records, and not numbers of one kind")?;
    let by_columns = after("'fortran_order'").ok_or_else(unread)?.starts_with("True");
    let shape = after("'shape'").ok_or_else(unread)?;
    let shape = shape.strip_prefix('(').and_then(|rest| rest.split_once(')')).ok_or_else(unread)?.0;
    let sizes: Result<Vec<u64>, String> = shape
        .split(',')
        .map(str::trim)
        .filter(|size| !size.is_empty())
        .map(|size| size.parse().map_err(|_| unread()))
        .collect();
    let sizes = sizes?;
    if sizes.len() > 2 {
        return Err(format!("it has {} axes; vectors and matrices are read", sizes.len()));
    }
    Ok(Header { kind, by_columns, sizes })
}

fn values(kind: &str, data: &[u8], count: usize) -> Result<Vec<Rational>, String> {
    let (order, kind) = kind.split_at(kind.len().min(1));
    let width = match kind {
        "f8" | "i8" | "u8" => 8,
        "f4" | "i4" | "u4" => 4,
        "f2" | "i2" | "u2" => 2,
        "i1" | "u1" | "b1" => 1,
        _ => {
            return Err(format!(
                "numbers of the kind `{order}{kind}` are not read; save them as f8, f4 or integers"
            ));
        }
    };
    if data.len() < count.saturating_mul(width) {
        return Err(format!("it ends after {} of {count} numbers", data.len() / width));
    }
    let mut values = Vec::with_capacity(count);
    for (place, bytes) in data.chunks_exact(width).take(count).enumerate() {
        let mut raw = 0u64;
        for place in 0..width {
            let byte = if order == ">" { bytes[place] } else { bytes[width - 1 - place] };
            raw = raw << 8 | u64::from(byte);
        }
        let value = value(kind, raw, width);
        values.push(value.ok_or_else(|| format!("number {} is NaN or infinite", place + 1))?);
    }
    Ok(values)
}

fn value(kind: &str, raw: u64, width: usize) -> Option<Rational> {
    let bits = u32::try_from(8 * width).ok()?;
    match kind {
        "f8" => Rational::from_f64(f64::from_bits(raw)),
        "f4" => Rational::from_f64(f64::from(f32::from_bits(u32::try_from(raw).ok()?))),
        "f2" => half(u16::try_from(raw).ok()?),
        "b1" => Some(Rational::from_integer(i64::from(raw != 0))),
        _ if kind.starts_with('u') => Some(Rational::from_bigint(raw.into())),
        _ => {
            // The sign is the highest bit of so many.
            let shift = 64 - bits;
            Some(Rational::from_integer((raw << shift).cast_signed() >> shift))
        }
    }
}

/// An IEEE 754 half: a sign, five bits of exponent, ten of the fraction.
fn half(raw: u16) -> Option<Rational> {
    let (exponent, fraction) = (i32::from(raw >> 10 & 0x1F), f64::from(raw & 0x3FF));
    let size = match exponent {
        0x1F => return None,
        0 => fraction * f64::exp2(-24.0),
        _ => (1024.0 + fraction) * f64::exp2(f64::from(exponent - 25)),
    };
    Rational::from_f64(if raw >> 15 == 1 { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::read;

    fn file(header: &str, data: &[u8]) -> Vec<u8> {
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend(u16::try_from(header.len()).unwrap().to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    fn entries_read(bytes: &[u8]) -> Vec<String> {
        read(bytes).unwrap().entries.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_of_each_kind() {
        let of = |kind: &str, shape: &str| {
            format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}")
        };
        let doubles: Vec<u8> = [0.1f64, -2.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(
            entries_read(&file(&of("<f8", "(2,)"), &doubles)),
            ["3602879701896397/36028797018963968", "-2"]
        );
        let big: Vec<u8> = [0.5f32].iter().flat_map(|value| value.to_be_bytes()).collect();
        assert_eq!(entries_read(&file(&of(">f4", "(1, 1)"), &big)), ["1/2"]);
        assert_eq!(
            entries_read(&file(&of("<f2", "(3,)"), &[0, 0x3C, 0, 0xC1, 1, 0])),
            ["1", "-5/2", "1/16777216"]
        );
        assert_eq!(entries_read(&file(&of("<i2", "(2,)"), &[0xFF, 0xFF, 2, 0])), ["-1", "2"]);
        assert_eq!(entries_read(&file(&of("|u1", "(2,)"), &[255, 7])), ["255", "7"]);
        let columns = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }";
        assert_eq!(entries_read(&file(columns, &[1, 4, 2, 5, 3, 6])), ["1", "2", "3", "4", "5", "6"]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";
        let nan: Vec<u8> = [1.0, f64::NAN].iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(read(&file(header, &nan)).unwrap_err(), "number 2 is NaN or infinite");
        assert_eq!(read(&file(header, &nan[..9])).unwrap_err(), "it ends after 1 of 2 numbers");
        assert_eq!(read(b"1,2").unwrap_err(), "it does not begin as a file of NumPy does");
        let cube = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,2,2), }";
        assert!(read(&file(cube, &[])).unwrap_err().contains("3 axes"));
        let huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999), }";
        assert!(read(&file(huge, &[])).unwrap_err().contains("more than"));
        for cut in 0..20 {
            assert!(read(&file(header, &nan)[..cut]).is_err());
        }
    }
}
