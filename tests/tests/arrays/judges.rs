//! Wrong lines and wrong readings are refuted.

use chainrule::Judgement;
use chainrule_array::chain::{Calculus, indices};
use chainrule_array::{Arrays, Role, Shape, Size, Whole};
use chainrule_judge::array::{Answer, ArrayJudge, same_numbers};
use chainrule_number::{Enclosure, Rational};
use chainrule_render::array::ArraySetter;
use rustc_hash::FxHashSet;

use super::report;

/// A little network: what the calculus derives about it, and a judge.
fn network() -> (Arrays, Calculus, ArrayJudge) {
    let mut arrays = Arrays::new();
    let (rows, columns) = (arrays.size("m"), arrays.size("n"));
    let weights = arrays.add_quantity("W", Shape::Matrix(rows, columns), Role::Leaf);
    let input = arrays.add_quantity("x", Shape::Vector(columns), Role::Leaf);
    let leaves = [weights, input].map(|quantity| arrays.quantity_whole(quantity));
    let product = arrays.product(leaves[0], leaves[1]).expect("it fits");
    let output = arrays.add_quantity("z", Shape::Vector(rows), Role::Defined(product));
    let output = arrays.quantity_whole(output);
    let row = arrays.transpose(output).expect("it has one");
    let square = arrays.product(row, output).expect("it fits");
    let loss = arrays.add_quantity("L", Shape::Number, Role::Defined(square));
    let mut calculus = Calculus::default();
    calculus.gradient(&mut arrays, loss, weights).expect("a derivative");
    calculus.gradient(&mut arrays, loss, input).expect("a derivative");
    let judge = ArrayJudge::new(&arrays, &calculus);
    (arrays, calculus, judge)
}

#[test]
fn altered_lines_are_refuted() {
    let (mut arrays, calculus, judge) = network();
    for jacobian in &calculus.jacobians {
        assert!(judge.jacobian(&mut arrays, jacobian).is_sound());
        for place in 0..jacobian.lines.len() {
            let after = jacobian.lines[place].after;
            let two = arrays.integer_entry(2);
            for wrong in [arrays.negate(after), arrays.multiply(&[two, after]), arrays.add(&[after, two])] {
                let mut altered = jacobian.clone();
                altered.lines[place].after = wrong;
                assert!(judge.jacobian(&mut arrays, &altered).refuted > 0, "line {place}");
            }
        }
    }
    for adjoint in &calculus.adjoints {
        assert!(judge.adjoint(&mut arrays, adjoint).is_sound());
        assert!(judge.direction(&arrays, adjoint).is_sound());
    }
}

#[test]
fn wrong_readings_are_refuted() {
    let (mut arrays, calculus, judge) = network();
    for adjoint in &calculus.adjoints {
        let reading = adjoint.reading.expect("a reading");
        let answer = judge.reading(&arrays, adjoint.result(), &adjoint.at, reading);
        assert_eq!(answer, Answer::Equal);
        let two = arrays.number(chainrule::number::Rational::from_integer(2));
        let mut wrong = vec![arrays.minus(reading), arrays.times(&[two, reading]).expect("it fits")];
        // Transposed, where the sizes do not show it: entries are compared in order.
        wrong.extend(arrays.transpose(reading).filter(|&whole| {
            *arrays.shape(whole) != *arrays.shape(reading) && matches!(arrays.shape(whole), Shape::Matrix(..))
        }));
        if let Whole::Product(left, right) = arrays.whole(reading).clone()
            && let Whole::Transpose(matrix) = arrays.whole(left).clone()
        {
            // The transpose dropped.
            wrong.extend(arrays.product(matrix, right));
        }
        for whole in wrong {
            assert_eq!(judge.reading(&arrays, adjoint.result(), &adjoint.at, whole), Answer::Different);
        }
    }
}

/// The transposes of a square matrix are told apart, whatever the shapes.
#[test]
fn a_transpose_dropped_from_a_square_matrix_is_refuted() {
    let sheet = "W in R^(n×n), h, v in R^n\nz = W*h\nL = v^T*tanh(z)\n";
    for (claim, holds) in [("dL/dh = W^T*(v ⊙ tanh'(z))", true), ("dL/dh = W*(v ⊙ tanh'(z))", false)] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        assert_eq!(report.claims[0].holds(), holds, "{claim}: {:?}", report.claims[0].judgement);
    }
}

