//! Families whose first index counts layers or steps in time, read off their indices. The numbers come from difference
//! quotients at 40 digits.

use super::{parts, report, verdicts};

fn is_near(number: f64, expected: f64) -> bool {
    (number - expected).abs() <= 1e-14 * expected.abs()
}

const LAYERS: &str = "\
z[l,i] = sum(w[l,i,j]*a[l-1,j] for j in 1..10) + b[l,i] for l in 1..3, i in 1..10
a[l,i] = sigmoid(z[l,i]) for l in 1..3, i in 1..10
L = sum((a[3,i] - y[i])^2 for i in 1..10)
derive dL/dw[1,1,2]
";

const STEPS: &str = "\
h[t,i] = tanh(sum(w[i,j]*h[t-1,j] for j in 1..9) + sum(u[i,j]*x[t,j] for j in 1..3)) for t in 1..5, i in 1..9
L = sum(h[5,i]*v[i] for i in 1..9)
derive dL/dw[2,1], dL/du[1,3]
";

#[test]
fn layers_are_told_once() {
    let given = "\
given w[l,i,j] = 1/(l + i + j) for l in 1..3, i in 1..10, j in 1..10
given a[0,j] = j/12 for j in 1..10
given b[l,i] = -i/(4*l) for l in 1..3, i in 1..10
given y[i] = i/20 for i in 1..10
claim dL/dw[1,1,2] = dL/dz[1,1]*a[0,2]
claim dL/dz[1,1] = a[1,1]*(1 - a[1,1])*sum(w[2,i,1]*dL/dz[2,i] for i in 1..10)
claim dL/dz[1,1] = a[1,1]*(1 - a[1,1])*sum(w[2,1,i]*dL/dz[2,i] for i in 1..10) + 1
";
    let text = format!("{LAYERS}{given}");
    let by_shapes = report(&text, true);
    assert!(is_near(parts(&by_shapes)[0], 0.001_419_509_088_714_228), "{:?}", parts(&by_shapes));
    assert_eq!(verdicts(&by_shapes), [true, true, false]);
    assert_eq!(verdicts(&report(&text, false)), [true, true, false]);
}

#[test]
fn steps_in_time_are_told_once() {
    let given = "\
given w[i,j] = (i - j)/20 for i in 1..9, j in 1..9
given u[i,j] = (i + j)/30 for i in 1..9, j in 1..3
given h[0,j] = j/10 for j in 1..9
given x[t,j] = (t - j)/5 for t in 1..5, j in 1..3
given v[i] = i/7 for i in 1..9
";
    let by_shapes = report(&format!("{STEPS}{given}"), true);
    let numbers = parts(&by_shapes);
    assert!(is_near(numbers[0], 1.575_560_769_419_582_8), "{numbers:?}");
    assert!(is_near(numbers[1], 0.503_911_643_923_799_5), "{numbers:?}");
}

#[test]
fn what_is_no_family_of_arrays_is_told_by_members() {
    assert!(report(LAYERS, true).arrays.is_some());
    assert!(report(STEPS, true).arrays.is_some());
    // The index of the layer stands second.
    let turned = "\
h[i,t] = tanh(sum(w[i,j]*h[j,t-1] for j in 1..9)) for i in 1..9, t in 1..5
L = sum(h[i,5] for i in 1..9)
derive dL/dw[1,2]
";
    assert!(report(turned, true).arrays.is_none());
    // A layer of which some members are given and others computed.
    let mixed = LAYERS.replace("i in 1..10\n", "i in 1..9\n").replace("for i in 1..10)", "for i in 1..9)");
    assert!(mixed != LAYERS && report(&mixed, true).arrays.is_none());
    // Single numbers in a row.
    let numbers = "\
h[t] = tanh(sum(w[j]*x[t,j] for j in 1..9) + h[t-1]) for t in 1..5
derive dh[5]/dw[1]
";
    assert!(report(numbers, true).arrays.is_none());
}
