//! Arrays in number formats, beside fractions that are rounded at every result.

use std::collections::BTreeMap;

use chainrule::{Change, Options, SumOrder};
use chainrule_array::Role;
use chainrule_number::Format;
use chainrule_program::array::Sizes;
use chainrule_program::array::in_format::{Carried, carry_out};

use super::report;

fn order(text: &str) -> SumOrder {
    match text.split_once(':') {
        Some((_, size)) => SumOrder::Blocks(size.parse().expect("a size")),
        None if text == "pairwise" => SumOrder::Pairwise,
        None => SumOrder::Left,
    }
}

/// `0x1.8p+1`
fn hexadecimal(text: &str) -> f64 {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    if text == "inf" {
        return sign * f64::INFINITY;
    }
    let (digits, exponent) = text.trim_start_matches("0x").split_once('p').expect("an exponent");
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let mantissa = u64::from_str_radix(&format!("{whole}{part}"), 16).expect("digits");
    let places = 4 * i32::try_from(part.len()).expect("few");
    let exponent: i32 = exponent.parse().expect("a power");
    #[expect(clippy::cast_precision_loss, reason = "at most 53 bits")]
    let size = mantissa as f64;
    sign * size * 2f64.powi(exponent - places)
}

/// `oracle/array_formats.txt`: forward and back by fractions, every result rounded.
#[test]
fn arrays_in_formats_are_what_fractions_say() {
    let path = chainrule_tests::root().join("tests/oracle/array_formats.txt");
    let text = std::fs::read_to_string(path).expect("the list");
    let mut count = 0;
    for block in text.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let lines: Vec<&str> = block.lines().filter(|line| !line.is_empty()).collect();
        let [how, w, b, x, y, expected @ ..] = lines.as_slice() else { panic!("{block}") };
        let words: Vec<&str> = how.split(' ').collect();
        let (rows, columns) = (b.split(',').count(), x.split(',').count());
        let sheet = format!(
            "W in R^({rows}×{columns}), b, y in R^{rows}, x in R^{columns}\nz = W*x + b\na = relu(z)\n\
             L = sum((a - y)^2)\ngiven W = [{w}], b = [{b}]\ngiven x = [{x}], y = [{y}]\nderive dL/dW, dL/dx\n"
        );
        let report = report(&sheet, &Options::default());
        let report = report.arrays.as_ref().expect("arrays");
        let find = |name: &str| Format::find(name).expect("a format");
        let carried = Carried {
            format: find(words[0]),
            accumulate: find(words[1]),
            order: order(words[2]),
            scale: 0,
            shifts_exponents: false,
        };
        let mut sizes = Sizes::default();
        for (quantity, array) in &report.numbers {
            let axes = report.arrays.quantity(*quantity).shape.axes();
            sizes.counts.extend(axes.into_iter().zip(array.axes.iter().copied()));
        }
        let written =
            report.defined.iter().map(|definition| (definition.quantity, definition.written)).collect();
        let outcome = carry_out(&report.arrays, &report.calculus, &sizes, &report.numbers, &written, carried);
        let mut found = BTreeMap::new();
        for (quantity, data) in report.arrays.quantities() {
            let name = match data.role {
                Role::Adjoint { by, .. } => format!("dL/d{}", report.arrays.quantity(by).name),
                Role::Leaf | Role::Defined(_) => data.name.clone(),
            };
            if let Some(array) = outcome.values.get(&quantity) {
                found.insert(name, array.entries.clone());
            }
        }
        for (name, line) in ["z", "L", "dL/dW", "dL/dx"].iter().zip(expected) {
            let truth: Vec<f64> = line.split(' ').map(hexadecimal).collect();
            let carried = &found[*name];
            let is_same = *carried == truth;
            assert!(is_same, "{how}: {name} is {carried:?}, not {truth:?}");
            count += 1;
        }
    }
    assert!(count >= 100, "{count} arrays");
}