/// Sums with bound indices are equal whatever their letters.
#[test]
fn letters_do_not_tell_sums_apart() {
    let mut arrays = Arrays::new();
    let n = arrays.size("n");
    let x = arrays.add_quantity("x", Shape::Vector(n), Role::Leaf);
    let sum = |arrays: &mut Arrays| {
        let letter = arrays.letter(n);
        let body = arrays.of(x, &indices(&[letter]));
        arrays.sum_over(letter, body)
    };
    assert_eq!(sum(&mut arrays), sum(&mut arrays));
    assert_ne!(n, Size::Number(3));
    assert!(ArraySetter::new(&arrays, &FxHashSet::default()).size(n).ascii() == "n");
}

/// Layers that share a matrix take digits from one another: more are taken from the start.
#[test]
fn a_deep_recurrent_network_is_judged_to_the_end() {
    let layers: String = (1..=40).map(|layer| format!("a{layer} = tanh(W*a{})\n", layer - 1)).collect();
    let text = format!("W in R^(n×n), x in R^n\na0 = x\n{layers}L = sum(a40)\nderive dL/dW\n");
    let report = report(&text);
    let tally = report.arrays.expect("a worksheet with arrays").derivations[0].tally;
    assert!(tally.is_sound() && tally.directions == 1, "{tally:?}");
}

/// A line that holds in numbers too wide to tell is not called wrong, nor right.
#[test]
fn wide_numbers_decide_nothing() {
    let wide =
        |low, high| Enclosure::from_range(&Rational::from_integer(low), &Rational::from_integer(high), 64);
    assert_eq!(same_numbers(&[wide(0, 2)], &[wide(1, 3)]), Answer::Untested);
    assert_eq!(same_numbers(&[wide(0, 1)], &[wide(2, 3)]), Answer::Different);
    assert_eq!(same_numbers(&[wide(2, 2)], &[wide(2, 2)]), Answer::Equal);
}

/// Where enclosures can't tell two entries apart, the fractions of every entry decide, not of the first alone.
#[test]
fn fractions_of_every_entry_decide_at_ties() {
    let sheet = "x in R^2, s in R^1\ny = 1*x\nL = sum(y)^3/8\ngiven x = [0, 1/3], s = [1]\n";
    for (claim, holds) in [
        ("y < 1/3", false),
        ("y <= 1/3", true),
        ("y .* y < 1/9", false),
        ("y > 0", false),
        ("y >= 0", true),
        ("y = [0, 1/3]", true),
        ("3*y = [0, 1]", true),
        ("3*y = [1, 0]", false),
        // 1/24, half a unit from the last digit that is printed.
        ("24*dL/dx[1] ~= 1", true),
        ("3*dL/dx[1]/2 ~= 0.063", true),
        ("3*dL/dx[1]/2 ~= 0.062", true),
        ("3*dL/dx[1]/2 ~= 0.061", false),
        ("3*dL/dx[1]/2 ~= 0.064", false),
    ] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        let judgement = &report.claims[0].judgement;
        let is_decided = matches!(judgement, Judgement::Proved { .. } | Judgement::Refuted { .. });
        assert!(is_decided && report.claims[0].holds() == holds, "{claim}: {judgement:?}");
    }
}