/// Rows that are chosen are copied: what is infinite beside them is not multiplied by 0, and nor is what is put beside them.
#[test]
fn entries_that_are_not_chosen_stay_out_of_it() {
    for (sheet, finite) in [
        ("u in R^3\nh = exp(u)\nz = h[2..3]\nL = sum(z)\ngiven u = [20, 1, 2]\nderive dL/dh\n", "z"),
        ("u in R^3\nh = exp(u)\nL = h[2]^2\ngiven u = [20, 1, 2]\nderive dL/dh\n", "L"),
        (
            "x, u in R^2\nh = exp(u)\nv = [h; x]\nz = v[2..4]\nL = sum(z)\ngiven x = [1, 2], u = [20, 1]\nderive dL/dx\n",
            "z",
        ),
        ("p in R^2\nL = -ln(p[2])\ngiven p = [1/2, 1/100000000]\nderive dL/dp\n", "p"),
    ] {
        let formats = vec![Format::find("f16").expect("f16")];
        let report = report(sheet, &Options { formats, ..Options::default() });
        let arrays = report.arrays.as_ref().expect("arrays");
        let mut sizes = Sizes::default();
        for (quantity, array) in &arrays.numbers {
            let axes = arrays.arrays.quantity(*quantity).shape.axes();
            sizes.counts.extend(axes.into_iter().zip(array.axes.iter().copied()));
        }
        let written =
            arrays.defined.iter().map(|definition| (definition.quantity, definition.written)).collect();
        let carried = Carried {
            format: Format::find("f16").expect("f16"),
            accumulate: Format::find("f16").expect("f16"),
            order: SumOrder::Left,
            scale: 0,
            shifts_exponents: false,
        };
        let outcome = carry_out(&arrays.arrays, &arrays.calculus, &sizes, &arrays.numbers, &written, carried);
        let by_name =
            |name: &str| arrays.arrays.quantities().find(|(_, data)| data.name == name).expect("a name").0;
        assert!(outcome.values[&by_name(finite)].entries.iter().all(|entry| entry.is_finite()), "{sheet}");
        for (quantity, data) in arrays.arrays.quantities() {
            let Role::Adjoint { by, .. } = data.role else { continue };
            let Some(array) = outcome.values.get(&quantity) else { continue };
            assert!(array.entries.iter().all(|entry| !entry.is_nan()), "{sheet}: {:?}", array.entries);
            // By what is not chosen the derivative is 0.
            let is_first_out = ["h", "p"].contains(&arrays.arrays.quantity(by).name.as_str());
            assert!(!is_first_out || array.entries[0].abs() <= 0.0, "{sheet}: {:?}", array.entries);
        }
    }
}

/// 1 + 1 + … in f16 stays at 2048: the term 2049 is the first that does not count. Sums in f32 and of neighbours are right.
#[test]
fn absorption_is_told_with_its_index() {
    let ones = vec!["1"; 3000].join(", ");
    let text = format!(
        "W in R^(1×3000), x in R^3000, y in R^1\nz = W*x\nL = norm(z - y)^2\ngiven W = [{ones}], x = [{ones}], y = [0]\n\
         derive dL/dz\n"
    );
    let formats = vec![Format::find("f16").expect("f16")];
    let report = report(&text, &Options { formats: formats.clone(), ..Options::default() });
    let in_format = &report.arrays.as_ref().expect("arrays").derivations[0].in_formats[0];
    let (_, seen) = in_format.lost.iter().find(|(_, seen)| seen.absorbed.is_some()).expect("an absorption");
    let (absorbed, sums) = seen.absorbed.as_ref().expect("an absorption");
    assert_eq!((absorbed.index, absorbed.of, absorbed.count, *sums), (2049, 3000, 952, 1));
    assert!((absorbed.sum - 2048.0).abs() <= 0.0 && (absorbed.term - 1.0).abs() <= 0.0);
    let changes: Vec<Change> = in_format.repairs.iter().map(|repair| repair.change).collect();
    assert!(changes.contains(&Change::Accumulate(Format::find("f32").expect("f32"))), "{changes:?}");
    assert!(changes.contains(&Change::Pairwise), "{changes:?}");
    // With the wide sum nothing is wrong, and nothing is said to repair it.
    let options = Options { formats, accumulate: Format::find("f32"), ..Options::default() };
    let report = self::report(&text, &options);
    let in_format = &report.arrays.as_ref().expect("arrays").derivations[0].in_formats[0];
    assert!(in_format.lost.is_empty() && in_format.repairs.is_empty(), "{in_format:?}");
    assert!(in_format.held.iter().flatten().all(|held| !held.is_wrong));
}