/// Leaves with numbers keep them, whatever is tried for the others.
#[test]
fn claims_hold_or_fail_with_the_numbers_that_are_given() {
    let form = "A in R^(n×n), x, y in R^n\nL = x^T*A*x\ngiven A = [1, 0; 0, 1]\n";
    let logistic = "X in R^(3x2), w in R^2, y in R^3\np = sigmoid(X*w)\n\
                    L = -sum(y .* ln(p) + (1 - y) .* ln(1 - p))\ngiven X = [1, 0; 0, 1; 1, 1], y = [1, 0, 1]\n";
    let softmax = "z, y in R^3\np = softmax(z)\nL = -sum(y .* ln(p))\ngiven y = [0, 1, 0]\n";
    for (sheet, claim, holds) in [
        (form, "dL/dx = 2*x", true),
        (form, "dL/dx = 2*A*x", true),
        (form, "dL/dx = 3*x", false),
        (form, "x^T*A*y = y^T*x", true),
        (form, "x^T*A*y = 2*y^T*x", false),
        (form, "inv(A) = A", true),
        (logistic, "dL/dw = X^T*(p - y)", true),
        (logistic, "dL/dw[1] = p[1] + p[3] - 2", true),
        (logistic, "dL/dw[2] = p[2] + p[3]", false),
        (logistic, "p[3] = sigmoid(w[1] + w[2])", true),
        (logistic, "p[3] = sigmoid(w[1] - w[2])", false),
        (softmax, "dL/dz = p - y", true),
        (softmax, "L = -ln(p[2])", true),
        (softmax, "dL/dz[1] = p[1]", true),
        (softmax, "dL/dz[2] = p[2]", false),
    ] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        let judgement = &report.claims[0].judgement;
        let is_decided = matches!(judgement, Judgement::Proved { .. } | Judgement::Refuted { .. });
        assert!(is_decided && report.claims[0].holds() == holds, "{claim}: {judgement:?}");
    }
}

/// Powers of powers are taken from the right, as without shapes; a transpose is that of the whole power.
#[test]
fn powers_of_powers_are_taken_from_the_right() {
    let sheet = "x in R^2, A in R^(2×2)\ngiven x = [2, 3], A = [1, 2; 0, 1]\n";
    for (claim, holds) in [
        ("2^x^2 = [16, 512]", true),
        ("2^x² = [16, 512]", true),
        ("2^x^2 = [16, 64]", false),
        ("(2^x)^2 = [16, 64]", true),
        ("x^2^3 = x^8", true),
        ("x^2^3 = x^6", false),
        ("(x^2)^3 = x^6", true),
        ("A^-1^T = inv(A)^T", true),
        ("A^3^T = (A*A*A)^T", true),
        ("x^T^T = x", true),
    ] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        assert_eq!(report.claims[0].holds(), holds, "{claim}: {:?}", report.claims[0].judgement);
    }
}

/// `~=` of entries that are printed, each to its own digits; a whole number to those of the others.
#[test]
fn arrays_are_near_to_what_is_printed_of_them() {
    let sheet = "x in R^3, W in R^(2x2)\np = softmax(x)\ngiven x = [1, 2, 3], W = [1/3, 0; -2, 2/3]\n";
    for (claim, holds) in [
        ("p ~= [0.09, 0.24, 0.67]", true),
        ("p ~= [0.090, 0.245, 0.665]", true),
        ("p ~= [0.09, 0.25, 0.67]", false),
        ("p ~= [0, 0.2, 0.7]", false),
        ("p ~= [0.1, 0.24, 0.67]", true),
        ("W ~= [0.333, 0; -2, 0.667]", true),
        ("W ~= [0.333, 0; -2, 0.666]", false),
        ("W*W ~= [0.11, 0; -2.00, 0.44]", true),
        ("W*W ~= [0.11, 0; 2.00, 0.44]", false),
    ] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        let judgement = &report.claims[0].judgement;
        let is_decided = matches!(judgement, Judgement::Proved { .. } | Judgement::Refuted { .. });
        assert!(is_decided && report.claims[0].holds() == holds, "{claim}: {judgement:?}");
    }
}

/// Several entries that are largest are told from others by fractions.
#[test]
fn the_largest_of_equal_fractions_has_a_number() {
    let sheet = "x in R^3\ngiven x = [7/3, 7/3, 2]\n";
    for (claim, holds) in [("max(x) = 7/3", true), ("max(x) < 7/3", false), ("max(x) <= 7/3", true)] {
        let report = report(&format!("{sheet}claim {claim}\n"));
        assert_eq!(report.claims[0].holds(), holds, "{claim}: {:?}", report.claims[0].judgement);
    }
}