/// A constant beside arrays is the number of the format nearest to it: π is 3.140625 in f16, so that 3·π is 9.421875.
#[test]
fn constants_beside_arrays_are_carried_out() {
    for (definition, length) in [
        ("L = 3*pi*sum(x)", Some(9.421_875 * 3f64.sqrt())),
        ("L = 2*(3*sum(x))", Some(6.0 * 3f64.sqrt())),
        ("L = sum(erf(x))", None),
        ("h = tanh(pi*x)\nL = pi*norm(h - x)^2", None),
        ("L = sum(x^2)/sqrt(2*pi)", None),
    ] {
        let text = format!("x in R^3\n{definition}\ngiven x = [1, 2, 3]\nderive dL/dx\n");
        let formats = vec![Format::find("f16").expect("f16")];
        let report = report(&text, &Options { formats, ..Options::default() });
        let in_formats = &report.arrays.as_ref().expect("arrays").derivations[0].in_formats;
        let last = in_formats
            .first()
            .and_then(|in_format| in_format.held.last())
            .and_then(Option::as_ref)
            .expect(definition);
        assert!(!last.is_wrong, "{definition}: {last:?}");
        assert!(length.is_none_or(|length| (last.length - length).abs() < 1e-9), "{definition}: {last:?}");
    }
}

/// Small gradients that f16 holds as 0 come back with a scaled loss. A softmax that is written with exponentials overflows as
/// it is written, exp(12) above 65504, and comes back with the largest exponent taken away first.
#[test]
fn repairs_were_carried_out() {
    let formats = || vec![Format::find("f16").expect("f16")];
    let small = "W in R^(2×2), x, y in R^2\nz = W*x\nL = norm(z - y)^2/1000\n\
                 given W = [1, 2; 3, 4], x = [1/1000, 1/500], y = [0, 0]\nderive dL/dW\n";
    let worked = report(small, &Options { formats: formats(), ..Options::default() });
    let in_format = &worked.arrays.as_ref().expect("arrays").derivations[0].in_formats[0];
    let last = in_format.held.last().and_then(Option::as_ref).expect("held");
    assert!(last.is_wrong && last.zero == 3 && last.subnormal == 1, "{last:?}");
    assert!(!in_format.repairs.is_empty());
    for repair in &in_format.repairs {
        assert!(!repair.held.is_wrong && matches!(repair.change, Change::Scale(_)), "{repair:?}");
    }
    let written = "z in R^3, y in R^3\np = exp(z)/sum(exp(z))\nL = norm(p - y)^2\n\
                   given z = [12, 11, 10], y = [1, 0, 0]\nderive dL/dp\n";
    let named = written.replace("p = exp(z)/sum(exp(z))", "e = exp(z)\np = e/sum(e)");
    for text in [written, &named, &named.replace("dL/dp", "dL/dz"), &written.replace("dL/dp", "dL/dz")] {
        let report = report(text, &Options { formats: formats(), ..Options::default() });
        let in_format = &report.arrays.as_ref().expect("arrays").derivations[0].in_formats[0];
        let last = in_format.held.last().and_then(Option::as_ref).expect("held");
        assert!(last.is_wrong && last.not_a_number > 0, "{text}: {last:?}");
        let (operand, of) =
            in_format.lost.iter().find_map(|(_, seen)| seen.overflow.clone()).expect("an overflow");
        assert_eq!((operand.operands, of > 0), (vec![12.0], true), "{text}");
        let [repair] = in_format.repairs.as_slice() else { panic!("{text}: {:?}", in_format.repairs) };
        assert_eq!(repair.change, Change::Shift, "{text}");
        assert!(!repair.held.is_wrong, "{text}: {repair:?}");
    }
    // The word takes the largest exponent away itself, as frameworks do, wherever it stands.
    for softmax in [
        written.replace("exp(z)/sum(exp(z))", "softmax(z)"),
        written
            .replace("\np = exp(z)/sum(exp(z))", "")
            .replace("norm(p", "norm(softmax(z)")
            .replace("dL/dp", "dL/dz"),
    ] {
        let report = report(&softmax, &Options { formats: formats(), ..Options::default() });
        let in_format = &report.arrays.as_ref().expect("arrays").derivations[0].in_formats[0];
        let last = in_format.held.last().and_then(Option::as_ref).expect("held");
        assert!(!last.is_wrong, "{softmax}: {last:?}");
    }
}
